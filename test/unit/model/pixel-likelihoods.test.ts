import * as tf from '@tensorflow/tfjs';
import { continuousBernoulliOutput } from '../../../src/model/likelihoods/continuous-bernoulli';
import { discretisedLogisticOutput } from '../../../src/model/likelihoods/discretised-logistic';
import { allBackends, assertNear, useBackend } from './fixtures';

/** By PyTorch 2.13 in float64: d = torch.distributions.ContinuousBernoulli(logits=l); -d.log_prob(x), its gradient by l, d.mean. */
const continuous = {
  logits: [-30, -4, -1, -0.5, -0.001, 0, 0.001, 0.3, 1, 2.5, 12],
  x: [0, 0.1, 0.9, 0.25, 0.5, 0.3, 1, 0.75, 0, 0.6, 0.99],
  cost: [
    -3.40119738166, -1.00477980795, 0.441324854613, -0.114604949007, 4.16666664504e-8, -0, -0.000499958333334,
    -0.0712528084889, 0.541324854613, -0.00194121561619, -2.36491279402,
  ],
  gradient: [
    0.0333333333332, 0.131342639636, -0.481976706869, 0.208505917463, -8.33333319445e-5, 0.2, -0.499916666668,
    -0.225037419823, 0.581976706869, 0.0894254898339, -0.0733271890832,
  ],
  mean: [
    0.0333333333332, 0.231342639636, 0.418023293131, 0.458505917463, 0.499916666668, 0.5, 0.500083333332,
    0.524962580177, 0.581976706869, 0.689425489834, 0.916672810917,
  ],
};

/**
 * By PyTorch 2.13 in float64, as differences of cdf(v) = torch.sigmoid((v - mean) / scale) at (k - 0.5) / 255 and
 * (k + 0.5) / 255, 0 and 1 beyond the ends: -log, the gradients by mean and log scale, and sum_k k / 255 p(k).
 */
const logistic = {
  logScale: -2.5,
  mean: [0.1, 0.5, 0.52, -0.2, 1.3, 0.9, 0.7, 0.3],
  k: [0, 128, 40, 0, 255, 255, 180, 77],
  cost: [
    1.45895247227, 4.42774808109, 7.48892434918, 0.0819504035723, 0.0249437194134, 1.45895247227, 4.428888848,
    4.42774808109,
  ],
  byMean: [
    9.35031171026, -0.145475428767, 11.8938065855, 0.958547233862, -0.30011811934, -9.35031171026, -0.436260427366,
    -0.145475428767,
  ],
  byLogScale: -1.87151060245,
  expected: [
    0.121264418577, 0.5, 0.519908819528, 0.00688227288128, 0.997903826259, 0.878735581423, 0.697920056908,
    0.302079943092,
  ],
};

for (const backend of allBackends) {
  describe(`likelihoods of pixels on ${backend}`, () => {
    before(function () {
      return useBackend(this, backend);
    });

    it('continuous Bernoulli: density, gradient and mean as PyTorch has them, through lambda = 1/2', () => {
      const { cost, gradient, mean } = evaluateContinuous(continuous.logits, continuous.x);
      assertNear(cost, continuous.cost, 2e-6);
      assertNear(gradient, continuous.gradient, 2e-6);
      assertNear(mean, continuous.mean, 2e-6);
    });

    it('continuous Bernoulli: the series meets the formula where it ends', () => {
      const logits = [-1.0001, -0.9999, 0.9999, 1.0001];
      const { cost, mean } = evaluateContinuous(logits, [0, 0, 0, 0]);
      const normaliser = (l: number) => Math.log(Math.expm1(l) / l);
      assertNear(cost, logits.map(normaliser), 1e-6);
      assertNear(
        mean,
        logits.map((l) => -1 / Math.expm1(-l) - 1 / l),
        1e-6,
      );
    });

    it('continuous Bernoulli: stable for logits of any size', () => {
      const logits = [1000, -1000, 80, -80, 1e-30, -1e-30];
      const { cost, gradient, mean } = evaluateContinuous(logits, [1, 0, 0, 1, 0.5, 0.5]);
      assertNear(cost, [-Math.log(1000), -Math.log(1000), 80 - Math.log(80), 80 - Math.log(80), 0, 0], 1e-5);
      assertNear(mean, [0.999, 0.001, 1 - 1 / 80, 1 / 80, 0.5, 0.5], 1e-6);
      assertNear(gradient, [-0.001, 0.001, 1 - 1 / 80, 1 / 80 - 1, 0, 0], 1e-6);
    });

    it('continuous Bernoulli: a density, whose integral is 1', () => {
      const points = Array.from({ length: 2000 }, (_, i) => (i + 0.5) / 2000);
      for (const logit of [-7, -0.4, 0, 2]) {
        const { cost } = evaluateContinuous(
          points.map(() => logit),
          points,
        );
        const integral = [...cost].reduce((sum, value) => sum + Math.exp(-value) / points.length, 0);
        assertNear([integral], [1], 1e-4);
      }
    });

    it('discretised logistic: probabilities, with edge bins that take the tails, and gradients as PyTorch has them', () => {
      const { cost, byMean, byLogScale, expected } = evaluateLogistic(logistic.mean, logistic.logScale, logistic.k);
      assertNear(cost, logistic.cost, 3e-6);
      assertNear(byMean, logistic.byMean, 3e-6);
      assertNear([byLogScale], [logistic.byLogScale], 1e-5);
      // The mean of the clipped logistic is that of the bins to half a shade.
      assertNear(expected, logistic.expected, 0.5 / 255);
    });

    it('discretised logistic: the probabilities of all 256 shades add up to 1', () => {
      const shades = Array.from({ length: 256 }, (_, k) => k);
      for (const [mean, scale] of [
        [0.5, 0.1],
        [0.02, 0.05],
        [1.4, 0.3],
        [0.3, 0.001],
      ]) {
        const { cost } = evaluateLogistic(
          shades.map(() => mean),
          Math.log(scale),
          shades,
        );
        assertNear([[...cost].reduce((sum, value) => sum + Math.exp(-value), 0)], [1], 1e-5);
      }
    });

    it('discretised logistic: finite far from the mean, where the difference of the sigmoids is nothing in float32', () => {
      const { cost, byMean } = evaluateLogistic([0, 1, 30], Math.log(1e-3), [254, 1, 100]);
      const logWidth = Math.log(-Math.expm1(-1 / 255 / 1e-3));
      const distances = [253.5 / 255, 1 - 1.5 / 255, 30 - 100.5 / 255];
      assertNear(
        cost,
        distances.map((distance) => distance / 1e-3 - logWidth),
        1e-5,
      );
      assertNear(byMean, [-1000, 1000, 1000], 1e-5);
    });
  });
}

function evaluateContinuous(logits: readonly number[], x: readonly number[]) {
  return tf.tidy(() => {
    const column = tf.tensor2d([...logits], [logits.length, 1]);
    const seen = tf.tensor2d([...x], [x.length, 1]);
    const cost = (l: tf.Tensor) => continuousBernoulliOutput(l as tf.Tensor2D).negativeLogLikelihood(seen);
    return {
      cost: cost(column).dataSync(),
      gradient: tf
        .grad((l) => tf.sum(cost(l)))(column)
        .dataSync(),
      mean: continuousBernoulliOutput(column).mean().dataSync(),
    };
  });
}

function evaluateLogistic(mean: readonly number[], logScale: number, k: readonly number[]) {
  return tf.tidy(() => {
    const column = tf.tensor2d([...mean], [mean.length, 1]);
    const x = tf.div(tf.tensor2d([...k], [k.length, 1]), 255) as tf.Tensor2D;
    const cost = (m: tf.Tensor, s: tf.Tensor) =>
      discretisedLogisticOutput(m as tf.Tensor2D, s as tf.Scalar).negativeLogLikelihood(x);
    const scale = tf.scalar(logScale);
    const [byMean, byLogScale] = tf.grads((m, s) => tf.sum(cost(m, s)))([column, scale]);
    return {
      cost: cost(column, scale).dataSync(),
      byMean: byMean.dataSync(),
      byLogScale: byLogScale.dataSync()[0],
      expected: discretisedLogisticOutput(column, scale).mean().dataSync(),
    };
  });
}
