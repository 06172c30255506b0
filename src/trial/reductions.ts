import * as tf from '@tensorflow/tfjs';
import type { Check } from './check';
import { numbersWithin, wholeNumbers, written } from './numbers';

/** [batch, places, symbols]: with one, few and many of each. */
const shapes = [
  [1, 1, 1],
  [1, 3, 2],
  [3, 5, 2],
  [2, 1, 7],
  [3, 17, 9],
] as const;

/** Along these sums run, over one of them as another dimension of the length 1. */
const axes = [[0], [1], [2], [1, 2], [0, 1, 2]] as const;

const kernels = {
  Sum: { compute: tf.sum, of: (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) },
  Mean: {
    compute: tf.mean,
    of: (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length,
  },
  Max: { compute: tf.max, of: (values: readonly number[]) => Math.max(...values) },
} as const;

export function reductionChecks(): Check[] {
  return shapes.flatMap((shape) => [
    ...Object.entries(kernels).flatMap(([kernel, { compute, of }]) =>
      axes.map((over): Check => {
        const x = wholeNumbers(shape, 10);
        return {
          sizes: `${written(shape)}, [${over}]`,
          given: [x],
          compute: (x) => [compute(x, [...over], over.length === 1)],
          expected: [{ kernel, values: groups(x.values, shape, over).map(of) }],
        };
      }),
    ),
    softmax(shape),
    choice(shape, 'ArgMax'),
    choice(shape, 'ArgMin'),
    order(shape),
  ]);
}

/** Which of each row is the largest, or the smallest. */
function choice(shape: readonly number[], kernel: 'ArgMax' | 'ArgMin'): Check {
  const x = numbersWithin(-20, 20, shape, 12);
  const extreme = kernel === 'ArgMax' ? Math.max : Math.min;
  return {
    sizes: written(shape),
    given: [x],
    compute: (x) => [tf.cast(kernel === 'ArgMax' ? tf.argMax(x, 2) : tf.argMin(x, 2), 'float32')],
    expected: [{ kernel, values: groups(x.values, shape, [2]).map((row) => row.indexOf(extreme(...row))) }],
  };
}

/** Where the larger half of each row is, the largest first. */
function order(shape: readonly number[]): Check {
  const x = numbersWithin(-20, 20, shape, 13);
  const count = Math.ceil(shape[2] / 2);
  const sorted = (row: readonly number[]) => [...row.keys()].sort((a, b) => row[b] - row[a] || a - b).slice(0, count);
  return {
    sizes: written(shape),
    given: [x],
    compute: (x) => [tf.cast(tf.topk(x, count).indices, 'float32')],
    expected: [{ kernel: 'TopKV2', values: groups(x.values, shape, [2]).flatMap(sorted) }],
  };
}

function softmax(shape: readonly number[]): Check {
  const x = numbersWithin(-20, 20, shape, 11);
  const values = groups(x.values, shape, [2]).flatMap((logits) => {
    const most = Math.max(...logits);
    const sum = logits.reduce((sum, logit) => sum + Math.exp(logit - most), 0);
    return logits.map((logit) => Math.exp(logit - most) / sum);
  });
  return {
    sizes: written(shape),
    given: [x],
    compute: (x) => [tf.softmax(x)],
    expected: [{ kernel: 'Softmax', values }],
  };
}

/** The values that are reduced to one, for each of the results. */
function groups(values: readonly number[], shape: readonly number[], over: readonly number[]): number[][] {
  const found = new Map<string, number[]>();
  for (const [i, value] of values.entries()) {
    const place = [Math.floor(i / (shape[1] * shape[2])), Math.floor(i / shape[2]) % shape[1], i % shape[2]];
    const key = place.filter((_, axis) => !over.includes(axis)).join();
    found.set(key, [...(found.get(key) ?? []), value]);
  }
  return [...found.values()];
}
