import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import type { Output } from '../../../src/model/likelihoods/likelihood';
import { negativeBinomialOutput } from '../../../src/model/likelihoods/negative-binomial';
import { poissonOutput } from '../../../src/model/likelihoods/poisson';
import { zeroInflatedOutput } from '../../../src/model/likelihoods/zero-inflated';
import { allBackends, assertNear, useBackend } from './fixtures';

const logits = [
  [0.3, -1.2, 2, 0.1],
  [1.5, 0.2, -0.7, -3],
];
const dropout = [
  [-1, 0.5, 2, -3],
  [0.1, -0.2, -2.5, 1],
];
const logTheta = [0, 1.5, -2, 4];
const counts = [
  [3, 0, 120, 1],
  [0, 7, 0, 2],
];

/**
 * By PyTorch 2.13 in float64, with mu = x.sum(1, keepdim=True) * torch.softmax(logits, 1): -log_prob(x).sum(1) of
 * torch.distributions.Poisson(mu) and NegativeBinomial(total_count=theta, logits=mu.log() - log_theta), of the latter also mixed with
 * zeros of the probability torch.sigmoid(dropout); and its gradients by logits, log_theta and dropout.
 */
const expected = {
  poisson: {
    cost: [32.1982967763, 19.5357489352],
    byLogits: [
      13.4985581016, 3.68132591144, -29.6877609123, 12.5078768992, 6.45418556503, -5.24102923539, 0.715144145262,
      -1.9283004749,
    ],
  },
  negativeBinomial: {
    cost: [22.5496203999, 13.3310749165],
    byLogits: [
      -0.928372624614, 1.64186263448, -9.34894055423, 8.63545054436, 4.24349144126, -2.84329544281, 0.488053271375,
      -1.88824926983,
    ],
    byLogTheta: [1.4003039266, 1.37711058656, -0.63845377892, 1.05807439474],
    mean: [
      16.4985581016, 3.68132591144, 90.3122390877, 13.5078768992, 6.45418556503, 1.75897076461, 0.715144145262,
      0.0716995250991,
    ],
  },
  zeroInflated: {
    cost: [22.784738277, 13.7423326538],
    byLogits: [
      -0.67011655878, -0.241515732595, -7.93526043625, 8.84689272763, 4.0328552521, -2.69027270733, 0.539429181103,
      -1.88201172587,
    ],
    byLogTheta: [0.381093757598, 0.737375090396, -0.651306931512, 1.05807439474],
    byDropout: [
      0.26894142137, -0.337893516607, 0.880797077978, 0.0474258731776, -0.366774021016, 0.450166002688,
      -0.0193837180286, 0.73105857863,
    ],
    mean: [
      12.0614124352, 1.38985024667, 10.7654827936, 12.8672540425, 3.06587247126, 0.967141926662, 0.660894611949,
      0.0192829721917,
    ],
  },
};

for (const backend of allBackends) {
  describe(`likelihoods of counts on ${backend}`, () => {
    before(function () {
      return useBackend(this, backend);
    });

    it('Poisson: probability and gradient as PyTorch has them', () => {
      const { cost, gradients } = evaluate((l) => poissonOutput(l as tf.Tensor2D, 1), [logits]);
      assertNear(cost, expected.poisson.cost, 2e-6);
      assertNear(gradients[0], expected.poisson.byLogits, 2e-6);
    });

    it('negative binomial: probability, gradients and mean as PyTorch has them', () => {
      const { cost, gradients, mean } = evaluate(
        (l, t) => negativeBinomialOutput(l as tf.Tensor2D, t as tf.Tensor1D, 1),
        [logits, logTheta],
      );
      const { negativeBinomial } = expected;
      assertNear(cost, negativeBinomial.cost, 3e-6);
      assertNear(gradients[0], negativeBinomial.byLogits, 1e-5);
      assertNear(gradients[1], negativeBinomial.byLogTheta, 5e-5);
      assertNear(mean, negativeBinomial.mean, 2e-6);
    });

    it('zero-inflated: probability, gradients and mean as PyTorch has them', () => {
      const both = logits.map((row, i) => [...row, ...dropout[i]]);
      const { cost, gradients, mean } = evaluate(
        (v, t) => zeroInflatedOutput(v as tf.Tensor2D, t as tf.Tensor1D, 1),
        [both, logTheta],
      );
      const { zeroInflated } = expected;
      assertNear(cost, zeroInflated.cost, 3e-6);
      const rows = [0, 8].map((begin) => gradients[0].slice(begin, begin + 8));
      assertNear(
        rows.flatMap((row) => [...row.slice(0, 4)]),
        zeroInflated.byLogits,
        1e-5,
      );
      assertNear(
        rows.flatMap((row) => [...row.slice(4)]),
        zeroInflated.byDropout,
        1e-5,
      );
      assertNear(gradients[1], zeroInflated.byLogTheta, 5e-5);
      assertNear(mean, zeroInflated.mean, 2e-6);
    });

    it('are probabilities: those of all counts add up to 1', () => {
      // The second feature takes what is left of a library of 400.
      const rows = Array.from({ length: 401 }, (_, k) => [k, 400 - k]);
      const first = (output: (rows: number) => Output, other: (k: number) => number) =>
        tf.tidy(() => {
          const cost = output(rows.length).negativeLogLikelihood(tf.tensor2d(rows)).dataSync();
          return rows.reduce((sum, [k], i) => sum + Math.exp(other(400 - k) - cost[i]), 0);
        });
      const share = 0.05;
      const logitsOf = (count: number) =>
        tf.tensor2d(Array.from({ length: count }, () => [Math.log(share / (1 - share)), 0]));
      const poissonCost = (k: number) => 380 - k * Math.log(380) + logFactorial(k);
      assertNear([first((count) => poissonOutput(logitsOf(count), 1), poissonCost)], [1], 1e-4);
      const theta = 2;
      const binomialCost = (k: number) =>
        logFactorial(k) -
        Math.log(k + 1) -
        logFactorial(k) +
        theta * Math.log1p(380 / theta) +
        k * Math.log1p(theta / 380);
      const log = tf.tensor1d([Math.log(theta), Math.log(theta)]);
      assertNear([first((count) => negativeBinomialOutput(logitsOf(count), log, 1), binomialCost)], [1], 1e-4);
      log.dispose();
    });

    it('stay finite without any count, with many, and for dispersions at both ends', () => {
      const x = [
        [0, 0, 0, 0],
        [1e6, 0, 3, 2],
      ];
      for (const log of [-8, 8]) {
        const theta = [log, log, log, log];
        for (const [output, inputs] of [
          [(l: tf.Tensor) => poissonOutput(l as tf.Tensor2D, 1), [logits]],
          [
            (l: tf.Tensor, t: tf.Tensor) => negativeBinomialOutput(l as tf.Tensor2D, t as tf.Tensor1D, 1),
            [logits, theta],
          ],
          [
            (l: tf.Tensor, t: tf.Tensor) => zeroInflatedOutput(l as tf.Tensor2D, t as tf.Tensor1D, 1),
            [logits.map((row) => [...row, -60, 60, 0, 3]), theta],
          ],
        ] as const) {
          const { cost, gradients, mean } = evaluate(output as (...inputs: tf.Tensor[]) => Output, inputs, x);
          for (const values of [cost, mean, ...gradients]) assert.ok(values.every(Number.isFinite), `${values}`);
        }
      }
    });

    it('of a large theta is a Poisson', () => {
      const { cost } = evaluate(
        (l, t) => negativeBinomialOutput(l as tf.Tensor2D, t as tf.Tensor1D, 1),
        [logits, [8, 8, 8, 8]],
      );
      // 120 counts at a rate of 90 are less of a surprise to what varies more, by about (x - mu)^2 / (2 theta).
      assertNear(cost, expected.poisson.cost, 0.01);
    });

    it('has means of its own library where the example is not known', () => {
      tf.tidy(() => {
        const mean = poissonOutput(tf.tensor2d(logits), 50).mean();
        assertNear(tf.sum(mean, 1).dataSync(), [50, 50], 1e-6);
      });
    });
  });
}

function evaluate(
  output: (...inputs: tf.Tensor[]) => Output,
  inputs: readonly (readonly number[] | readonly (readonly number[])[])[],
  x: number[][] = counts,
) {
  return tf.tidy(() => {
    const tensors = inputs.map((values) => tf.tensor(values as number[]));
    const seen = tf.tensor2d(x);
    const cost = (...given: tf.Tensor[]) => output(...given).negativeLogLikelihood(seen);
    return {
      cost: cost(...tensors).dataSync(),
      gradients: tf
        .grads((...given) => tf.sum(cost(...given)))(tensors)
        .map((gradient) => gradient.dataSync()),
      mean: output(...tensors)
        .mean(seen)
        .dataSync(),
    };
  });
}

function logFactorial(k: number): number {
  let sum = 0;
  for (let i = 2; i <= k; i++) sum += Math.log(i);
  return sum;
}
