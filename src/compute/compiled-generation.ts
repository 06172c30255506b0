import * as tf from '@tensorflow/tfjs';
import { type CompiledFunction, compile } from '../graph';
import type { Autoencoder } from '../model/autoencoder';
import { numbered } from '../model/classes';
import { type Generation, type GenerationState, generate } from '../model/generation';
import { joinRows, splitRows } from '../model/rows';
import { writingOf } from '../protocol/networks';
import { inBatches, padded } from './batches';
import { partSizes } from './parts';
import { toldClasses } from './told-classes';

/** Each row has keys and values of all places, which every step writes anew: more of them at once leave the processor's caches. */
const batchSizes = [1, 16, 64];

/** Texts that are written symbol by symbol, each step as one native graph, for the rows of a batch in parts side by side. */
export class CompiledGeneration {
  private readonly begin: CompiledFunction<[tf.Tensor2D, tf.Scalar, ...tf.Tensor2D[]], GenerationState>;
  private readonly step: CompiledFunction<[tf.Tensor1D, ...tf.Tensor[]], GenerationState>;
  private readonly finish: CompiledFunction<tf.Tensor[], tf.Tensor2D>;

  constructor(
    private readonly model: Autoencoder,
    private readonly generation: Generation,
  ) {
    const { begin, step, finish } = generation;
    const { architecture } = model.config;
    this.begin = compile('The beginning of texts', (z, temperature, ...[classes]) => {
      const sizes = partSizes(z.shape[0], architecture);
      const own = classes && splitRows(classes, sizes);
      return splitRows(model.nearestCode(z), sizes).flatMap((part, i) =>
        begin(part, { classes: own?.[i], temperature }),
      );
    });
    this.step = compile('A step of writing', (place, ...states) =>
      this.partsOf(states).flatMap((state) => step(place, state)),
    );
    this.finish = compile('The end of texts', (...states) => joinRows(this.partsOf(states).map(finish)));
  }

  /**
   * Of codes, n x latent: n x features, one-hot.
   * @param classes Of a model that knows them: that of each code.
   * @param temperature In place of the model's own.
   */
  write(
    codes: Float32Array,
    classes?: Int32Array,
    temperature = writingOf(this.model.config).temperature,
  ): Float32Array {
    const { latent } = this.model.config;
    const { features } = this.model;
    const count = codes.length / latent;
    const texts = new Float32Array(count * features);
    inBatches(count, batchSizes, ({ begin, end, size }) => {
      const told = toldClasses(this.model, classes?.subarray(begin, end), size);
      const own = told ? [numbered(told, this.model.classes.length)] : [];
      const z = tf.tensor2d(padded(new Float32Array(size * latent), codes.subarray(begin * latent, end * latent)), [
        size,
        latent,
      ]);
      const steps = {
        begin: (z: tf.Tensor2D) => this.begin(z, tf.scalar(temperature), ...own),
        step: (place: tf.Tensor1D, state: GenerationState) => this.step(place, ...state),
        finish: (state: GenerationState) => this.finish(...state),
      };
      const written = generate(this.generation.length, steps, z).dataSync<'float32'>();
      texts.set(written.subarray(0, (end - begin) * features), begin * features);
    });
    return texts;
  }

  dispose(): void {
    for (const graph of [this.begin, this.step, this.finish]) graph.dispose();
  }

  /** The states of the parts of a batch, which are alike, one after another. */
  private partsOf(states: readonly tf.Tensor[]): GenerationState[] {
    const width = this.generation.tensors;
    return Array.from({ length: states.length / width }, (_, i) => states.slice(i * width, (i + 1) * width));
  }
}
