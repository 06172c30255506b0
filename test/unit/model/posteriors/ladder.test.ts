import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { type Autoencoder, createAutoencoder } from '../../../../src/model/autoencoder';
import { logLikelihood } from '../../../../src/model/marginal-likelihood';
import { createObjective } from '../../../../src/model/objectives';
import { ladderPosterior } from '../../../../src/model/posteriors/ladder';
import type { ModelConfig } from '../../../../src/protocol/config';
import { plainObjective } from '../../../../src/protocol/presets';
import { termsOf } from '../../../../src/protocol/terms';
import { chooseBackend } from '../../../../src/runtime/backend';
import { assertNear, computeLoss, givenNoise, modelConfig, numbers } from '../fixtures';
import { linearLadder, logDensity, points } from '../linear-ladder';

const config = modelConfig({ latent: 5, activation: 'tanh', posterior: { name: 'ladder', top: 2, width: 6 } });

function built(changes: Partial<ModelConfig> = {}): Autoencoder {
  const model = createAutoencoder({ ...config, ...changes }, [3, 4, 1], 'images', 3);
  let seed = 30;
  for (const [name, variable] of model.variables) {
    if (name.endsWith('bias'))
      tf.tidy(() => variable.assign(tf.tensor(numbers(variable.size, seed++), variable.shape)));
  }
  return model;
}

const images = (count: number) =>
  tf.tensor2d(
    numbers(12 * count, 4).map((value) => (value + 1) / 2),
    [count, 12],
  );
const normal = (rows: number, width: number, seed: number) =>
  tf.randomNormal<tf.Rank.R2>([rows, width], 0, 1, 'float32', seed);

for (const backend of ['tensorflow', 'cpu'] as const) {
  describe(`a ladder on ${backend}`, () => {
    before(() => chooseBackend(backend));
    beforeEach(() => tf.engine().startScope());
    afterEach(() => tf.engine().endScope());

    for (const sizes of [
      [3, 2],
      [2, 1, 2],
      [1, 1, 1, 2],
    ])
      it(`has the KL of each of ${sizes.length} layers in closed form for draws of those above: on average that of draws of all`, () => {
        const model = built({ posterior: { name: 'ladder', sizes, width: 6 } });
        const draws = 40_000;
        const posterior = model.encode(images(2));
        const draw = posterior.draw(givenNoise(normal(2 * draws, 5, 6)), draws);
        const closed = draw.standardDivergence?.();
        assert.ok(closed);
        assert.deepEqual(closed.shape, [2, 5]);
        assert.ok(closed.dataSync().every((value) => value >= 0));
        const ratios = tf.reshape(tf.sub(draw.logDensity(), model.prior.logDensity(draw.z)), [2, draws]);
        assertNear(tf.sum(closed, 1).dataSync(), tf.mean(ratios, 1).dataSync(), 0.02);
        model.dispose();
      });

    it('has for mean and log-variance those of the upper layer, and those of the lower one with the upper at its mean', () => {
      const model = built();
      const draws = 20_000;
      const { mean, logVar, draw } = model.encode(images(1));
      const free = normal(draws, 5, 5);
      const atMean = tf.mul<tf.Tensor2D>(free, [1, 1, 1, 0, 0]);
      const [lower, both] = [atMean, free].map((noise) => tf.moments(draw(givenNoise(noise), draws).z, 0));
      const joined = (own: tf.Tensor, other: tf.Tensor) => [
        ...own.dataSync().slice(0, 3),
        ...other.dataSync().slice(3),
      ];
      assertNear(mean.dataSync(), joined(lower.mean, both.mean), 0.03);
      const variances = joined(lower.variance, both.variance);
      assertNear(logVar?.dataSync() ?? [], variances.map(Math.log), 0.03);
      model.dispose();
    });

    it('says log p(x) exactly, whatever is drawn, where the posterior of both layers is the true one', () => {
      const model = linearLadder(0);
      const x = tf.tensor2d(points);
      for (const draws of [1, 7]) {
        const estimates = logLikelihood(model, { x, noise: givenNoise(normal(2 * draws, 3, 8)) }, draws).dataSync();
        assertNear(estimates, points.map(logDensity), 1e-4);
      }
      // So the bound is log p(x) itself, if the terms are averaged over draws.
      const rows = 20_000;
      const repeated = tf.tile(x, [rows, 1]);
      const { loss } = computeLoss(model, { x: repeated, noise: normal(2 * rows, 3, 9) });
      const expected = -points.reduce((sum, point) => sum + logDensity(point), 0) / 2;
      assertNear(loss.dataSync(), [expected], 0.01);
      model.dispose();
    });

    it('says less of another posterior, and more with every draw, up to log p(x)', () => {
      const model = linearLadder(1);
      const rows = 1000;
      const x = tf.tile(tf.tensor2d(points.slice(0, 1)), [rows, 1]);
      const bounds = [1, 2, 10, 100].map((draws) => {
        const noise = givenNoise(normal(rows * draws, 3, 10));
        return tf.mean(logLikelihood(model, { x, noise }, draws)).dataSync()[0];
      });
      const exact = logDensity(points[0]);
      for (const [i, bound] of bounds.slice(1).entries()) assert.ok(bound > bounds[i], `${bounds}`);
      assert.ok(bounds[0] < exact - 0.1 && Math.abs(bounds[3] - exact) < 0.02, `${bounds} against ${exact}`);
      model.dispose();
    });

    it('takes for z1 what example and upper layer say, each by its precision', () => {
      const p = { mean: tf.tensor2d([[3, -1]]), logVar: tf.log(tf.tensor2d([[4, 0.5]])) };
      const said = { mean: tf.tensor2d([[1, 2]]), logVar: tf.log(tf.tensor2d([[1, 0.5]])) };
      const top = { mean: tf.tensor2d([[0.7]]), logVar: tf.tensor2d([[-1]]) };
      const ladder = { sizes: [2, 1], conditional: () => p, lowestOf: () => assert.fail() };
      const { mean, logVar } = ladderPosterior(ladder, [said, top]);
      assert.ok(logVar);
      // Precisions 1 + 1/4 and 2 + 2: z1 at (1 + 3/4) / (5/4) = 1.4 and at 0.5, by variances of 0.8 and 0.25.
      assertNear(mean.dataSync(), [(1.4 - 3) / 2, (0.5 + 1) / Math.sqrt(0.5), 0.7], 1e-6);
      assertNear(logVar.dataSync(), [Math.log(0.8 / 4), Math.log(0.25 / 0.5), -1], 1e-6);
    });

    it('keeps to numbers where one layer knows everything and the other nothing', () => {
      const top = { mean: tf.tensor2d([[0]]), logVar: tf.tensor2d([[20]]) };
      for (const [own, other] of [
        [-20, 20],
        [20, -20],
      ]) {
        const p = { mean: tf.tensor2d([[1]]), logVar: tf.tensor2d([[other]]) };
        const said = { mean: tf.tensor2d([[-1]]), logVar: tf.tensor2d([[own]]) };
        const ladder = { sizes: [1, 1], conditional: () => p, lowestOf: () => assert.fail() };
        const draw = ladderPosterior(ladder, [said, top]).draw(givenNoise(tf.tensor2d([[2, 2]])));
        for (const values of [draw.z, draw.logDensity(), draw.standardDivergence?.()])
          assert.ok(values?.dataSync().every(Number.isFinite), `${values}`);
      }
    });

    it('decodes by its lower layer alone, which the upper one moves', () => {
      const model = built();
      const code = [0.4, -0.3, 0.8, 0.5, -1.2];
      const decoded = (codes: readonly number[][]) =>
        model
          .decode(tf.tensor2d([...codes]))
          .mean()
          .arraySync() as number[][];
      const [first, above, below] = decoded([code, [...code.slice(0, 3), 2, 1], [-1, ...code.slice(1)]]);
      const apart = (other: readonly number[]) => Math.max(...first.map((value, i) => Math.abs(value - other[i])));
      assert.ok(apart(above) > 0.01 && apart(below) > 0.01);
      // Two codes that are at the same z1 are decoded alike.
      const z2 = [2, 1];
      const weight = (name: string) => model.variables.get(`decoder/top/${name}`) as tf.Variable;
      const conditional = (values: readonly number[]) => {
        const product = (x: tf.Tensor2D, part: string) =>
          tf.add(tf.matMul(x, weight(`${part}/kernel`) as tf.Tensor2D), weight(`${part}/bias`));
        const h = tf.tanh(product(tf.tensor2d([...values], [1, 2]), 'hidden')) as tf.Tensor2D;
        return ['mean', 'log_var'].map((part) => [...product(h, part).dataSync()]);
      };
      const [[m, l], [otherM, otherL]] = [conditional(code.slice(3)), conditional(z2)];
      const z1 = m.map((value, j) => value + Math.exp(l[j] / 2) * code[j]);
      const moved = z1.map((value, j) => (value - otherM[j]) / Math.exp(otherL[j] / 2));
      assertNear(decoded([[...moved, ...z2]])[0], first, 1e-5);
      model.dispose();
    });

    it('reports what each layer has of the KL beside it, with or without classes', () => {
      for (const changes of [{}, { classes: 'inferred' }] as const) {
        const own = { ...config, ...changes };
        const model = createAutoencoder(own, [3, 4, 1], 'images', 3, [], { classes: ['a', 'b'] });
        const objective = createObjective(model, plainObjective, 6);
        const rows = 'classes' in changes ? 12 : 6;
        const examples = { x: images(6), noise: givenNoise(normal(rows, 5, 3)) };
        const classes = 'classes' in changes ? tf.tensor2d(new Array(12).fill(0), [6, 2]) : undefined;
        const { terms } = objective.compute([{ ...examples, classes }], { beta: 1 });
        assert.deepEqual(Object.keys(terms), [...termsOf({ model: own, objective: plainObjective })]);
        const [kl, lower, top] = ['kl', 'klLower', 'klTop'].map((name) => terms[name].dataSync()[0]);
        assert.ok(lower > 0 && top > 0);
        assertNear([lower + top], [kl], 1e-6);
        model.dispose();
      }
      const several = { model: config, objective: { ...plainObjective, samples: 4 } };
      assert.deepEqual(termsOf(several), ['reconstruction', 'kl']);
    });
  });
}
