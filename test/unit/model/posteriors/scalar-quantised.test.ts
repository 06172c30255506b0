import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { scalarQuantised } from '../../../../src/model/posteriors/scalar-quantised';
import { allBackends, useBackend } from '../fixtures';

const levels = [2, 3, 4, 5, 8, 11];

/** The listing of the paper's appendix, in float64. */
function bounded(z: number, count: number): number {
  const half = ((count - 1) * (1 - 1e-3)) / 2;
  const offset = count % 2 === 1 ? 0 : 0.5;
  return Math.tanh(z + Math.tan(offset / half)) * half - offset;
}
const scale = (count: number) => Math.floor(count / 2);

for (const backend of allBackends) {
  describe(`finite scalar quantisation on ${backend}`, () => {
    before(function () {
      return useBackend(this, backend);
    });
    const { posterior, nearest } = scalarQuantised({ name: 'scalar-quantised', levels });
    const places = Array.from({ length: 200 }, (_, i) => -8 + i * 0.0803);
    const z = () => tf.tensor2d(places.map((value) => levels.map(() => value)));

    it('gives each dimension its levels, all of them and no others, as the paper rounds', () => {
      const codes = posterior(z()).mean.arraySync();
      for (const [j, count] of levels.entries()) {
        const reached = new Set(codes.map((code) => code[j]));
        const grid = Array.from({ length: count }, (_, k) => Math.fround((k - scale(count)) / scale(count)));
        assert.deepEqual(
          [...reached].sort((a, b) => a - b),
          grid,
          `${count} levels`,
        );
        for (const [i, value] of places.entries()) {
          // No zero is told from another.
          assert.ok(codes[i][j] === Math.fround(Math.round(bounded(value, count)) / scale(count)));
        }
      }
    });

    it('hands the gradient on through the rounding, and not through the bounds', () => {
      const gradient = tf.grad((x) =>
        tf.sum(tf.mul(posterior(x as tf.Tensor2D).mean, tf.tensor1d([1, 2, 3, 4, 5, 6]))),
      )(z());
      const actual = gradient.arraySync() as number[][];
      for (const [j, count] of levels.entries()) {
        for (const [i, value] of places.entries()) {
          const slope = (bounded(value + 1e-6, count) - bounded(value - 1e-6, count)) / 2e-6;
          const expected = ((j + 1) * slope) / scale(count);
          assert.ok(Math.abs(actual[i][j] - expected) < 1e-4 * Math.max(1, Math.abs(expected)), `${count}, ${value}`);
        }
      }
    });

    it('finds the nearest code of any numbers, and a code to be its own', () => {
      const codes = posterior(z()).mean;
      assert.deepEqual(nearest(codes).arraySync(), codes.arraySync());
      assert.deepEqual(nearest(tf.tensor2d([[9, -9, 0.3, 0.2, -2, 0.55]])).arraySync(), [
        [0, -1, 0.5, 0, -1, Math.fround(0.6)],
      ]);
    });
  });
}
