import * as tf from '@tensorflow/tfjs';
import { type CompiledFunction, compile } from '../graph';
import { lendRows } from '../graph/native-operations';
import type { Autoencoder } from '../model/autoencoder';
import { numbered } from '../model/classes';
import { noNoise } from '../model/noise';
import type { Objective } from '../model/objectives';
import { splitRows } from '../model/rows';
import type { Optimizer } from '../optimise';
import { type Batch, inBatches, padded } from './batches';
import { CompiledGeneration } from './compiled-generation';
import type { Computer } from './computation';
import { type StoredExamples, storedWidth } from './examples';
import { partSizes } from './parts';
import { type Answer, noSeed, type Question, type Rows, type Subject, type Values } from './question';
import { decoding } from './questions';
import { examplesInParts } from './step';
import { toldClasses } from './told-classes';
import { CompiledTraining } from './training';

/** The examples, by index, with the seed of their noise; or the codes; or both, these at last. Then their classes, where the model knows any, and the numbers, in their order. */
type Inputs = readonly tf.Tensor[];

/**
 * A model and its data as native graphs, which are made when they are first needed, one for each question and size of
 * batches. The model's own variables hold the weights: whatever changes or reads them, here or by tfjs alone, sees the
 * same. Examples like the data set's own are always as many as the graphs are made for one number of them. Throws a
 * CompileError where the model cannot be compiled, at the first use of that part of it.
 */
export class CompiledModel implements Computer {
  private readonly examples: tf.Tensor2D;
  private readonly graphs = new Map<Question<Answer>, CompiledFunction<Inputs, Answer>>();
  private writer: CompiledGeneration | undefined;

  /** The data set's values must not change from now on. */
  constructor(
    private readonly model: Autoencoder,
    dataset: StoredExamples,
  ) {
    this.examples = lendRows(dataset.values, storedWidth(dataset));
  }

  ask<A extends Answer>(
    question: Question<A>,
    { indices, rows, codes, classes, seed = noSeed, numbers = {} }: Subject,
  ): Values<A> {
    const lent = rows ? lendRows(rows, this.examples.shape[1]) : null;
    const { latent } = this.model.config;
    const count = codes ? codes.length / latent : (indices?.length ?? 0);
    const answers = new AnswerRows(count);
    try {
      inBatches(count, question.batchSizes, (batch) => {
        const { begin, end, size } = batch;
        const subject = [
          ...(question.about === 'codes' ? [] : this.chosenExamples(lent, indices, batch, seed)),
          ...(codes ? [codesOf(codes, latent, batch)] : []),
        ];
        const own = toldClasses(this.model, classes?.subarray(begin, end), size);
        const scalars = question.numbers.map((name) => tf.scalar(numbers[name]));
        answers.add(
          this.graphOf(question)(...subject, ...(own ? [own] : []), ...scalars),
          batch,
          question.batchSizes !== null,
        );
      });
      return answers.all() as Values<A>;
    } finally {
      lent?.dispose();
    }
  }

  decode(codes: Float32Array, classes?: Int32Array, temperature?: number): Float32Array {
    const { generation } = this.model;
    if (!generation) return this.ask(decoding, { codes, classes }).mean;
    this.writer ??= new CompiledGeneration(this.model, generation);
    return this.writer.write(codes, classes, temperature);
  }

  training(optimizer: Optimizer, objective: Objective, model = this.model): CompiledTraining {
    const { examples } = this;
    return new CompiledTraining({ optimizer, objective, model, examples });
  }

  dispose(): void {
    for (const graph of this.graphs.values()) graph.dispose();
    this.graphs.clear();
    this.writer?.dispose();
    this.examples.dispose();
  }

  private graphOf(question: Question<Answer>): CompiledFunction<Inputs, Answer> {
    let graph = this.graphs.get(question);
    if (!graph) {
      graph = compile(question.name, (...inputs: Inputs) => this.answer(question, inputs));
      this.graphs.set(question, graph);
    }
    return graph;
  }

  private chosenExamples(
    lent: tf.Tensor2D | null,
    indices: Int32Array | undefined,
    { begin, end, size }: Batch,
    seed: readonly [number, number],
  ): tf.Tensor[] {
    return [
      lent ?? this.examples,
      tf.tensor1d(padded(new Int32Array(size), (indices ?? new Int32Array()).subarray(begin, end)), 'int32'),
      tf.tensor1d([...seed], 'int32'),
    ];
  }

  /** Within a graph. */
  private answer(question: Question<Answer>, inputs: Inputs): Answer {
    const { model } = this;
    const subject = tensorsOf[question.about] + (model.classes.length > 0 ? 1 : 0);
    const numbers = inputs.slice(subject).map((scalar, i) => [question.numbers[i], scalar as tf.Scalar] as const);
    return question.answer(model, partsOf(question, model, inputs), Object.fromEntries(numbers));
  }
}

/** Tensors that say what a question is about. */
const tensorsOf = { examples: 3, codes: 1, pairs: 4 } as const;

function codesOf(codes: Float32Array, latent: number, { begin, end, size }: Batch): tf.Tensor2D {
  const own = codes.subarray(begin * latent, end * latent);
  return tf.tensor2d(padded(new Float32Array(size * latent), own), [size, latent]);
}

function partsOf({ about, draws }: Question<Answer>, model: Autoencoder, inputs: Inputs): Rows[] {
  const count = model.classes.length;
  if (about === 'codes') {
    const [codes, numbers] = inputs as readonly [tf.Tensor2D, tf.Tensor1D];
    const sizes = partSizes(codes.shape[0], model.config.architecture);
    const own = count > 0 ? splitRows(numbers, sizes) : null;
    return splitRows(codes, sizes).map((x, i) => ({
      x,
      classes: own ? numbered(own[i], count) : undefined,
      noise: noNoise,
    }));
  }
  const [examples, indices, seed] = inputs as readonly [tf.Tensor2D, tf.Tensor1D, tf.Tensor1D];
  const classes = inputs[tensorsOf[about]] as tf.Tensor1D;
  const parts = examplesInParts(model, { examples, indices, seed, ...(count > 0 && { classes }) }, draws);
  if (about === 'examples') return parts;
  const codes = splitRows(
    inputs[tensorsOf.examples] as tf.Tensor2D,
    parts.map(({ x }) => x.shape[0]),
  );
  return parts.map((part, i) => ({ ...part, z: codes[i] }));
}

/** The rows of answers to all batches. What a whole batch is answered with has no rows, and stands as it is. */
class AnswerRows {
  private readonly values = new Map<string, Float32Array | null>();

  constructor(private readonly count: number) {}

  add(answer: Answer, { begin, end, size }: Batch, isByRow: boolean): void {
    for (const [name, tensor] of Object.entries(answer)) {
      if (tensor === null) {
        this.values.set(name, null);
        continue;
      }
      const data = tensor.dataSync<'float32'>();
      if (!isByRow) {
        this.values.set(name, Float32Array.from(data));
        continue;
      }
      const width = data.length / size;
      const all = this.values.get(name) ?? new Float32Array(this.count * width);
      all.set(data.subarray(0, (end - begin) * width), begin * width);
      this.values.set(name, all);
    }
  }

  all(): Readonly<Record<string, Float32Array | null>> {
    return Object.fromEntries(this.values);
  }
}
