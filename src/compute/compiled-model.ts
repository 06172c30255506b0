import * as tf from '@tensorflow/tfjs';
import { type CompiledFunction, compile, scoped } from '../graph';
import { lendRows } from '../graph/native-operations';
import type { Autoencoder } from '../model/autoencoder';
import { noNoise } from '../model/noise';
import type { Examples, Objective } from '../model/objectives';
import { splitRows } from '../model/rows';
import type { Optimizer } from '../optimise';
import type { Computer } from './computation';
import { type StoredExamples, storedWidth } from './examples';
import { partSizes } from './parts';
import { type Answer, noSeed, type Question, type Subject, type Values } from './question';
import { examplesInParts } from './step';
import { CompiledTraining } from './training';

/** The examples, by index, with the seed of their noise; or the codes. And the numbers, in their order. */
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

  /** The data set's values must not change from now on. */
  constructor(
    private readonly model: Autoencoder,
    dataset: StoredExamples,
  ) {
    this.examples = lendRows(dataset.values, storedWidth(dataset));
  }

  ask<A extends Answer>(
    question: Question<A>,
    { indices, rows, codes, seed = noSeed, numbers = {} }: Subject,
  ): Values<A> {
    const lent = rows ? lendRows(rows, this.examples.shape[1]) : null;
    const { latent } = this.model.config;
    const count = codes ? codes.length / latent : (indices?.length ?? 0);
    const answers = new AnswerRows(count);
    try {
      inBatches(count, question.batchSizes, (batch) => {
        const { begin, end, size } = batch;
        const subject = codes
          ? [
              tf.tensor2d(padded(new Float32Array(size * latent), codes.subarray(begin * latent, end * latent)), [
                size,
                latent,
              ]),
            ]
          : [
              lent ?? this.examples,
              tf.tensor1d(padded(new Int32Array(size), (indices ?? new Int32Array()).subarray(begin, end)), 'int32'),
              tf.tensor1d([...seed], 'int32'),
            ];
        const scalars = question.numbers.map((name) => tf.scalar(numbers[name]));
        answers.add(this.graphOf(question)(...subject, ...scalars), batch, question.batchSizes !== null);
      });
      return answers.all() as Values<A>;
    } finally {
      lent?.dispose();
    }
  }

  training(optimizer: Optimizer, objective: Objective, model = this.model): CompiledTraining {
    const { examples } = this;
    return new CompiledTraining({ optimizer, objective, model, examples });
  }

  dispose(): void {
    for (const graph of this.graphs.values()) graph.dispose();
    this.graphs.clear();
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

  /** Within a graph. */
  private answer(question: Question<Answer>, inputs: Inputs): Answer {
    const { model } = this;
    const subject = question.about === 'codes' ? 1 : 3;
    const numbers = inputs.slice(subject).map((scalar, i) => [question.numbers[i], scalar as tf.Scalar] as const);
    return question.answer(model, partsOf(question, model, inputs), Object.fromEntries(numbers));
  }
}

function partsOf({ about, draws }: Question<Answer>, model: Autoencoder, inputs: Inputs): Examples[] {
  if (about === 'codes') {
    const codes = inputs[0] as tf.Tensor2D;
    return splitRows(codes, partSizes(codes.shape[0], model.config.architecture)).map((x) => ({ x, noise: noNoise }));
  }
  const [examples, indices, seed] = inputs as readonly [tf.Tensor2D, tf.Tensor1D, tf.Tensor1D];
  return examplesInParts(model, { examples, indices, seed }, draws);
}

interface Batch {
  readonly begin: number;
  readonly end: number;
  /** With what fills it up. */
  readonly size: number;
}

/** Visits 0..count-1 in batches of the sizes that there are graphs for; nothing is a batch, too, of no rows. */
function inBatches(count: number, sizes: readonly number[] | null, visit: (batch: Batch) => void): void {
  const largest = sizes?.at(-1) ?? count;
  let begin = 0;
  do {
    const end = Math.min(begin + largest, count);
    const size = sizes?.find((size) => size >= end - begin) ?? largest;
    scoped(() => visit({ begin, end, size }));
    begin = end;
  } while (begin < count);
}

/** A batch filled up with zeros. */
function padded<T extends Float32Array | Int32Array>(whole: T, part: T): T {
  whole.set(part);
  return whole;
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
