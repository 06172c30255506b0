import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { bernoulliOutput } from '../../../src/model/likelihoods/bernoulli';
import { gaussianOutput } from '../../../src/model/likelihoods/gaussian';
import type { Output } from '../../../src/model/likelihoods/likelihood';
import { allBackends, useBackend } from './fixtures';

for (const backend of allBackends) {
  describe(`likelihoods on ${backend}`, () => {
    before(function () {
      return useBackend(this, backend);
    });

    it('Bernoulli: -log p of bits and of shades', () => {
      const [logits, x] = [
        [2, -1, 0.3],
        [1, 0, 0.25],
      ];
      const p = logits.map((logit) => 1 / (1 + Math.exp(-logit)));
      const expected = x.reduce((sum, value, j) => sum - value * Math.log(p[j]) - (1 - value) * Math.log(1 - p[j]), 0);
      closeTo(evaluate(bernoulliOutput(tf.tensor2d([logits])), [x])[0], expected, 1e-6);
    });

    it('Bernoulli: stable for logits of any size, with their gradients', () => {
      const logits = [50, 50, -50, -50, 1000, -1000];
      const x = [1, 0, 1, 0, 0, 1];
      const column = tf.tensor2d(logits, [6, 1]);
      const values = evaluate(
        bernoulliOutput(column),
        x.map((value) => [value]),
      );
      [0, 50, 50, 0, 1000, 1000].forEach((expected, i) => {
        closeTo(values[i], expected, 1e-5);
      });
      const total = (l: tf.Tensor) =>
        tf.sum(bernoulliOutput(l as tf.Tensor2D).negativeLogLikelihood(tf.tensor2d(x, [6, 1])));
      const gradient = tf.grad(total)(column).dataSync();
      [0, 1, -1, 0, 1, -1].forEach((expected, i) => {
        closeTo(gradient[i], expected, 1e-6);
      });
    });

    it('Gaussian: -log of the density, whether its variance is a number, a scalar, or one per feature', () => {
      const mean = [0.2, -1, 3];
      const x = [0.5, 1, 2.5];
      const density = (value: number, m: number, variance: number) =>
        Math.exp(-((value - m) ** 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
      const expected = (variances: number[]) =>
        -Math.log(x.reduce((product, value, j) => product * density(value, mean[j], variances[j]), 1));
      const output = (logVariance: number | tf.Scalar | tf.Tensor1D) =>
        gaussianOutput(tf.tensor2d([mean]), logVariance);
      closeTo(evaluate(output(Math.log(0.4)), [x])[0], expected([0.4, 0.4, 0.4]), 1e-5);
      closeTo(evaluate(output(tf.scalar(Math.log(0.4))), [x])[0], expected([0.4, 0.4, 0.4]), 1e-5);
      const variances = [0.1, 2, 0.5];
      closeTo(evaluate(output(tf.tensor1d(variances.map(Math.log))), [x])[0], expected(variances), 1e-5);
    });

    it('gives each example its own sum over the features', () => {
      const logits = tf.tensor2d([
        [0, 0],
        [0, 3],
      ]);
      const values = evaluate(bernoulliOutput(logits), [
        [1, 0],
        [1, 1],
      ]);
      closeTo(values[0], 2 * Math.log(2), 1e-6);
      closeTo(values[1], Math.log(2) + Math.log1p(Math.exp(-3)), 1e-6);
    });

    it('has the mean in data space', () => {
      const logits = tf.tensor2d([[0, 2]]);
      closeTo(bernoulliOutput(logits).mean().dataSync()[1], 1 / (1 + Math.exp(-2)), 1e-6);
      assert.deepEqual([...gaussianOutput(logits, 0).mean().dataSync()], [0, 2]);
    });
  });
}

function evaluate(output: Output, x: number[][]): Float32Array {
  return Float32Array.from(output.negativeLogLikelihood(tf.tensor2d(x)).dataSync());
}

function closeTo(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance * (1 + Math.abs(expected)), `${actual} instead of ${expected}`);
}
