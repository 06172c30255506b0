import * as tf from '@tensorflow/tfjs';
import { Graph } from '../graph/graph';
import { repeat } from '../graph/loop';
import { nativeBackend } from '../graph/native';
import { add, allFinite, gather, placeholder } from '../graph/operations';
import { ResidentVariables } from '../graph/resident';
import { scoped } from '../graph/scope';
import { Session } from '../graph/session';
import { recordAdam } from '../optimise/adam';
import type { WrongResult } from '../runtime/library/probe';
import { wrongResults } from './check';
import { numbersWithin, written } from './numbers';

const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };

/**
 * Steps of Adam in a loop inside of a graph, which changes variables in place, as training is: here of weights of one
 * and of many numbers, with gradients that are given.
 */
export function runTraining(): WrongResult[] {
  return [1, 2, 37].flatMap((size) => train(size, 5));
}

function train(size: number, steps: number): WrongResult[] {
  const gradients = numbersWithin(-2, 2, [steps, size], 21);
  const rates = numbersWithin(0.01, 0.1, [steps], 22);
  const initial = numbersWithin(-1, 1, [size], 23);
  const graph = new Graph();
  const [variable, first, second] = [initial.values, [], []].map((values) =>
    tf.variable(values.length > 0 ? tf.tensor1d([...values]) : tf.zeros<tf.Rank.R1>([size]), false),
  );
  const slots = [{ variable, first, second }];
  const residents = new ResidentVariables(graph, [variable, first, second]);
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
      // The read has to be over before Adam begins, as gradients make it be.
      const sum = add(graph, sums, value);
      return { state: [sum], effects: recordAdam(graph, residents, slots, [gradient, sum], rate, adam) };
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
      values(session.run('load', backend.getInputTensorIds([variable, first, second])));
      const given = [
        tf.scalar(steps, 'int32'),
        tf.tensor2d([...gradients.values], [steps, size]),
        tf.tensor1d([...rates.values]),
        tf.zeros<tf.Rank.R1>([size]),
      ];
      const [taken, sums] = values(session.run('steps', backend.getInputTensorIds(given)));
      const trained = values(session.run('read', []));
      const expected = reference(initial.values, gradients.values, rates.values);
      const results = {
        sizes: written([size]),
        expected: [
          { kernel: 'LoopCond', values: [steps] },
          { kernel: 'ReadVariableOp', values: expected.sums },
          ...expected.slots.map((values) => ({ kernel: 'ResourceApplyAdam', values })),
        ],
      };
      return wrongResults(results, [taken, sums, ...trained]);
    });
  } finally {
    session.dispose();
    tf.dispose([variable, first, second]);
  }
}

/** The weights after all steps, the two means of Adam, and the sums of the weights before each step, in float64. */
function reference(initial: readonly number[], gradients: readonly number[], rates: readonly number[]) {
  const size = initial.length;
  const [weights, first, second, sums] = [Float64Array.from(initial), ...[1, 2, 3].map(() => new Float64Array(size))];
  for (const [step, rate] of rates.entries()) {
    for (let i = 0; i < size; i++) {
      sums[i] += weights[i];
      const gradient = gradients[step * size + i];
      first[i] += (1 - adam.beta1) * (gradient - first[i]);
      second[i] += (1 - adam.beta2) * (gradient ** 2 - second[i]);
      weights[i] -= (rate * first[i]) / (Math.sqrt(second[i]) + adam.epsilon);
    }
  }
  return { slots: [weights, first, second], sums };
}
