import * as tf from '@tensorflow/tfjs';
import { Graph, type Node, type Output } from '../graph/graph';
import { repeat } from '../graph/loop';
import { type NativeTensor, nativeBackend, nativeTypeOf } from '../graph/native';
import { lendRows } from '../graph/native-operations';
import {
  add,
  after,
  allFinite,
  cast,
  constant,
  gather,
  placeholder,
  reshape,
  slice,
  subtract,
  typeAttribute,
} from '../graph/operations';
import { record } from '../graph/recorder';
import { ResidentVariables } from '../graph/resident';
import { ResidentValues } from '../graph/resident-values';
import { Session } from '../graph/session';
import type { Autoencoder } from '../model/autoencoder';
import type { Objective } from '../model/objectives';
import type { Optimizer, PlayersSlot } from '../optimise';
import { Pace } from './pace';
import { differentiate, examplesInParts } from './step';
import { countSteps, type Stepper, type StepSums, type Steps, stepSums } from './steps';

/** What is trained, how, and on what. */
export interface TrainingSubject {
  readonly model: Autoencoder;
  readonly objective: Objective;
  readonly optimizer: Optimizer;
  /** Those of the data set, from `lendRows`. */
  readonly examples: tf.Tensor2D;
}

/**
 * Training steps of a model as native graphs. A call takes many of them, and holds the process as long; model and
 * optimiser are then as if the steps had been taken one by one.
 */
export class CompiledTraining implements Stepper {
  /** By batch size, the one that was made last at the end. */
  private readonly graphs = new Map<number, TrainingGraph>();

  constructor(private readonly subject: TrainingSubject) {}

  /** How many steps with batches of a size fill a call, by the speed of those before. */
  stepsPerCall(batchSize: number): number {
    return this.graphs.get(batchSize)?.stepsPerCall ?? 1;
  }

  /** Throws a CompileError if the model cannot be compiled, at the first call with batches of a size. */
  run(steps: Steps): StepSums {
    let graph = this.graphs.get(steps.batchSize);
    if (graph === undefined) {
      graph = new TrainingGraph(this.subject, steps.batchSize);
      this.letGo();
      this.graphs.set(steps.batchSize, graph);
    }
    return graph.run(steps);
  }

  /** Each holds all variables once more: batches that grow must not leave one behind for each size. */
  private letGo(): void {
    const [oldest] = this.graphs;
    if (this.graphs.size < mostGraphs) return;
    oldest[1].dispose();
    this.graphs.delete(oldest[0]);
  }

  dispose(): void {
    for (const graph of this.graphs.values()) graph.dispose();
    this.graphs.clear();
  }
}

const name = 'The training step';

/** One for the batches of an epoch, and one for the smaller one at its end. */
const mostGraphs = 2;

/** What a model computes with, and each of the means that its training keeps of all that is trained. */
function usedTogether({ slots }: Optimizer, { state }: Autoencoder): (readonly tf.Variable[])[] {
  const most = Math.max(0, ...slots.map(({ means }) => means.length));
  const means = Array.from({ length: most }, (_, k) => slots.flatMap((slot) => slot.means.slice(k, k + 1)));
  return [[...slots.map(({ variable }) => variable), ...state], ...means];
}

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
    const { examples, model, objective, optimizer } = subject;
    const graph = new Graph();
    const groups = usedTogether(optimizer, model);
    this.residents = new ResidentVariables(graph, groups.flat());
    const data = placeholder(graph, { dtype: nativeTypeOf(examples), shape: [-1, examples.shape[1]] });
    const count = placeholder(graph, { dtype: 'int32', shape: [] });
    const batches = placeholder(graph, { dtype: 'int32', shape: [-1, batchSize] });
    const seeds = placeholder(graph, { dtype: 'int32', shape: [-1, 2] });
    const classes = model.classes.length > 0 ? [placeholder(graph, { dtype: 'int32', shape: [-1, batchSize] })] : [];
    const table = placeholder(graph, { dtype: 'float32', shape: [-1, this.columns] });
    const sums = 1 + objective.terms.length;
    const zeros = constant(graph, { dtype: 'float32', shape: [sums], values: new Float32Array(sums) });
    // Sums of few float32 are exact in float64: they do not depend on how many steps a call takes.
    const nothing = cast(graph, zeros, 'float64');

    const { turns, state } = repeat(
      graph,
      count,
      [nothing],
      ([sums]) => allFinite(graph, sums),
      (turn, [sums]) => {
        const [indices, seed, row, own] = [batches, seeds, table, ...classes].map((table) =>
          gather(graph, table, turn),
        );
        const ofStep = numbersOf(graph, row);
        const scalars = ofStep.slice(optimizer.width);
        const { losses, gradients, updates } = this.recordStep(
          graph,
          turn.node,
          { data, indices, seed, classes: own },
          scalars,
        );
        const effects = this.recordEffects(graph, turn.node, gradients, updates, ofStep);
        return { state: [add(graph, sums, cast(graph, losses, 'float64'))], effects };
      },
    );
    const feeds = [data, count, batches, seeds, table, ...classes];
    const { loading: load, reading: read } = this.residents;
    const steps = { feeds, fetches: [turns, ...inTwoParts(graph, state[0])] };
    this.session = Session.load(name, { load, read, steps });
    this.values = new ResidentValues(groups, this.session);
  }

  get stepsPerCall(): number {
    return this.pace.steps;
  }

  /** What each step is taken with: the optimiser's numbers, and the objective's. */
  private get columns(): number {
    const { optimizer, objective } = this.subject;
    return optimizer.width + objective.scalars.length;
  }

  run(steps: Steps): StepSums {
    const began = performance.now();
    const backend = nativeBackend();
    const count = countSteps(steps);
    const { examples } = this.subject;
    const { batches, rows, seeds, classes } = steps;
    const lent = rows ? lendRows(rows, examples.shape[1]) : null;
    const given = [
      tf.scalar(count, 'int32'),
      tf.tensor2d(batches, [count, this.batchSize], 'int32'),
      tf.tensor2d(seeds, [count, 2], 'int32'),
      tf.tensor2d(this.table(steps), [count, this.columns]),
      ...(classes ? [tf.tensor2d(classes, [count, this.batchSize], 'int32')] : []),
    ];
    try {
      this.values.load();
      const [turns, sums, remainders] = this.session.run(
        'steps',
        backend.getInputTensorIds([lent ?? examples, ...given]),
      );
      this.values.renew();
      const [taken] = takeValues(turns);
      const rest = takeValues(remainders);
      const whole = takeValues(sums).map((value, i) => value + rest[i]);
      this.pace.record(taken, performance.now() - began);
      return stepSums(taken, whole, this.subject.objective.terms);
    } finally {
      tf.dispose(given);
      lent?.dispose();
    }
  }

  private table({ numbers, scalars }: Steps): Float32Array {
    const { columns } = this;
    const { optimizer, objective } = this.subject;
    const { width } = optimizer;
    const count = numbers.length / width;
    const table = new Float32Array(count * columns);
    for (let i = 0; i < count; i++) {
      table.set(numbers.subarray(i * width, (i + 1) * width), i * columns);
      for (const [place, name] of objective.scalars.entries()) table[i * columns + width + place] = scalars[name][i];
    }
    return table;
  }

  /** They begin when all gradients are there, so that nobody still reads the variables. */
  private recordEffects(
    graph: Graph,
    turn: Node,
    gradients: readonly Output[],
    updates: readonly RecordedUpdate[],
    numbers: readonly Output[],
  ): Node[] {
    const controls = [...gradients, ...updates.map(({ value }) => value)].map(({ node }) => node);
    const steps = [...this.slotsByTurn()].flatMap(([place, slots]) => {
      if (place === undefined) return this.recordSlots(graph, slots, gradients, numbers, [turn, controls]);
      // A loop of one turn, or of none: what is in it is computed or not.
      const count = after(graph, cast(graph, numbers[place], 'int32'), controls);
      const { turns } = repeat(graph, count, [], null, ({ node }) => ({
        state: [],
        effects: this.recordSlots(graph, slots, gradients, numbers, [node, [node]]),
      }));
      return [turns.node];
    });
    const assignments = updates.map(({ variable, value }) =>
      graph.add('AssignVariableOp', {
        inputs: [this.residents.handle(variable), value],
        controls,
        attributes: { dtype: typeAttribute('float32') },
      }),
    );
    return [...steps, ...assignments];
  }

  /** The slots with their places, together those that take a step or not by the same number. */
  private slotsByTurn(): ReadonlyMap<number | undefined, readonly PlacedSlot[]> {
    const placed = this.subject.optimizer.slots.map((slot, place) => ({ slot, place }));
    const turns = new Set(placed.map(({ slot }) => slot.turn));
    return new Map([...turns].map((turn) => [turn, placed.filter(({ slot }) => slot.turn === turn)]));
  }

  /** @param begin What values are read after, and steps are taken after. */
  private recordSlots(
    graph: Graph,
    slots: readonly PlacedSlot[],
    gradients: readonly Output[],
    numbers: readonly Output[],
    [turn, controls]: readonly [turn: Node, controls: readonly Node[]],
  ): Node[] {
    return slots.map(({ slot: { variable, means, rule, numbers: own }, place }) => {
      const slot = {
        variable: this.residents.handle(variable),
        means: means.map((mean) => this.residents.handle(mean)),
        value: () => this.residents.read(variable, [turn]),
      };
      return rule.record(graph, slot, gradients[place], numbers.slice(...own), controls);
    });
  }

  dispose(): void {
    this.values.settle();
    this.session.dispose();
  }

  /** The objective of one batch and its gradients, at the variables as they are when `turn` begins. */
  private recordStep(
    graph: Graph,
    turn: Node,
    inputs: Record<'data' | 'indices' | 'seed', Output> & { readonly classes?: Output },
    numbers: readonly Output[],
  ) {
    const { model, examples, objective, optimizer } = this.subject;
    const batch = {
      examples,
      indices: tf.zeros<tf.Rank.R1>([this.batchSize], 'int32'),
      seed: tf.zeros<tf.Rank.R1>([2], 'int32'),
      ...(inputs.classes && { classes: tf.zeros<tf.Rank.R1>([this.batchSize], 'int32') }),
    };
    const scalars = objective.scalars.map(() => tf.scalar(1));
    const surroundings = {
      name,
      bindings: [
        [examples, inputs.data],
        [batch.indices, inputs.indices],
        [batch.seed, inputs.seed],
        ...(batch.classes && inputs.classes ? [[batch.classes, inputs.classes] as const] : []),
        ...scalars.map((scalar, i) => [scalar, numbers[i]] as const),
      ] as const,
      readVariable: (variable: tf.Variable) => this.residents.read(variable, [turn]),
    };
    try {
      return record(graph, surroundings, (outputOf) => {
        const named = Object.fromEntries(objective.scalars.map((name, i) => [name, scalars[i]]));
        const parts = () => examplesInParts(model, batch, objective.draws);
        const { losses, gradients, updates } = differentiate(objective, parts, named, optimizer.variables);
        const recorded = {
          losses: outputOf(losses),
          gradients: optimizer.clip(gradients).map(outputOf),
          updates: updates.map(({ variable, value }) => ({ variable, value: outputOf(value) })),
        };
        tf.dispose([losses, ...updates.map(({ value }) => value)]);
        return recorded;
      });
    } finally {
      tf.dispose([batch.indices, batch.seed, batch.classes ?? [], ...scalars]);
    }
  }
}

/** A slot, and which one of them it is. */
interface PlacedSlot {
  readonly slot: PlayersSlot;
  readonly place: number;
}

interface RecordedUpdate {
  readonly variable: tf.Variable;
  readonly value: Output;
}

/** The numbers of a vector, each for itself. */
function numbersOf(graph: Graph, vector: Output): Output[] {
  return Array.from({ length: vector.shape[0] }, (_, i) => reshape(graph, slice(graph, vector, [i], [1]), []));
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
