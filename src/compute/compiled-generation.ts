import * as tf from '@tensorflow/tfjs';
import { type CompiledFunction, compile } from '../graph';
import type { Autoencoder } from '../model/autoencoder';
import { type Generation, type GenerationState, generate } from '../model/generation';
import { joinRows, splitRows } from '../model/rows';
import { inBatches, padded } from './batches';
import { partSizes } from './parts';

/** Each row has keys and values of all places, which every step writes anew: more of them at once leave the processor's caches. */
const batchSizes = [1, 16, 64];

/** Texts that are written symbol by symbol, each step as one native graph, for the rows of a batch in parts side by side. */
export class CompiledGeneration {
  private readonly begin: CompiledFunction<[tf.Tensor2D], GenerationState>;
  private readonly step: CompiledFunction<[tf.Tensor1D, ...tf.Tensor[]], GenerationState>;
  private readonly finish: CompiledFunction<tf.Tensor[], tf.Tensor2D>;

  constructor(
    private readonly model: Autoencoder,
    private readonly generation: Generation,
  ) {
    const { begin, step, finish } = generation;
    const { architecture } = model.config;
    this.begin = compile('The beginning of texts', (z) =>
      splitRows(model.nearestCode(z), partSizes(z.shape[0], architecture)).flatMap(begin),
    );
    this.step = compile('A step of writing', (place, ...states) =>
      this.partsOf(states).flatMap((state) => step(place, state)),
    );
    this.finish = compile('The end of texts', (...states) => joinRows(this.partsOf(states).map(finish)));
  }

  /** Of codes, n x latent: n x features, one-hot. */
  write(codes: Float32Array): Float32Array {
    const { latent } = this.model.config;
    const { features } = this.model;
    const count = codes.length / latent;
    const texts = new Float32Array(count * features);
    inBatches(count, batchSizes, ({ begin, end, size }) => {
      const z = tf.tensor2d(padded(new Float32Array(size * latent), codes.subarray(begin * latent, end * latent)), [
        size,
        latent,
      ]);
      const steps = {
        begin: this.begin,
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
