import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { decodeCodes } from '../../../src/compute/eager-model';
import { decoderVariables } from '../../../src/export/page/baggage';
import { type Autoencoder, createAutoencoder } from '../../../src/model/autoencoder';
import { createDecoder, type PackedDecoder } from '../../../src/page/decoder';
import type { ModelConfig } from '../../../src/protocol/config';
import type { DataKind, FeatureGroup } from '../../../src/protocol/data';
import { chooseBackend } from '../../../src/runtime/backend';
import { modelConfig, numbers } from '../model/fixtures';

interface Case {
  readonly name: string;
  readonly model: Partial<ModelConfig>;
  readonly shape: readonly number[];
  readonly kind: DataKind;
  readonly groups?: readonly FeatureGroup[];
  readonly library?: number;
}

const cases: readonly Case[] = [
  { name: 'dense layers, Bernoulli', model: { hidden: [32, 16] }, shape: [8, 8, 1], kind: 'images' },
  { name: 'no hidden layer', model: { hidden: [] }, shape: [8, 8, 1], kind: 'images' },
  {
    name: 'dense layers of ELU, a learned variance',
    model: { hidden: [12], activation: 'elu', likelihood: 'gaussian-learned' },
    shape: [7],
    kind: 'vectors',
  },
  { name: 'convolutions', model: { architecture: 'conv', hidden: [8, 6] }, shape: [28, 28, 1], kind: 'images' },
  {
    name: 'convolutions of odd sizes in colour, softplus, beside a linear path',
    model: {
      architecture: 'conv',
      hidden: [4, 6, 8],
      activation: 'softplus',
      likelihood: 'gaussian',
      linearPath: true,
    },
    shape: [13, 9, 3],
    kind: 'images',
  },
  {
    name: 'convolutions of text',
    model: { architecture: 'conv', hidden: [6, 8], activation: 'tanh', likelihood: 'categorical' },
    shape: [21, 5],
    kind: 'text',
  },
  {
    name: 'a table of numbers and categories',
    model: { hidden: [10], likelihood: 'mixed' },
    shape: [9],
    kind: 'table',
    groups: [
      { start: 1, width: 3 },
      { start: 5, width: 4 },
    ],
  },
  { name: 'shades', model: { likelihood: 'continuous-bernoulli' }, shape: [8, 8, 1], kind: 'images' },
  { name: '8-bit pixels', model: { likelihood: 'discretised-logistic' }, shape: [8, 8, 1], kind: 'images' },
  { name: 'counts', model: { likelihood: 'negative-binomial' }, shape: [9], kind: 'vectors', library: 120 },
  {
    name: 'counts with more zeros',
    model: { hidden: [8], likelihood: 'zero-inflated-negative-binomial' },
    shape: [9],
    kind: 'table',
    library: 70,
  },
  {
    name: 'dense layers, codes of a codebook',
    model: { hidden: [12], latent: 4, posterior: { name: 'quantised', codes: 7, groups: 2 } },
    shape: [8, 8, 1],
    kind: 'images',
  },
  {
    name: 'convolutions, codes of a codebook at each place',
    model: {
      architecture: 'conv',
      hidden: [4, 6],
      latent: 12,
      posterior: { name: 'quantised', codes: 7, places: true },
    },
    shape: [8, 6, 1],
    kind: 'images',
  },
  {
    name: 'codes of two layers',
    model: { hidden: [12], latent: 5, activation: 'tanh', posterior: { name: 'ladder', top: 2, width: 7 } },
    shape: [8, 8, 1],
    kind: 'images',
  },
  {
    name: 'codes of four layers',
    model: {
      hidden: [12],
      latent: 8,
      activation: 'tanh',
      posterior: { name: 'ladder', sizes: [3, 2, 1, 2], width: 7 },
    },
    shape: [8, 8, 1],
    kind: 'images',
  },
  {
    name: 'convolutions, codes of two layers',
    model: { architecture: 'conv', hidden: [4, 6], posterior: { name: 'ladder' } },
    shape: [9, 6, 1],
    kind: 'images',
  },
  {
    name: 'codes in levels',
    model: { hidden: [12], latent: 3, posterior: { name: 'scalar-quantised', levels: [2, 3, 4] } },
    shape: [8, 8, 1],
    kind: 'images',
  },
  {
    name: 'categorical variables',
    model: { hidden: [12], latent: 6, posterior: { name: 'gumbel', classes: 3 } },
    shape: [8, 8, 1],
    kind: 'images',
  },
];

describe('The decoder of a page', () => {
  before(() => chooseBackend('auto'));

  for (const { name, model: changes, shape, kind, groups = [], library } of cases) {
    it(`decodes as the trainer does: ${name}`, () => {
      const model = createAutoencoder(modelConfig({ latent: 5, ...changes }), shape, kind, 3, groups, { library });
      // No bias and no linear path begins with anything but 0.
      for (const [variable, value] of model.variables) {
        if (/bias|linear/.test(variable)) {
          value.assign(tf.tensor(numbers(value.size, variable.length), value.shape).mul(0.3));
        }
      }
      const codes = Float32Array.from(numbers(6 * model.config.latent, 9), (value) => 2 * value);
      const expected = decodeCodes(model, codes);
      const actual = createDecoder({ ...packed(model, shape, groups), library })(codes);
      assert.equal(actual.length, expected.length);
      const worst = actual.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i])), 0);
      assert.ok(worst < 1e-4, `${worst}`);
      const spread = Math.max(...expected) - Math.min(...expected);
      assert.ok(spread > 0.1, `all values are alike: ${spread}`);
      model.dispose();
    });
  }
});

function packed(model: Autoencoder, shape: readonly number[], groups: readonly FeatureGroup[]): PackedDecoder {
  const weights = decoderVariables(model);
  return {
    model: model.config,
    shape,
    groups,
    weights: Object.fromEntries(weights.map(([name, value]) => [name, Float32Array.from(value.dataSync())])),
  };
}
