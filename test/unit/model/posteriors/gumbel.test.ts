import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { noiseOf } from '../../../../src/compute';
import { createAutoencoder } from '../../../../src/model/autoencoder';
import { createObjective } from '../../../../src/model/objectives';
import { gumbel } from '../../../../src/model/posteriors/gumbel';
import { uniformPrior } from '../../../../src/model/priors/uniform';
import { temperatureAt } from '../../../../src/protocol/posteriors';
import { plainObjective } from '../../../../src/protocol/presets';
import { allBackends, modelConfig, numbers, useBackend } from '../fixtures';

const [variables, classes] = [2, 3];
const latent = variables * classes;
const codes = { name: 'gumbel', variables, classes } as const;

function softmax(logits: readonly number[]): number[] {
  const exponentials = logits.map(Math.exp);
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value) => value / sum);
}

const probabilitiesOf = (row: readonly number[]) =>
  Array.from({ length: variables }, (_, v) => softmax(row.slice(v * classes, (v + 1) * classes)));

function close(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-5): void {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < actual.length; i++) {
    assert.ok(Math.abs(actual[i] - expected[i]) <= tolerance, `${actual[i]} against ${expected[i]} at ${i}`);
  }
}

for (const backend of allBackends) {
  describe(`categorical variables on ${backend}`, () => {
    before(function () {
      return useBackend(this, backend);
    });
    const { posterior, nearest, codeOf } = gumbel(codes);
    const row = [0.3, 2, -1, -0.5, 0, 1.2];
    const logits = () => tf.tensor2d([row]);

    it('draws each class as often as its probability has it, one of each variable', () => {
      const draws = 20_000;
      const { z } = posterior(logits()).draw(noiseOf(1, [3, 4]), draws);
      const values = z.arraySync();
      for (const code of values) {
        for (let v = 0; v < variables; v++) {
          const own = code.slice(v * classes, (v + 1) * classes);
          assert.deepEqual([...own].sort(), [0, 0, 1]);
        }
      }
      const shares = [...tf.mean(z, 0).dataSync()];
      // Five standard errors of a share of so many draws.
      close(shares, probabilitiesOf(row).flat(), 5 * Math.sqrt(0.25 / draws));
      // The two are drawn each for itself.
      const both = values.filter((code) => code[1] === 1 && code[5] === 1).length / draws;
      assert.ok(Math.abs(both - shares[1] * shares[5]) < 0.02);
    });

    it('says the density of a draw, its probabilities, and the KL to the uniform prior in closed form', () => {
      const rows = [row, numbers(latent, 8).map((value) => 3 * value), [40, 0, 0, 0, 0, 0]];
      const own = posterior(tf.tensor2d(rows));
      close(
        own.mean.dataSync(),
        rows.flatMap((logits) => probabilitiesOf(logits).flat()),
      );
      const kl = rows.flatMap((logits) =>
        probabilitiesOf(logits).map((p) => p.reduce((sum, q) => (q > 0 ? sum + q * Math.log(q * classes) : sum), 0)),
      );
      const prior = uniformPrior(codes, codeOf);
      close(prior.divergence(own, own.draw(noiseOf(3, [5, 6]))).dataSync(), kl);
      const { z, logDensity } = own.draw(noiseOf(3, [5, 6]), 4);
      const expected = z.arraySync().map((code, i) => {
        const p = probabilitiesOf(rows[Math.floor(i / 4)]).flat();
        return code.reduce((sum, chosen, j) => (chosen === 1 ? sum + Math.log(p[j]) : sum), 0);
      });
      close(logDensity().dataSync(), expected, 1e-4);
      close(prior.logDensity(z).dataSync(), new Array(12).fill(-variables * Math.log(classes)));
    });

    it('relaxes a draw the less, the colder it is', () => {
      const own = posterior(logits());
      const noise = () => noiseOf(1, [7, 8]);
      const hard = own.draw(noise()).z.dataSync();
      close(own.relax?.(noise(), 0.01).z.dataSync() ?? [], hard, 1e-3);
      close(own.relax?.(noise(), 1000).z.dataSync() ?? [], new Array(latent).fill(1 / classes), 0.01);
      const uniform = [...noise().uniform('posterior', latent).dataSync()];
      const perturbed = (row: readonly number[]) => row.map((value, i) => value - Math.log(-Math.log(uniform[i])));
      const soft = (row: readonly number[]) => probabilitiesOf(perturbed(row).map((value) => value / 0.7)).flat();
      close(own.relax?.(noise(), tf.scalar(0.7)).z.dataSync() ?? [], soft(row));
      const weights = numbers(latent, 2);
      const slope = tf.grad((x) => {
        const z = posterior(x as tf.Tensor2D).relax?.(noise(), 0.7).z;
        return tf.sum(tf.mul(z ?? tf.scalar(0), tf.tensor1d(weights)));
      })(logits());
      const expected = row.map((_, j) => {
        const along = (step: number) =>
          soft(row.map((value, i) => (i === j ? value + step : value))).reduce((sum, z, i) => sum + weights[i] * z, 0);
        return (along(1e-5) - along(-1e-5)) / 2e-5;
      });
      close(slope.dataSync(), expected, 1e-4);
    });

    it('is judged by codes, whatever the temperature, and decoded by them', () => {
      const config = modelConfig({
        hidden: [],
        latent,
        likelihood: 'gaussian',
        posterior: { name: 'gumbel', classes },
      });
      const model = createAutoencoder(config, [4], 'table', 1);
      const objective = createObjective(model, plainObjective, 5);
      const x = tf.tensor2d(numbers(20, 3), [5, 4]);
      const loss = (temperature: number) =>
        objective.compute([{ x, noise: noiseOf(5, [1, 2]) }], { beta: 1, temperature }).loss.dataSync()[0];
      const judged = objective.evaluated?.compute([{ x, noise: noiseOf(5, [1, 2]) }], { beta: 1 });
      close([loss(0.01)], judged?.loss.dataSync() ?? [], 1e-2);
      assert.ok(Math.abs(loss(1) - loss(0.01)) > 1e-3);
      assert.deepEqual(nearest(tf.tensor2d([[0.2, 0.5, 0.3, 0.4, 0.1, 0.35]])).arraySync(), [[0, 1, 0, 1, 0, 0]]);
      model.dispose();
    });
  });
}

describe('the temperature', () => {
  it('falls exponentially to the last one, and is that after all epochs', () => {
    const posterior = { temperature: 2, lastTemperature: 0.4, cooling: 0.5 };
    // max(0.4, 2 exp(-0.5 e)): 2 / e after two epochs.
    assert.ok(Math.abs(temperatureAt(2, posterior) - 0.735758882) < 1e-8);
    assert.deepEqual(
      [0, 4, Number.POSITIVE_INFINITY].map((epochs) => temperatureAt(epochs, posterior)),
      [2, 0.4, 0.4],
    );
    assert.equal(temperatureAt(Number.POSITIVE_INFINITY, { cooling: 0 }), 1);
  });
});
