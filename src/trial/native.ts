import * as tf from '@tensorflow/tfjs';
import { compile } from '../graph/function';
import { gatherRows, statelessNormal, statelessUniform } from '../graph/native-operations';
import { fillStatelessNormal, fillStatelessUniform } from '../graph/philox';
import { scan } from '../graph/scan';
import { scoped } from '../graph/scope';
import type { WrongResult } from '../runtime/library/probe';
import { type Check, type Given, tensorOf, wrongResults } from './check';
import { sizeOf, wholeNumbers, written } from './numbers';

/** Checks of what TensorFlow's native library has, and tfjs no operation for. */
export function nativeChecks(): Check[] {
  return [
    ...noise([1, 1], [7, 11]),
    ...noise([3, 2], [7, 12]),
    ...noise([5, 7], [-3, 2 ** 31 - 1]),
    byteExamples(),
    ...[1, 5].map((length) => recurrence(length, 3)),
  ];
}

function noise(shape: [number, number], seed: readonly [number, number]): Check[] {
  const given: Given = { shape: [2], values: seed, dtype: 'int32' };
  const generators = {
    StatelessRandomNormal: [statelessNormal, fillStatelessNormal],
    StatelessRandomUniform: [statelessUniform, fillStatelessUniform],
  } as const;
  return Object.entries(generators).map(([kernel, [draw, fill]]) => ({
    sizes: `${written(shape)}, [${seed}]`,
    given: [given],
    compute: (seed) => [draw<tf.Rank.R2>(shape, seed as tf.Tensor1D)],
    expected: [{ kernel, values: fill(new Float32Array(sizeOf(shape)), seed) }],
  }));
}

/** Examples are bytes that are lent, of which rows are chosen. */
function byteExamples(): Check {
  const [examples, width] = [7, 5];
  const bytes = Array.from({ length: examples * width }, (_, i) => (i * 37) % 256);
  const rows = [6, 0, 3, 3];
  return {
    sizes: written([examples, width]),
    given: [
      { shape: [examples, width], values: bytes, dtype: 'uint8' },
      { shape: [rows.length], values: rows, dtype: 'int32' },
    ],
    compute: (examples, indices) => [gatherRows(examples as tf.Tensor2D, indices as tf.Tensor1D)],
    expected: [
      {
        kernel: 'GatherV2',
        values: rows.flatMap((row) => bytes.slice(row * width, (row + 1) * width)).map((byte) => byte / 255),
      },
    ],
  };
}

/**
 * A loop over time, which in a graph has lists of tensors: states h' = x - w h, and the gradients of the sum of their squares by x,
 * the first state and w.
 */
function recurrence(length: number, width: number): Check {
  const [xs, first, weights] = [
    wholeNumbers([length, 1, width], 31),
    wholeNumbers([1, width], 32),
    wholeNumbers([width], 33),
  ];
  const w = weights.values.map((value) => value / 8);
  const states: number[] = [];
  const before = (t: number, i: number) => (t === 0 ? first.values[i] : states[(t - 1) * width + i]);
  for (let at = 0; at < length * width; at++) {
    const [t, i] = [Math.floor(at / width), at % width];
    states.push(xs.values[at] - w[i] * before(t, i));
  }
  const [dxs, dw] = [states.map(() => 0), w.map(() => 0)];
  const later = w.map(() => 0);
  for (let at = length * width - 1; at >= 0; at--) {
    const [t, i] = [Math.floor(at / width), at % width];
    dxs[at] = 2 * states[at] + later[i];
    dw[i] -= dxs[at] * before(t, i);
    later[i] = -dxs[at] * w[i];
  }
  return {
    sizes: written([length, width]),
    given: [xs, first, { ...weights, values: w }],
    compute: (xs, first, w) => {
      const states = (xs: tf.Tensor, first: tf.Tensor, w: tf.Tensor) =>
        scan((x, h, [w]) => tf.sub(x, tf.mul(w, h)), xs as tf.Tensor3D, first as tf.Tensor2D, [w]);
      const { value, grads } = tf.valueAndGrads((...args) => {
        const [xs, first, w] = args;
        return tf.sum(tf.square(states(xs, first, w)));
      })([xs, first, w]);
      value.dispose();
      return [states(xs, first, w), ...grads];
    },
    expected: [
      { kernel: 'TensorListStack', values: states },
      { kernel: 'ReverseV2', values: dxs },
      { kernel: 'TensorListPushBack', values: later },
      { kernel: 'While', values: dw },
    ],
  };
}

/** Runs all checks as one graph, in which the library fuses and orders operations as it does in those of models. */
export function runTogether(checks: readonly Check[]): WrongResult[] {
  const together = compile('The trial', (...given: tf.Tensor[]) => {
    const rest = [...given];
    return checks.map((check) => check.compute(...rest.splice(0, check.given.length)));
  });
  try {
    return scoped(() => {
      const results = together(...checks.flatMap(({ given }) => given.map(tensorOf)));
      return checks.flatMap((check, i) =>
        wrongResults(
          check,
          results[i].map((result) => result.dataSync()),
        ),
      );
    });
  } finally {
    together.dispose();
  }
}
