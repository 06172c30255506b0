import * as tf from '@tensorflow/tfjs';
import { Graph, type Output } from '../graph/graph';
import { repeat } from '../graph/loop';
import { nativeBackend } from '../graph/native';
import { add, allFinite, float, gather, multiply, placeholder } from '../graph/operations';
import { ResidentVariables } from '../graph/resident';
import { scoped } from '../graph/scope';
import { Session } from '../graph/session';
import { adam, adamax } from '../optimise/adam';
import { rmsprop, sgd } from '../optimise/descent';
import type { UpdateRule } from '../optimise/update-rule';
import { decoupledDecay } from '../optimise/weight-decay';
import type { WrongResult } from '../runtime/library/probe';
import { wrongResults } from './check';
import { numbersWithin, written } from './numbers';

/** A rule, the operations that it is recorded as, and a step of it in float64 from w and what is kept beside it. */
interface Tried {
  readonly rule: UpdateRule;
  /** Of the weights, and of what is kept. */
  readonly kernel: string;
  /** What a step at a rate is taken with; the rate alone where left out. */
  numbers?(graph: Graph, rate: Output): readonly Output[];
  step(state: readonly [w: number, a: number, b: number], g: number, rate: number): [number, number, number];
}

const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-7];
const shrinkage = 0.125;

const tried: readonly Tried[] = [
  {
    rule: adam({ beta1, beta2, epsilon }),
    kernel: 'ResourceApplyAdam',
    numbers: (graph, rate) => [rate, float(graph, epsilon)],
    step: adamStep,
  },
  {
    rule: decoupledDecay(adam({ beta1, beta2, epsilon }), shrinkage),
    kernel: 'ResourceApplyGradientDescent',
    // A step that is taken off, of weights as they are, is the rate times the shrinkage.
    numbers: (graph, rate) => [multiply(graph, rate, float(graph, shrinkage)), rate, float(graph, epsilon)],
    step: ([w, m, v], g, rate) => adamStep([w - rate * shrinkage * w, m, v], g, rate),
  },
  {
    rule: adamax({ beta1, beta2, epsilon }),
    kernel: 'ResourceApplyAdaMax',
    step([w, m, u], g, rate) {
      const [first, largest] = [m + (1 - beta1) * (g - m), Math.max(beta2 * u, Math.abs(g))];
      return [w - (rate * first) / (largest + epsilon), first, largest];
    },
  },
  {
    rule: sgd(0.5),
    kernel: 'ResourceApplyMomentum',
    step([w, b], g, rate) {
      const mean = 0.5 * b + g;
      return [w - rate * mean, mean, 0];
    },
  },
  {
    rule: rmsprop({ momentum: 0.5, decay: 0.75, epsilon: 0.25 }),
    kernel: 'ResourceApplyRMSProp',
    step([w, s, b], g, rate) {
      const square = 0.75 * s + 0.25 * g ** 2;
      const mean = 0.5 * b + (rate * g) / Math.sqrt(square + 0.25);
      return [w - mean, square, mean];
    },
  },
];

function adamStep([w, m, v]: readonly [number, number, number], g: number, rate: number): [number, number, number] {
  const [first, second] = [m + (1 - beta1) * (g - m), v + (1 - beta2) * (g ** 2 - v)];
  return [w - (rate * first) / (Math.sqrt(second) + epsilon), first, second];
}

/**
 * Steps of each optimiser in a loop inside of a graph, which changes variables in place, as training is: here of weights
 * of one and of many numbers, with gradients that are given.
 */
export function runTraining(): WrongResult[] {
  return [1, 2, 37].flatMap((size) => tried.flatMap((rule) => train(rule, size, 5)));
}

function train(
  { rule, kernel, numbers = (_, rate) => [rate], step }: Tried,
  size: number,
  steps: number,
): WrongResult[] {
  const gradients = numbersWithin(-2, 2, [steps, size], 21);
  const rates = numbersWithin(0.01, 0.1, [steps], 22);
  const initial = numbersWithin(-1, 1, [size], 23);
  const graph = new Graph();
  const variable = tf.variable(tf.tensor1d([...initial.values]), false);
  const means = rule.means.map(() => tf.variable(tf.zeros<tf.Rank.R1>([size]), false));
  const variables = [variable, ...means];
  const residents = new ResidentVariables(graph, variables);
  const slot = { variable: residents.handle(variable), means: means.map((mean) => residents.handle(mean)) };
  const count = placeholder(graph, { dtype: 'int32', shape: [] });
  const tables = [
    placeholder(graph, { dtype: 'float32', shape: [-1, size] }),
    placeholder(graph, { dtype: 'float32', shape: [-1] }),
  ];
  const start = placeholder(graph, { dtype: 'float32', shape: [size] });
  const { turns, state } = repeat(
    graph,
    count,
    [start],
    ([sums]) => allFinite(graph, sums),
    (turn, [sums]) => {
      const [gradient, rate] = tables.map((table) => gather(graph, table, turn));
      const value = residents.read(variable, [turn.node]);
      const sum = add(graph, sums, value);
      // The read has to be over before the step begins, as gradients make it be.
      const controls = [gradient.node, sum.node];
      const effects = [rule.record(graph, { ...slot, value: () => value }, gradient, numbers(graph, rate), controls)];
      return { state: [sum], effects };
    },
  );
  const { loading: load, reading: read } = residents;
  const session = Session.load('The trial', {
    load,
    read,
    steps: { feeds: [count, ...tables, start], fetches: [turns, ...state] },
  });
  try {
    return scoped(() => {
      const backend = nativeBackend();
      const values = (tensors: ReturnType<typeof session.run>) =>
        tensors.map((tensor) => backend.createOutputTensor(tensor).dataSync());
      values(session.run('load', backend.getInputTensorIds(variables)));
      const given = [
        tf.scalar(steps, 'int32'),
        tf.tensor2d([...gradients.values], [steps, size]),
        tf.tensor1d([...rates.values]),
        tf.zeros<tf.Rank.R1>([size]),
      ];
      const [taken, sums] = values(session.run('steps', backend.getInputTensorIds(given)));
      const trained = values(session.run('read', []));
      const expected = reference(step, initial.values, gradients.values, rates.values);
      const results = {
        sizes: written([size]),
        expected: [
          { kernel: 'LoopCond', values: [steps] },
          { kernel: 'ReadVariableOp', values: expected.sums },
          ...expected.slots.slice(0, variables.length).map((values) => ({ kernel, values })),
        ],
      };
      return wrongResults(results, [taken, sums, ...trained]);
    });
  } finally {
    session.dispose();
    tf.dispose(variables);
  }
}

/** The weights after all steps, what is kept beside them, and the sums of the weights before each step, in float64. */
function reference(
  step: Tried['step'],
  initial: readonly number[],
  gradients: readonly number[],
  rates: readonly number[],
) {
  const size = initial.length;
  const states = initial.map((weight) => [weight, 0, 0] as [number, number, number]);
  const sums = new Float64Array(size);
  for (const [at, rate] of rates.entries()) {
    for (let i = 0; i < size; i++) {
      sums[i] += states[i][0];
      states[i] = step(states[i], gradients[at * size + i], rate);
    }
  }
  return { slots: [0, 1, 2].map((k) => states.map((state) => state[k])), sums };
}
