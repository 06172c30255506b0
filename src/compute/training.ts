import * as tf from '@tensorflow/tfjs';
import { Graph, type Node, type Output } from '../graph/graph';
import { repeat } from '../graph/loop';
import { type NativeTensor, nativeBackend, nativeTypeOf } from '../graph/native';
import { lendRows } from '../graph/native-operations';
import { add, allFinite, cast, constant, gather, placeholder, reshape, slice, subtract } from '../graph/operations';
import { record } from '../graph/recorder';
import { ResidentVariables } from '../graph/resident';
import { ResidentValues } from '../graph/resident-values';
import { Session } from '../graph/session';
import type { Autoencoder } from '../model/autoencoder';
import { termNames } from '../model/objective';
import { clipByNorm } from '../optimise';
import { Pace } from './pace';
import { batchGradients } from './step';
import type { Stepper, StepSums, Steps, Training } from './steps';

/** What is trained, how, and on what. */
export interface TrainingSubject extends Training {
  readonly model: Autoencoder;
  /** Those of the data set, from `lendRows`. */
  readonly examples: tf.Tensor2D;
}

/**
 * Training steps of a model as native graphs. A call takes many of them, and holds the process as long; model and
 * optimiser are then as if the steps had been taken one by one.
 */
export class CompiledTraining implements Stepper {
  /** By batch size. */
  private readonly graphs = new Map<number, TrainingGraph>();

  constructor(private readonly subject: TrainingSubject) {}

  /** How many steps with batches of a size fill a call of 30 to 50 ms, by the speed of those before. */
  stepsPerCall(batchSize: number): number {
    return this.graphs.get(batchSize)?.stepsPerCall ?? 1;
  }

  /** Throws a CompileError if the model cannot be compiled, at the first call with batches of a size. */
  run(steps: Steps): StepSums {
    let graph = this.graphs.get(steps.batchSize);
    if (graph === undefined) {
      graph = new TrainingGraph(this.subject, steps.batchSize);
      this.graphs.set(steps.batchSize, graph);
    }
    return graph.run(steps);
  }

  dispose(): void {
    for (const graph of this.graphs.values()) graph.dispose();
    this.graphs.clear();
  }
}

const name = 'The training step';

/** The graph for batches of one size. */
class TrainingGraph {
  private readonly pace = new Pace();
  private readonly session: Session<'load' | 'read' | 'steps'>;
  private readonly residents: ResidentVariables;
  private readonly values: ResidentValues;

  constructor(
    private readonly subject: TrainingSubject,
    private readonly batchSize: number,
  ) {
    const { examples, optimizer } = subject;
    const { slots } = optimizer;
    const graph = new Graph();
    const variables = slots.flatMap(({ variable, means }) => [variable, ...means]);
    this.residents = new ResidentVariables(graph, variables);
    const data = placeholder(graph, { dtype: nativeTypeOf(examples), shape: [-1, examples.shape[1]] });
    const count = placeholder(graph, { dtype: 'int32', shape: [] });
    const batches = placeholder(graph, { dtype: 'int32', shape: [-1, batchSize] });
    const seeds = placeholder(graph, { dtype: 'int32', shape: [-1, 2] });
    const betas = placeholder(graph, { dtype: 'float32', shape: [-1] });
    const numbers = placeholder(graph, { dtype: 'float32', shape: [-1, numbersAStep(subject)] });
    const sums = 1 + termNames.length;
    const zeros = constant(graph, { dtype: 'float32', shape: [sums], values: new Float32Array(sums) });
    // Sums of few float32 are exact in float64: they do not depend on how many steps a call takes.
    const nothing = cast(graph, zeros, 'float64');

    const { turns, state } = repeat(
      graph,
      count,
      [nothing],
      ([sums]) => allFinite(graph, sums),
      (turn, [sums]) => {
        const [indices, seed, beta, ofStep] = [batches, seeds, betas, numbers].map((table) =>
          gather(graph, table, turn),
        );
        const { losses, gradients } = this.recordStep(graph, turn.node, { data, indices, seed, beta });
        const updates = this.recordUpdates(graph, turn.node, gradients, scalars(graph, ofStep));
        return { state: [add(graph, sums, cast(graph, losses, 'float64'))], effects: updates };
      },
    );
    const feeds = [data, count, batches, seeds, betas, numbers];
    const { loading: load, reading: read } = this.residents;
    const steps = { feeds, fetches: [turns, ...inTwoParts(graph, state[0])] };
    this.session = Session.load(name, { load, read, steps });
    this.values = new ResidentValues(variables, this.session);
  }

  get stepsPerCall(): number {
    return this.pace.steps;
  }

  run({ batches, rows, seeds, betas, numbers }: Steps): StepSums {
    const began = performance.now();
    const backend = nativeBackend();
    const count = betas.length;
    const { examples } = this.subject;
    const lent = rows ? lendRows(rows, examples.shape[1]) : null;
    const given = [
      tf.scalar(count, 'int32'),
      tf.tensor2d(batches, [count, this.batchSize], 'int32'),
      tf.tensor2d(seeds, [count, 2], 'int32'),
      tf.tensor1d(betas),
      tf.tensor2d(numbers, [count, numbersAStep(this.subject)]),
    ];
    try {
      this.values.load();
      const [turns, sums, remainders] = this.session.run(
        'steps',
        backend.getInputTensorIds([lent ?? examples, ...given]),
      );
      this.values.renew();
      const [steps] = takeValues(turns);
      const rest = takeValues(remainders);
      const [loss, ...terms] = takeValues(sums).map((value, i) => value + rest[i]);
      this.pace.record(steps, performance.now() - began);
      return { steps, loss, terms: named(terms) };
    } finally {
      tf.dispose(given);
      lent?.dispose();
    }
  }

  /** Steps begin when all gradients are there, so that nobody still reads the weights. */
  private recordUpdates(graph: Graph, turn: Node, gradients: readonly Output[], numbers: readonly Output[]): Node[] {
    const { rule, slots } = this.subject.optimizer;
    const controls = gradients.map(({ node }) => node);
    return slots.map(({ variable, means }, i) => {
      const slot = {
        variable: this.residents.handle(variable),
        means: means.map((mean) => this.residents.handle(mean)),
        value: () => this.residents.read(variable, [turn]),
      };
      return rule.record(graph, slot, gradients[i], numbers, controls);
    });
  }

  dispose(): void {
    this.values.settle();
    this.session.dispose();
  }

  /** The objective of one batch and its gradients, at the weights as they are when `turn` begins. */
  private recordStep(graph: Graph, turn: Node, inputs: Record<'data' | 'indices' | 'seed' | 'beta', Output>) {
    const { model, examples, freeBits, clipNorm, optimizer } = this.subject;
    const batch = {
      examples,
      indices: tf.zeros<tf.Rank.R1>([this.batchSize], 'int32'),
      seed: tf.zeros<tf.Rank.R1>([2], 'int32'),
      beta: tf.scalar(1),
    };
    const surroundings = {
      name,
      bindings: [
        [examples, inputs.data],
        [batch.indices, inputs.indices],
        [batch.seed, inputs.seed],
        [batch.beta, inputs.beta],
      ] as const,
      readVariable: (variable: tf.Variable) => this.residents.read(variable, [turn]),
    };
    try {
      return record(graph, surroundings, (outputOf) => {
        const variables = optimizer.slots.map(({ variable }) => variable);
        const { losses, gradients } = batchGradients(model, batch, freeBits, variables);
        const clipped = clipNorm === undefined ? gradients : clipByNorm(gradients, clipNorm);
        return { losses: outputOf(losses), gradients: clipped.map(outputOf) };
      });
    } finally {
      tf.dispose([batch.indices, batch.seed, batch.beta]);
    }
  }
}

/** How many numbers the optimiser's rule takes a step with. */
function numbersAStep({ optimizer }: TrainingSubject): number {
  return optimizer.rule.numbers(1, 1).length;
}

/** The numbers of a vector, each for itself. */
function scalars(graph: Graph, vector: Output): Output[] {
  return Array.from({ length: vector.shape[0] }, (_, i) => reshape(graph, slice(graph, vector, [i], [1]), []));
}

/** In the order of `termNames`. */
function named(terms: readonly number[]): StepSums['terms'] {
  return Object.fromEntries(termNames.map((name, i) => [name, terms[i]])) as StepSums['terms'];
}

/** A float64 tensor as float32 and what that leaves out: the binding does not read float64. */
function inTwoParts(graph: Graph, x: Output): readonly [Output, Output] {
  const rounded = cast(graph, x, 'float32');
  return [rounded, cast(graph, subtract(graph, x, cast(graph, rounded, 'float64')), 'float32')];
}

/** The values of a native tensor, which is deleted. */
function takeValues({ id }: NativeTensor): readonly number[] {
  const { binding } = nativeBackend();
  try {
    return [...binding.tensorDataSync(id)];
  } finally {
    binding.deleteTensor(id);
  }
}
