import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { type Autoencoder, createAutoencoder } from '../../../src/model/autoencoder';
import type { ModelConfig } from '../../../src/protocol/config';
import type { DataKind, FeatureGroup } from '../../../src/protocol/data';
import { likelihoods } from '../../../src/protocol/likelihoods';
import { composedReference } from './composed-reference';
import { allBackends, computeLoss, modelConfig, numbers, useBackend } from './fixtures';
import { isLadder, ladderReference } from './ladder-reference';
import { type ReferenceProblem, type ReferenceTerms, referenceObjective } from './reference';

interface Case {
  readonly config: ModelConfig;
  readonly shape: readonly number[];
  readonly kind: DataKind;
  readonly groups?: readonly FeatureGroup[];
  readonly beta?: number;
  readonly freeBits?: number;
  readonly samples?: number;
}

const image = [3, 4, 1];
const table = [6];
const odd = [5, 7, 2];
const text = [5, 4];
/** A number, a column of two categories, two numbers, and one of three. */
const mixed = {
  shape: [8],
  kind: 'table',
  groups: [
    { start: 1, width: 2 },
    { start: 5, width: 3 },
  ],
} as const;
const transformer: Partial<ModelConfig> = {
  architecture: 'transformer',
  likelihood: 'categorical',
  activation: 'tanh',
  transformer: { width: 4, heads: 2 },
};
const recurrent: Partial<ModelConfig> = { architecture: 'gru', likelihood: 'categorical', gru: { width: 3 } };
const residual: Partial<ModelConfig> = { architecture: 'residual', hidden: [2, 4] };
const conv: Partial<ModelConfig> = { architecture: 'conv', hidden: [2, 3] };

const cases: Readonly<Record<string, Case>> = {
  'dense Bernoulli VAE, relu': { config: modelConfig(), shape: image, kind: 'images' },
  'dense Bernoulli VAE, two layers, elu': {
    config: modelConfig({ hidden: [5, 4], activation: 'elu' }),
    shape: image,
    kind: 'images',
  },
  'Bernoulli VAE without hidden layers': { config: modelConfig({ hidden: [] }), shape: image, kind: 'images' },
  'beta-VAE': { config: modelConfig(), shape: image, kind: 'images', beta: 4 },
  'VAE without weight on the KL': { config: modelConfig(), shape: image, kind: 'images', beta: 0 },
  'VAE with free bits': { config: modelConfig({ latent: 4 }), shape: image, kind: 'images', freeBits: 0.05 },
  'Gaussian VAE on a table, tanh': {
    config: modelConfig({ likelihood: 'gaussian', variance: 0.3, activation: 'tanh' }),
    shape: table,
    kind: 'table',
  },
  'Gaussian VAE with a learned variance per column, softplus': {
    config: modelConfig({ likelihood: 'gaussian-learned', activation: 'softplus' }),
    shape: table,
    kind: 'vectors',
  },
  'Gaussian VAE with one learned variance': {
    config: modelConfig({ likelihood: 'gaussian-learned' }),
    shape: image,
    kind: 'images',
  },
  'dense autoencoder, squared error': {
    config: modelConfig({ kind: 'ae', likelihood: 'gaussian' }),
    shape: table,
    kind: 'table',
  },
  'dense autoencoder, cross-entropy': { config: modelConfig({ kind: 'ae' }), shape: image, kind: 'images' },
  'VAE of a table with categories': { config: modelConfig({ likelihood: 'mixed' }), ...mixed },
  'VAE of a table, one of whose columns is embedded': {
    config: modelConfig({ likelihood: 'mixed', embedding: { above: 2, width: 2 } }),
    ...mixed,
  },
  'VAE of a table, all of whose columns are embedded': {
    config: modelConfig({ likelihood: 'mixed', embedding: { above: 0, width: 3 } }),
    ...mixed,
  },
  'autoencoder of a table with categories': {
    config: modelConfig({ kind: 'ae', likelihood: 'mixed', variance: 0.3 }),
    ...mixed,
  },
  'dense VAE of text': { config: modelConfig({ likelihood: 'categorical' }), shape: text, kind: 'text' },
  'dense autoencoder of text': {
    config: modelConfig({ kind: 'ae', likelihood: 'categorical' }),
    shape: text,
    kind: 'text',
  },
  'convolutional VAE of text': {
    config: modelConfig({ ...conv, likelihood: 'categorical', activation: 'tanh' }),
    shape: text,
    kind: 'text',
  },
  'transformer VAE of text': {
    // What is normalised is more than four numbers: their rounding would be magnified, most of all by the backend cpu.
    config: modelConfig({ ...transformer, hidden: [5, 3], transformer: { width: 8, heads: 2 } }),
    shape: text,
    kind: 'text',
  },
  'transformer autoencoder of text, one head': {
    config: modelConfig({ ...transformer, kind: 'ae', hidden: [3], transformer: { width: 3, heads: 1 } }),
    shape: [4, 3],
    kind: 'text',
  },
  'recurrent VAE of text, two layers': {
    config: modelConfig({ ...recurrent, hidden: [4, 5] }),
    shape: text,
    kind: 'text',
  },
  'recurrent autoencoder of text': {
    config: modelConfig({ ...recurrent, kind: 'ae', hidden: [4] }),
    shape: [6, 3],
    kind: 'text',
  },
  'residual Bernoulli VAE, odd size': {
    config: modelConfig({ ...residual, activation: 'tanh' }),
    shape: [5, 7, 2],
    kind: 'images',
  },
  'residual Gaussian autoencoder, groups that are set': {
    config: modelConfig({
      ...residual,
      kind: 'ae',
      likelihood: 'gaussian',
      activation: 'elu',
      residual: { groups: 1 },
    }),
    shape: [6, 4, 1],
    kind: 'images',
  },
  'residual VAE of text': {
    config: modelConfig({ ...residual, likelihood: 'categorical', activation: 'softplus', residual: { groups: 1 } }),
    shape: text,
    kind: 'text',
  },
  'dense VAE of shades': {
    config: modelConfig({ likelihood: 'continuous-bernoulli', activation: 'tanh' }),
    shape: image,
    kind: 'images',
  },
  'convolutional VAE of shades': {
    config: modelConfig({ ...conv, likelihood: 'continuous-bernoulli', activation: 'tanh' }),
    shape: odd,
    kind: 'images',
  },
  'dense VAE of 8-bit pixels': {
    config: modelConfig({ likelihood: 'discretised-logistic' }),
    shape: image,
    kind: 'images',
  },
  'convolutional autoencoder of 8-bit pixels': {
    config: modelConfig({ ...conv, kind: 'ae', likelihood: 'discretised-logistic' }),
    shape: odd,
    kind: 'images',
  },
  'VAE of counts, Poisson': { config: modelConfig({ likelihood: 'poisson' }), shape: table, kind: 'table' },
  'VAE of counts, negative binomial': {
    config: modelConfig({ likelihood: 'negative-binomial', activation: 'elu' }),
    shape: table,
    kind: 'vectors',
  },
  'VAE of counts, zero-inflated': {
    config: modelConfig({ likelihood: 'zero-inflated-negative-binomial', activation: 'tanh' }),
    shape: table,
    kind: 'table',
  },
  'autoencoder of counts, zero-inflated': {
    config: modelConfig({ kind: 'ae', likelihood: 'zero-inflated-negative-binomial' }),
    shape: table,
    kind: 'vectors',
  },
  'convolutional Bernoulli VAE, odd size': { config: modelConfig(conv), shape: odd, kind: 'images' },
  'convolutional Gaussian VAE, even size': {
    config: modelConfig({ ...conv, likelihood: 'gaussian', activation: 'elu' }),
    shape: [8, 4, 1],
    kind: 'images',
  },
  'convolutional VAE with a learned variance': {
    config: modelConfig({ ...conv, likelihood: 'gaussian-learned', activation: 'tanh' }),
    shape: odd,
    kind: 'images',
  },
  'convolutional VAE with a learned variance beside a linear path': {
    config: modelConfig({ ...conv, likelihood: 'gaussian-learned', activation: 'tanh', linearPath: true }),
    shape: odd,
    kind: 'images',
  },
  'dense autoencoder beside a linear path': {
    config: modelConfig({ kind: 'ae', likelihood: 'gaussian', linearPath: true }),
    shape: image,
    kind: 'images',
  },
  'convolutional autoencoder': {
    config: modelConfig({ ...conv, kind: 'ae', likelihood: 'gaussian' }),
    shape: odd,
    kind: 'images',
  },
};

const composed: Readonly<Record<string, Partial<ModelConfig>>> = {
  'a mixture as its prior': { prior: { name: 'mixture', components: 3 } },
  'a VampPrior': { prior: { name: 'vamp', components: 3 } },
  'a flow as its prior': { prior: { name: 'realnvp', layers: 2, width: 3 } },
  'a full covariance': { latent: 3, posterior: { name: 'full-covariance' } },
  'planar flows': { posterior: { name: 'planar', layers: 2 } },
  'autoregressive flows': { latent: 3, posterior: { name: 'iaf', layers: 2, width: 4 } },
  'two layers': { latent: 3, posterior: { name: 'ladder', top: 1, width: 4 } },
  'three layers': { latent: 6, posterior: { name: 'ladder', sizes: [3, 1, 2], width: 3 } },
  'a full covariance and a mixture': {
    posterior: { name: 'full-covariance' },
    prior: { name: 'mixture', components: 2 },
  },
};

/** Each of them, with one draw and with several. */
const allCases: Readonly<Record<string, Case>> = {
  ...cases,
  ...Object.fromEntries(
    Object.entries(composed).flatMap(([name, own]) => {
      const config = modelConfig({ activation: 'tanh', ...own });
      return [1, 3].map((samples) => [
        `VAE with ${name}, ${samples} draws`,
        { config, shape: image, kind: 'images', beta: 0.7, samples } as const,
      ]);
    }),
  ),
  'ladder VAE with free bits, convolutions': {
    config: modelConfig({ ...conv, latent: 4, activation: 'elu', posterior: { name: 'ladder', top: 2, width: 3 } }),
    shape: odd,
    kind: 'images',
    freeBits: 0.05,
  },
  'ladder VAE of five layers with free bits': {
    config: modelConfig({
      latent: 7,
      activation: 'elu',
      posterior: { name: 'ladder', sizes: [2, 1, 2, 1, 1], width: 2 },
    }),
    shape: image,
    kind: 'images',
    freeBits: 0.05,
    beta: 0.6,
  },
  'ladder VAE of text that is written': {
    config: modelConfig({ ...recurrent, hidden: [3], latent: 3, posterior: { name: 'ladder', width: 3 } }),
    shape: [4, 3],
    kind: 'text',
  },
  'importance weighted autoencoder': { config: modelConfig(), shape: image, kind: 'images', samples: 4 },
  'VAE of a table with embedded columns and a VampPrior': {
    config: modelConfig({
      likelihood: 'mixed',
      embedding: { above: 0, width: 2 },
      prior: { name: 'vamp', components: 2 },
    }),
    ...mixed,
  },
  'importance weighted transformer with a mixture as its prior': {
    config: modelConfig({ ...transformer, hidden: [3], prior: { name: 'mixture', components: 2 } }),
    shape: [4, 3],
    kind: 'text',
    samples: 2,
  },
  'importance weighted recurrent network': {
    config: modelConfig({ ...recurrent, hidden: [3] }),
    shape: [4, 3],
    kind: 'text',
    samples: 2,
  },
  'importance weighted autoencoder of text': {
    config: modelConfig({ likelihood: 'categorical' }),
    shape: text,
    kind: 'text',
    samples: 2,
  },
};

const examples = 3;

for (const backend of allBackends) {
  describe(`gradients on ${backend}`, () => {
    before(function () {
      return useBackend(this, backend);
    });

    for (const [name, testCase] of Object.entries(allCases)) {
      it(`${name}: equal to central differences in float64`, () => {
        const { config, shape, kind, groups, beta = 1, freeBits = 0, samples = 1 } = testCase;
        const model = createAutoencoder(config, shape, kind, 7, groups);
        spreadBiases(model);
        const { features } = model;
        const x = inputs(testCase, features);
        const noise = numbers(examples * samples * config.latent, 2);
        const problem = {
          config,
          shape,
          groups,
          weights: weightsOf(model),
          x: kind === 'text' ? expanded(x, shape) : rows(x, features),
          noise: rows(noise, config.latent),
          beta,
          freeBits,
          samples,
        };
        const { terms, gradients } = differentiate(model, x, noise, { beta, freeBits, samples });
        const expected = reference(problem);
        for (const term of ['loss', 'reconstruction', 'kl'] as const) {
          closeTo(terms[term], expected[term], 1e-5 * (1 + Math.abs(expected[term])), term);
        }
        assert.deepEqual([...gradients.keys()], [...model.variables.keys()]);
        for (const [variable, gradient] of gradients) {
          const key = `${name}/${variable}`;
          const expectedGradient = slopes.get(key) ?? differences(problem, variable);
          slopes.set(key, expectedGradient);
          compareGradient(expectedGradient, gradient, variable);
        }
        model.dispose();
      });
    }
  });
}

/** Examples as they are stored: of text codes / 255, of a table one category in each group, or none at all. */
function inputs({ config, shape, kind, groups = [] }: Case, features: number): number[] {
  if (likelihoods[config.likelihood].isCounts) {
    // Of a library that differs by ten from one to the other; the last has no counts at all.
    const scales = [3, 30, 0];
    return numbers(examples * features, 1).map((value, i) =>
      Math.floor((value + 1) * scales[Math.floor(i / features)]),
    );
  }
  if (kind === 'text') return Array.from({ length: examples * shape[0] }, (_, i) => ((i * 7) % shape[1]) / 255);
  const x = numbers(examples * features, 1).map((value) => (kind === 'images' ? (value + 1) / 2 : value));
  if (config.likelihood === 'discretised-logistic')
    x.forEach((value, i) => {
      x[i] = i % 5 === 0 ? Number(i % 2 === 0) : Math.round(255 * value) / 255;
    });
  for (let example = 0; example < examples; example++) {
    for (const { start, width } of groups) {
      const begin = example * features + start;
      x.fill(0, begin, begin + width);
      if (example > 0) x[begin + ((example * 5) % width)] = 1;
    }
  }
  return x;
}

function expanded(x: readonly number[], [length, symbols]: readonly number[]): number[][] {
  return rows(x, length).map((codes) =>
    codes.flatMap((code) => Array.from({ length: symbols }, (_, k) => (Math.round(code * 255) === k ? 1 : 0))),
  );
}

/** Biases start at 0, gains at 1, and a linear path and flows of priors at 0, where a wrong gradient may hide. */
function spreadBiases(model: Autoencoder): void {
  let seed = 10;
  for (const [name, variable] of model.variables) {
    const isZero = variable.dataSync().every((value) => value === 0);
    const isGain = name.endsWith('/gain');
    if (!name.endsWith('/bias') && !name.includes('/linear/') && !isGain && !isZero) continue;
    const values = numbers(variable.size, seed++).map((value) => value / 4 + (isGain ? 1 : 0));
    tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
  }
}

function weightsOf(model: Autoencoder): ReferenceProblem['weights'] {
  return new Map(
    [...model.variables].map(([name, variable]) => [
      name,
      { shape: variable.shape, values: Float64Array.from(variable.dataSync()) },
    ]),
  );
}

function differentiate(
  model: Autoencoder,
  x: number[],
  noise: number[],
  objective: Readonly<Record<'beta' | 'freeBits' | 'samples', number>>,
) {
  const terms = { loss: Number.NaN, reconstruction: Number.NaN, kl: Number.NaN };
  const gradients = new Map<string, Float32Array>();
  tf.tidy(() => {
    const batch = tf.tensor2d(x, [examples, x.length / examples]);
    const draws = tf.tensor2d(noise, [examples * objective.samples, model.config.latent]);
    const { grads } = tf.variableGrads(() => {
      const computed = computeLoss(model, { x: batch, noise: draws }, objective);
      terms.loss = computed.loss.dataSync()[0];
      terms.reconstruction = computed.terms.reconstruction.dataSync()[0];
      terms.kl = computed.terms.kl?.dataSync()[0] ?? 0;
      return computed.loss;
    }, [...model.variables.values()]);
    for (const [name, variable] of model.variables) {
      gradients.set(name, Float32Array.from(grads[variable.name].dataSync()));
    }
  });
  return { terms, gradients };
}

/** By case and variable: the weights are the same on every backend. */
const slopes = new Map<string, Float64Array>();

/** Central differences of the reference's loss by each value of a variable. */
function reference(problem: ReferenceProblem): ReferenceTerms {
  const { config, samples = 1 } = problem;
  if (isLadder(problem)) return ladderReference(problem);
  return config.posterior || config.prior || samples > 1 ? composedReference(problem) : referenceObjective(problem);
}

function differences(problem: ReferenceProblem, variable: string): Float64Array {
  const values = problem.weights.get(variable)?.values ?? new Float64Array();
  const h = 1e-5;
  return values.map((value, i) => {
    const lossAt = (moved: number) => {
      values[i] = moved;
      return reference(problem).loss;
    };
    const slope = (lossAt(value + h) - lossAt(value - h)) / (2 * h);
    values[i] = value;
    return slope;
  });
}

function compareGradient(expected: Float64Array, gradient: Float32Array, variable: string): void {
  assert.equal(gradient.length, expected.length);
  const scale = expected.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0.1);
  expected.forEach((slope, i) => {
    closeTo(gradient[i], slope, 2e-5 * scale, `${variable}[${i}]`);
  });
}

function rows(values: readonly number[], width: number): number[][] {
  return Array.from({ length: values.length / width }, (_, i) => values.slice(i * width, (i + 1) * width));
}

function closeTo(actual: number, expected: number, tolerance: number, what: string): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${what}: ${actual} instead of ${expected}`);
}
