import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { noiseOf } from '../../../src/compute';
import { createAutoencoder } from '../../../src/model/autoencoder';
import { createDiscriminator } from '../../../src/model/discriminator';
import type { Noise } from '../../../src/model/noise';
import { createObjective } from '../../../src/model/objectives';
import { Batch, type Pass } from '../../../src/model/objectives/batch';
import { corrupt } from '../../../src/model/objectives/corruption';
import { contraction } from '../../../src/model/objectives/penalties/contraction';
import { covariance } from '../../../src/model/objectives/penalties/covariance';
import { discriminatedCorrelation, permuteDimensions } from '../../../src/model/objectives/penalties/factor';
import { meanDiscrepancy } from '../../../src/model/objectives/penalties/mean-discrepancy';
import { absoluteSparsity, activationSparsity } from '../../../src/model/objectives/penalties/sparsity';
import { sampledTotalCorrelation, totalCorrelation } from '../../../src/model/objectives/penalties/total-correlation';
import type { Penalty } from '../../../src/model/objectives/penalty';
import { Parameters } from '../../../src/model/parameters';
import { gaussianPosterior } from '../../../src/model/posteriors/gaussian';
import type { ObjectiveConfig } from '../../../src/protocol/config';
import { plainObjective } from '../../../src/protocol/presets';
import { fillNormal, random } from '../../../src/random';
import { allBackends, givenNoise, modelConfig, numbers, useBackend } from './fixtures';

const [examples, latent] = [6, 3];
const means = rows(numbers(examples * latent, 1), latent);
const logVars = rows(numbers(examples * latent, 2), latent);
const draws = rows(numbers(examples * latent, 3), latent);
const prior = rows(numbers(examples * latent, 4), latent);

type Rows = readonly (readonly number[])[];

function rows(values: readonly number[], width: number): number[][] {
  return Array.from({ length: values.length / width }, (_, i) => values.slice(i * width, (i + 1) * width));
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;

/** The codes that these posteriors and draws give. */
const codesOf = (m: Rows, v: Rows) => m.map((row, i) => row.map((x, j) => x + Math.exp(v[i][j] / 2) * draws[i][j]));

/** A part whose codes alone are looked at: nothing of it is decoded. */
function passOf(pass: Pick<Pass, 'input' | 'noise' | 'posterior' | 'z'>): Pass {
  const output = { negativeLogLikelihood: () => assert.fail(), mean: () => assert.fail() };
  return { ...pass, x: pass.input, output };
}

/** A batch in two parts, of given means and log-variances, whose noise is `draws`, and `prior` for the prior. */
function batchOf(m: tf.Tensor2D, v: tf.Tensor2D): Batch {
  const parts = [
    [0, 2],
    [2, 4],
  ] as const;
  return new Batch(
    parts.map(([begin, count]) => {
      const part = (x: Rows) => tf.tensor2d(x.slice(begin, begin + count) as number[][]);
      const noise: Noise = { ...givenNoise(part(draws)), normal: (stream) => part(stream === 'prior' ? prior : draws) };
      const posterior = gaussianPosterior(m.slice([begin, 0], [count, latent]), v.slice([begin, 0], [count, latent]));
      return passOf({ input: m, noise, posterior, z: posterior.draw(noise).z });
    }),
  );
}

/** The penalties' formulas in float64, of means and log-variances. */
const formulas: Readonly<Record<string, readonly [Penalty, (m: Rows, v: Rows) => number]>> = {
  'total correlation, of a data set of 20': [totalCorrelation(1, 20), totalCorrelationOf(20)],
  'covariance of means': [
    covariance('means', { offDiagonal: 3, diagonal: 0.5 }),
    (m) => departure(covariances(m), { offDiagonal: 3, diagonal: 0.5 }),
  ],
  'covariance of samples': [
    covariance('samples', { offDiagonal: 2, diagonal: 5 }),
    (m, v) => {
      const within = (j: number) => mean(v.map((row) => Math.exp(row[j])));
      const whole = covariances(m).map((row, i) => row.map((value, j) => value + (i === j ? within(i) : 0)));
      return departure(whole, { offDiagonal: 2, diagonal: 5 });
    },
  ],
  'discrepancy by inverse multiquadrics': [
    meanDiscrepancy(1, 'inverse-multiquadric'),
    (m, v) =>
      discrepancy(codesOf(m, v), prior, (square) =>
        sum([0.1, 0.2, 0.5, 1, 2, 5, 10].map((scale) => (2 * latent * scale) / (2 * latent * scale + square))),
      ),
  ],
  'discrepancy by Gaussians': [
    meanDiscrepancy(1, 'gaussian'),
    (m, v) => discrepancy(codesOf(m, v), prior, (square) => Math.exp(-square / (2 * latent))),
  ],
  'sparsity by absolute values': [
    absoluteSparsity(1),
    (m, v) => mean(codesOf(m, v).map((row) => sum(row.map(Math.abs)))),
  ],
  'sparsity by activations': [
    activationSparsity(1, 0.1),
    (m, v) => {
      const z = codesOf(m, v);
      const rates = z[0].map((_, j) => mean(z.map((row) => 1 / (1 + Math.exp(-row[j])))));
      return sum(rates.map((rate) => 0.1 * Math.log(0.1 / rate) + 0.9 * Math.log(0.9 / (1 - rate))));
    },
  ],
};

/** By minibatch-stratified sampling, of a data set of n. */
function totalCorrelationOf(n: number): (m: Rows, v: Rows) => number {
  return (m, v) => {
    const z = codesOf(m, v);
    const density = (i: number, k: number, j: number) =>
      Math.exp(-((z[i][j] - m[k][j]) ** 2) / (2 * Math.exp(v[k][j]))) / Math.sqrt(2 * Math.PI * Math.exp(v[k][j]));
    const others = examples - 1;
    const weight = (i: number, k: number) => {
      if (k === i) return 1 / n;
      return k === (i + 1) % examples ? (n - others) / (n * others) : 1 / others;
    };
    return mean(
      z.map((_, i) => {
        const over = (density: (k: number) => number) => sum(z.map((_, k) => weight(i, k) * density(k)));
        const joint = over((k) => z[i].reduce((product, _, j) => product * density(i, k, j), 1));
        const marginals = z[i].map((_, j) => over((k) => density(i, k, j)));
        return Math.log(joint) - sum(marginals.map(Math.log));
      }),
    );
  };
}

function covariances(m: Rows): number[][] {
  const centre = m[0].map((_, j) => mean(m.map((row) => row[j])));
  return m[0].map((_, i) => m[0].map((_, j) => mean(m.map((row) => (row[i] - centre[i]) * (row[j] - centre[j])))));
}

function departure(c: Rows, { offDiagonal, diagonal }: { offDiagonal: number; diagonal: number }): number {
  return sum(c.map((row, i) => sum(row.map((x, j) => (i === j ? diagonal * (x - 1) ** 2 : offDiagonal * x ** 2)))));
}

function discrepancy(a: Rows, b: Rows, kernel: (square: number) => number): number {
  const square = (x: readonly number[], y: readonly number[]) => sum(x.map((value, j) => (value - y[j]) ** 2));
  const within = (x: Rows) =>
    sum(x.flatMap((one, i) => x.map((other, k) => (i === k ? 0 : kernel(square(one, other)))))) /
    (examples * (examples - 1));
  const between = sum(a.flatMap((one) => b.map((other) => kernel(square(one, other))))) / examples ** 2;
  return within(a) + within(b) - 2 * between;
}

/** Central differences of a function of rows. */
function slopes(of: (x: Rows) => number, at: Rows): number[] {
  const h = 1e-5;
  const moved = (i: number, j: number, by: number) =>
    of(at.map((row, k) => row.map((value, l) => (k === i && l === j ? value + by : value))));
  return at.flatMap((row, i) => row.map((_, j) => (moved(i, j, h) - moved(i, j, -h)) / (2 * h)));
}

function assertNear(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < actual.length; i++) {
    const difference = Math.abs(actual[i] - expected[i]);
    assert.ok(
      difference <= tolerance * Math.max(1, Math.abs(expected[i])),
      `${actual[i]} against ${expected[i]} at ${i}`,
    );
  }
}

for (const backend of allBackends) {
  describe(`penalties on ${backend}`, () => {
    before(function () {
      return useBackend(this, backend);
    });

    for (const [name, [penalty, formula]] of Object.entries(formulas)) {
      it(`have the value and the gradients of their formula: ${name}`, () => {
        tf.tidy(() => {
          const [m, v] = [means, logVars].map((values) => tf.tensor2d(values));
          const value = (m: tf.Tensor, v: tf.Tensor) => penalty.of(batchOf(m as tf.Tensor2D, v as tf.Tensor2D));
          assertNear(value(m, v).dataSync(), [formula(means, logVars)], 1e-5);
          const [byMean, byLogVar] = tf.grads((m, v) => tf.add(value(m, v), tf.mul(0, tf.sum(v))))([m, v]);
          assertNear(
            byMean.dataSync(),
            slopes((m) => formula(m, logVars), means),
            1e-4,
          );
          assertNear(
            byLogVar.dataSync(),
            slopes((v) => formula(means, v), logVars),
            1e-4,
          );
        });
      });
    }

    it('find the total correlation of posteriors as wide and as narrow as they come, in a data set of ten millions', () => {
      const widths = logVars.map((row, i) => row.map((_, j) => [-20, 20, 0][(i + j) % 3]));
      const places = widths.map((row, i) => row.map((logVar, j) => (logVar === 20 ? 1e4 : 1) * means[i][j]));
      tf.tidy(() => {
        const batch = batchOf(tf.tensor2d(places), tf.tensor2d(widths));
        const [value] = sampledTotalCorrelation(batch, 1e7).dataSync();
        const expected = totalCorrelationOf(1e7)(places, widths);
        // A code near 1 is rounded to a thousandth of so narrow a posterior.
        assertNear([value], [expected], 1e-3);
      });
    });

    it('find no discrepancy between draws from the prior and others, and some from what is elsewhere', () => {
      const of = (shift: number, seed: number) =>
        tf.tidy(() => {
          const z = tf.tensor2d(
            normal(200 * latent, seed).map((value) => value + shift),
            [200, latent],
          );
          const noise = noiseOf(200, [seed, 1]);
          const posterior = gaussianPosterior(z, tf.zerosLike(z));
          const batch = new Batch([passOf({ input: z, noise, posterior, z })]);
          return meanDiscrepancy(1, 'inverse-multiquadric').of(batch).dataSync()[0];
        });
      const [same, other] = [0, 1].map((shift) => mean([1, 2, 3, 4, 5, 6].map((seed) => of(shift, seed))));
      assert.ok(Math.abs(same) < 0.02, `${same}`);
      assert.ok(other > 0.2, `${other}`);
    });

    it("contract by the encoder's Jacobian, exactly where it is linear", () => {
      const model = createAutoencoder(modelConfig({ kind: 'ae', likelihood: 'gaussian', hidden: [] }), [4], 'table', 3);
      tf.tidy(() => {
        const kernel = model.variables.get('encoder/mean/kernel');
        assert.ok(kernel);
        const exact = sum([...kernel.dataSync()].map((value) => value ** 2));
        const x = tf.tensor2d(numbers(4 * 2000, 8), [2000, 4]);
        const posterior = model.encode(x);
        const pass = passOf({ input: x, noise: noiseOf(2000, [3, 4]), posterior, z: posterior.mean });
        const [estimate] = contraction(model, 1)
          .of(new Batch([pass]))
          .dataSync();
        assert.ok(Math.abs(estimate / exact - 1) < 0.05, `${estimate} against ${exact}`);
      });
      model.dispose();
    });

    it('corrupt as many numbers as they should, and those of nobody else', () => {
      tf.tidy(() => {
        const x = tf.fill<tf.Rank.R2>([100, 50], 0.5);
        const noise = noiseOf(100, [5, 6]);
        const share = (values: ArrayLike<number>, value: number) =>
          Array.from(values).filter((own) => own === value).length / values.length;
        const masked = corrupt(x, noise, { by: 'masking', amount: 0.3 }).dataSync();
        assert.ok(Math.abs(share(masked, 0) - 0.3) < 0.02);
        assert.equal(share(masked, 0) + share(masked, 0.5), 1);
        const salted = corrupt(x, noise, { by: 'salt-and-pepper', amount: 0.4 }).dataSync();
        assert.ok(Math.abs(share(salted, 0) - 0.2) < 0.02 && Math.abs(share(salted, 1) - 0.2) < 0.02);
        assert.equal(share(salted, 0) + share(salted, 0.5) + share(salted, 1), 1);
        const added = corrupt(x, noise, { by: 'gaussian', amount: 2 }).dataSync();
        assert.ok(Math.abs(mean([...added]) - 0.5) < 0.1);
        assert.ok(Math.abs(Math.sqrt(mean([...added].map((value) => (value - 0.5) ** 2))) - 2) < 0.1);
      });
    });

    it('permute each dimension of codes by itself', () => {
      tf.tidy(() => {
        const z = tf.tensor2d(Array.from({ length: 40 }, (_, i) => [i, 100 + i]));
        const posterior = gaussianPosterior(z, tf.zerosLike(z));
        const permuted = (step: number) => {
          const batch = new Batch([passOf({ input: z, noise: noiseOf(40, [1, step]), posterior, z })]);
          return permuteDimensions(batch).arraySync();
        };
        const codes = permuted(1);
        for (const j of [0, 1]) {
          const sorted = codes.map((code) => code[j]).toSorted((a, b) => a - b);
          assert.deepEqual(
            sorted,
            Array.from({ length: 40 }, (_, i) => 100 * j + i),
          );
        }
        assert.ok(codes.filter(([a, b]) => b - a === 100).length < 10, 'dimensions stay together');
        assert.deepEqual(permuted(1), codes);
        assert.notDeepEqual(permuted(2), codes);
      });
    });
  });
}

/** Draws from N(0, 1). */
function normal(count: number, seed: number): Float32Array {
  return fillNormal(new Float32Array(count), random(seed, 77));
}

/** Codes of two correlated Gaussian dimensions, whose total correlation is -1/2 log(1 - r^2). */
function correlated(count: number, r: number, seed: number): number[][] {
  return rows([...normal(2 * count, seed)], 2).map(([a, b]) => [a, r * a + Math.sqrt(1 - r * r) * b]);
}

describe('the total correlation of correlated Gaussians', () => {
  before(function () {
    return useBackend(this, 'tensorflow');
  });

  const r = 0.9;
  const exact = -0.5 * Math.log(1 - r * r);

  it('is found by sampling', () => {
    tf.tidy(() => {
      // Posteriors of deviation 1/2 about means: together they have the covariance wanted.
      const within = 0.25;
      const shrunk = Math.sqrt(1 - within);
      const inner = Math.min(r / (1 - within), 1);
      const z = tf.tensor2d(correlated(1500, inner, 3)).mul(shrunk) as tf.Tensor2D;
      const posterior = gaussianPosterior(z, tf.fill(z.shape, Math.log(within)));
      const noise = noiseOf(1500, [2, 3]);
      const batch = new Batch([passOf({ input: z, noise, posterior, z: posterior.draw(noise).z })]);
      const [estimate] = sampledTotalCorrelation(batch, 1500).dataSync();
      const reached = inner * (1 - within);
      const expected = -0.5 * Math.log(1 - reached * reached);
      assert.ok(Math.abs(estimate - expected) < 0.08, `${estimate} against ${expected}`);
    });
  });

  it('is found by a discriminator that is trained for it', () => {
    const parameters = new Parameters(1);
    const discriminator = createDiscriminator(parameters, 2);
    const penalty = discriminatedCorrelation(1, discriminator);
    const optimizer = tf.train.adam(1e-3);
    const batchAt = (step: number, count: number) => {
      const z = tf.tensor2d(correlated(count, r, step));
      const posterior = gaussianPosterior(z, tf.zerosLike(z));
      return new Batch([passOf({ input: z, noise: noiseOf(count, [1, step]), posterior, z })]);
    };
    for (let step = 0; step < 300; step++) {
      optimizer.minimize(() => penalty.opponent?.(batchAt(step, 256)) as tf.Scalar, false, [
        ...parameters.variables.values(),
      ]);
    }
    const [estimate] = tf.tidy(() => penalty.of(batchAt(9999, 4000)).dataSync());
    assert.ok(Math.abs(estimate - exact) < 0.15, `${estimate} against ${exact}`);
    optimizer.dispose();
    parameters.dispose();
  });
});

describe('the loss of a discriminator', () => {
  before(function () {
    return useBackend(this, 'tensorflow');
  });

  it('is a term that is reported: what it minimises, in training and where examples are judged', () => {
    // One that cannot tell two kinds apart gives both the probability 1/2.
    const atChance = { adversarial: Math.log(2), totalCorrelation: Math.log(2), gan: 3 * Math.log(2) };
    const changes: Readonly<Record<string, Partial<ObjectiveConfig>>> = {
      adversarial: { adversarial: { weight: 2 } },
      totalCorrelation: { totalCorrelation: { weight: 3, by: 'discriminator' } },
      gan: { gan: { weight: 2 } },
    };
    for (const [name, expected] of Object.entries(atChance)) {
      const config = { ...plainObjective, ...changes[name] };
      const model = createAutoencoder(modelConfig({ latent: 2 }), [4, 4, 1], 'images', 3, [], { objective: config });
      for (const variable of model.players.get('discriminator')?.values() ?? [])
        tf.tidy(() => variable.assign(tf.zerosLike(variable)));
      const trained = createObjective(model, config, 8);
      for (const objective of [trained, trained.evaluated]) {
        const { discriminator } = tf.tidy(() => {
          const { terms } = objective!.compute([{ x: tf.ones([8, 16]), noise: noiseOf(8, [1, 2]) }], { beta: 1 });
          return Object.fromEntries(Object.entries(terms).map(([term, value]) => [term, value.dataSync()[0]]));
        });
        assert.ok(Math.abs(discriminator - expected) < 1e-5, `${name}: ${discriminator} instead of ${expected}`);
      }
      model.dispose();
    }
  });
});

describe('players', () => {
  before(function () {
    return useBackend(this, 'tensorflow');
  });

  const opposed: Readonly<Record<string, Partial<ObjectiveConfig>>> = {
    'an adversarial prior': { adversarial: { weight: 2 } },
    'a discriminator of images': { gan: { weight: 2 } },
    'a discriminated correlation': { totalCorrelation: { weight: 3, by: 'discriminator' } },
  };

  for (const [name, changes] of Object.entries(opposed)) {
    it(`of ${name} get the gradient of their own loss alone`, () => {
      const config = { ...plainObjective, ...changes };
      const model = createAutoencoder(modelConfig({ latent: 2 }), [4, 4, 1], 'images', 3, [], { objective: config });
      const objective = createObjective(model, config, 8);
      const x = tf.tensor2d(
        numbers(8 * 16, 4).map((value) => (value > 0 ? 1 : 0)),
        [8, 16],
      );
      const gradients = (of: 'loss' | 'opponents' | 'both') =>
        tf.tidy(() => {
          const { grads } = tf.variableGrads(() => {
            const { loss, opponents = [] } = objective.compute([{ x, noise: noiseOf(8, [1, 2]) }], { beta: 1 });
            const against = tf.addN([...opponents]) as tf.Scalar;
            return of === 'loss' ? loss : of === 'opponents' ? against : tf.add(loss, against);
          }, [...model.variables.values()]);
          return Object.fromEntries(
            [...model.variables].map(([name, variable]) => [name, [...(grads[variable.name]?.dataSync() ?? [])]]),
          );
        });
      const [ofLoss, ofOpponents, ofBoth] = (['loss', 'opponents', 'both'] as const).map(gradients);
      assert.deepEqual([...model.players.keys()], ['model', 'discriminator']);
      for (const [player, variables] of model.players) {
        const [own, others] = player === 'model' ? [ofLoss, ofOpponents] : [ofOpponents, ofLoss];
        for (const name of variables.keys()) {
          assert.deepEqual(ofBoth[name], own[name], name);
          assert.ok(own[name].some((slope) => slope !== 0) || /bias/.test(name), name);
          assert.ok(
            others[name].every((slope) => slope === 0),
            `${name} hears of another player's loss`,
          );
        }
      }
      x.dispose();
      model.dispose();
    });
  }
});
