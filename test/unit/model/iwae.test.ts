import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import type { Autoencoder } from '../../../src/model/autoencoder';
import { createObjective } from '../../../src/model/objectives';
import type { ObjectiveConfig } from '../../../src/protocol/config';
import { plainObjective } from '../../../src/protocol/presets';
import { chooseBackend } from '../../../src/runtime/backend';
import { factorAnalysis, logDensity, points } from './factor-analysis';
import { givenNoise } from './fixtures';

/** The loss of a point, repeated, and its gradient by what the encoder adds to each log-variance and mean. */
function step(
  model: Autoencoder,
  [samples, rows, seed, beta]: readonly number[],
  gradient: ObjectiveConfig['gradient'],
) {
  const objective = createObjective(model, { ...plainObjective, samples, gradient }, 1);
  return tf.tidy(() => {
    const noise = tf.randomNormal<tf.Rank.R2>([rows * samples, 1], 0, 1, 'float32', seed);
    const x = tf.tile(tf.tensor2d(points.slice(0, 1)), [rows, 1]);
    const biases = ['encoder/log_var/bias', 'encoder/mean/bias', 'decoder/output/bias'].map((name) => {
      const variable = model.variables.get(name);
      assert.ok(variable);
      return variable;
    });
    const { value, grads } = tf.variableGrads(
      () => objective.compute([{ x, noise: givenNoise(noise) }], { beta }).loss,
      biases,
    );
    return { loss: value.dataSync()[0], slopes: biases.map(({ name }) => grads[name].dataSync()[0]) };
  });
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: readonly number[]) => mean(values.map((value) => (value - mean(values)) ** 2));

describe('the importance weighted bound', () => {
  before(() => chooseBackend('tensorflow'));

  it('rises with the draws, to the likelihood itself', () => {
    const model = factorAnalysis(1.2);
    const bounds = [1, 2, 10, 500].map((samples) => -step(model, [samples, 1000, 3, 1], 'standard').loss);
    const exact = logDensity(points[0]);
    for (const [i, bound] of bounds.slice(1).entries()) assert.ok(bound > bounds[i], `${bounds}`);
    assert.ok(bounds[0] < exact - 0.1 && Math.abs(bounds[3] - exact) < 5e-3, `${bounds} against ${exact}`);
    model.dispose();
  });

  it('is exact by any draws where the encoder gives the true posterior', () => {
    const model = factorAnalysis(0);
    assert.ok(Math.abs(step(model, [3, 2, 1, 1], 'standard').loss + logDensity(points[0])) < 1e-4);
    model.dispose();
  });

  it('is the sum of its terms', () => {
    const model = factorAnalysis(0.7);
    const objective = createObjective(model, { ...plainObjective, samples: 6 }, 1);
    tf.tidy(() => {
      const noise = tf.randomNormal<tf.Rank.R2>([12, 1], 0, 1, 'float32', 7);
      const { loss, terms } = objective.compute([{ x: tf.tensor2d(points), noise: givenNoise(noise) }], { beta: 1 });
      const [whole, first, second] = [loss, terms.reconstruction, terms.kl].map((own) => own.dataSync()[0]);
      assert.ok(Math.abs(whole - first - second) < 1e-5 * whole);
    });
    model.dispose();
  });

  for (const beta of [1, 0.4]) {
    it(`has a doubly reparameterised gradient of the same expectation, with less noise, at beta ${beta}`, () => {
      const model = factorAnalysis(0.7);
      const [rows, times, samples] = [500, 40, 8];
      const slopes = (gradient: ObjectiveConfig['gradient']) => {
        const all = Array.from({ length: times }, (_, i) => step(model, [samples, rows, i + 1, beta], gradient).slopes);
        return [0, 1, 2].map((k) => all.map((own) => own[k]));
      };
      const [standard, doubly] = [slopes('standard'), slopes('doubly-reparameterised')];
      for (const k of [0, 1]) {
        const noise = Math.sqrt((variance(standard[k]) + variance(doubly[k])) / times);
        const apart = mean(standard[k]) - mean(doubly[k]);
        assert.ok(Math.abs(apart) < 4 * noise, `${mean(standard[k])} and ${mean(doubly[k])}, noise ${noise}`);
        if (beta === 1) assert.ok(variance(doubly[k]) < 0.7 * variance(standard[k]), `${k}: ${variance(doubly[k])}`);
      }
      // The decoder's own weights get the same from both.
      assert.ok(Math.abs(mean(standard[2]) - mean(doubly[2])) < 1e-5);
      assert.ok(Math.abs(mean(standard[0])) > 10 * Math.sqrt(variance(standard[0]) / times));
      model.dispose();
    });
  }
});

describe('the mean of the ELBOs of several draws', () => {
  before(() => chooseBackend('tensorflow'));

  it('is that of the ELBO of each, with its gradient, and another than the importance weighted bound', () => {
    const model = factorAnalysis(0.9);
    const [draws, rows] = [4, 2];
    const bias = model.variables.get('encoder/mean/bias');
    assert.ok(bias);
    tf.tidy(() => {
      const noise = tf.randomNormal<tf.Rank.R2>([rows * draws, 1], 0, 1, 'float32', 11);
      const x = tf.tensor2d(points.slice(0, rows));
      const of = (config: Partial<ObjectiveConfig>, given: tf.Tensor2D) => {
        const objective = createObjective(model, { ...plainObjective, ...config }, 1);
        const { value, grads } = tf.variableGrads(
          () => objective.compute([{ x, noise: givenNoise(given) }], { beta: 1 }).loss,
          [bias],
        );
        return [value.dataSync()[0], grads[bias.name].dataSync()[0]];
      };
      const single = Array.from({ length: draws }, (_, draw) => {
        const own = Array.from({ length: rows }, (_, row) => row * draws + draw);
        return of({}, tf.gather(noise, own));
      });
      const whole = of({ samples: draws, bound: 'elbo' }, noise);
      for (const k of [0, 1]) {
        const expected = mean(single.map((own) => own[k]));
        assert.ok(Math.abs(whole[k] - expected) < 1e-5 * Math.abs(expected), `${whole[k]} and ${expected}`);
      }
      assert.ok(Math.abs(of({ samples: draws }, noise)[0] - whole[0]) > 1e-3);
    });
    model.dispose();
  });
});
