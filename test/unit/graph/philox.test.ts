import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { statelessNormal, statelessUniform } from '../../../src/graph/native-operations';
import { fillStatelessNormal, fillStatelessUniform } from '../../../src/graph/philox';
import { chooseBackend } from '../../../src/runtime/backend';

const seeds: [number, number][] = [
  [0, 0],
  [1, 2],
  [-5, 70_000],
  [2 ** 31 - 1, -(2 ** 31)],
];

describe('fillStatelessNormal', () => {
  it("draws what TensorFlow's own operation draws, to the rounding of its sine and logarithm", async () => {
    await chooseBackend('tensorflow');
    for (const seed of seeds) {
      for (const count of [1, 2, 3, 4, 7, 4096, 70_001]) {
        const expected = tf.tidy(() => statelessNormal([count], tf.tensor1d(seed, 'int32')).dataSync());
        const actual = fillStatelessNormal(new Float32Array(count), seed);
        for (let i = 0; i < count; i++) {
          assert.ok(
            Math.abs(actual[i] - expected[i]) < 1e-6,
            `${actual[i]} against ${expected[i]} at ${i} of ${count}`,
          );
        }
      }
    }
  });

  it('draws from N(0, 1)', () => {
    const draws = fillStatelessNormal(new Float32Array(200_000), [3, 4]);
    const moment = (power: number) => draws.reduce((sum, x) => sum + x ** power, 0) / draws.length;
    for (const [power, value] of [0, 1, 0, 3].entries()) assert.ok(Math.abs(moment(power + 1) - value) < 0.05);
  });
});

describe('fillStatelessUniform', () => {
  it("draws what TensorFlow's own operation draws, bit for bit", async () => {
    await chooseBackend('tensorflow');
    for (const seed of seeds) {
      for (const count of [1, 2, 3, 4, 7, 4096]) {
        const expected = tf.tidy(() => statelessUniform([count], tf.tensor1d(seed, 'int32')).dataSync());
        assert.deepEqual(fillStatelessUniform(new Float32Array(count), seed), expected);
      }
    }
  });

  it('draws evenly from [0, 1)', () => {
    const draws = fillStatelessUniform(new Float32Array(100_000), [3, 4]);
    for (const part of [0.1, 0.5, 0.9]) {
      const below = draws.filter((value) => value < part).length / draws.length;
      assert.ok(Math.abs(below - part) < 0.01, `${below} below ${part}`);
    }
    assert.ok(draws.every((value) => value >= 0 && value < 1));
  });
});
