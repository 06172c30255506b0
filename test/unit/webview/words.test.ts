import assert from 'node:assert/strict';
import type { ModelConfig } from '../../../src/protocol/config';
import { axisLabels, columnTitle, sortColumns } from '../../../webview/column-names';
import { backendInWords, dataInWords, modelInWords } from '../../../webview/model-words';
import { buildRun } from './builders';

const { config, data } = buildRun({ latent: 32 }).record;

describe('A run in words', () => {
  it('names the model by its layers, latent dimensions and likelihood, and what differs from the ELBO', () => {
    const classic = { ...config, model: { ...config.model, hidden: [256] } };
    assert.equal(modelInWords(classic), 'VAE · dense layers 256 · 32 latent dimensions · Bernoulli');
    const disentangled = { ...classic, objective: { beta: 4, warmUpEpochs: 5, freeBits: 0.1 } };
    assert.equal(
      modelInWords(disentangled),
      'VAE · dense layers 256 · 32 latent dimensions · Bernoulli · beta 4 · warm-up over 5 epochs · free bits 0.1 nats',
    );
  });

  it('names convolutions, a model without hidden layers, and an autoencoder without an objective of its own', () => {
    const model: ModelConfig = {
      ...config.model,
      kind: 'ae',
      architecture: 'conv',
      hidden: [32, 64],
      likelihood: 'gaussian',
    };
    const objective = { beta: 4, warmUpEpochs: 5, freeBits: 0.1 };
    assert.equal(
      modelInWords({ ...config, model, objective }),
      'Autoencoder · convolutions 32, 64 · 32 latent dimensions · Gaussian, variance 1',
    );
    assert.match(
      modelInWords({ ...config, model: { ...model, architecture: 'dense', hidden: [], latent: 1 } }),
      / · linear · 1 latent dimension · /,
    );
  });

  it('names the family, and what is added to the loss', () => {
    const objective = { beta: 1, warmUpEpochs: 0, freeBits: 0, totalCorrelation: { weight: 5 } };
    assert.equal(
      modelInWords({ ...config, family: 'beta-tcvae', objective }),
      'β-TCVAE · dense layers 256, 128 · 32 latent dimensions · Bernoulli · 5 × total correlation',
    );
    const noisy = { beta: 100, warmUpEpochs: 0, freeBits: 0, capacity: { nats: 25 }, corruption: { amount: 0.3 } };
    assert.match(
      modelInWords({ ...config, objective: noisy }),
      /beta 100 · capacity 25 nats · inputs corrupted by 0\.3$/,
    );
  });

  it('names the data and the backend', () => {
    assert.equal(dataInWords({ ...data, examples: 60_000 }), 'digits, 60,000 images 28×28');
    assert.equal(
      dataInWords({ ...data, streamed: 60_000 }),
      `digits, 60,000 images 28×28; ${data.examples} of them shown`,
    );
    assert.equal(dataInWords({ ...data, kind: 'table', name: 'adult.csv' }), 'adult.csv, 100 rows');
    assert.equal(dataInWords({ ...data, kind: 'vectors', shape: [768] }), 'digits, 100 vectors of 768');
    assert.equal(dataInWords({ ...data, kind: 'text', shape: [32, 80] }), 'digits, 100 texts of 32 characters');
    assert.equal(backendInWords({ name: 'tensorflow', version: '2.9.1' }), 'TensorFlow 2.9.1');
  });
});

describe('Names of columns and axes', () => {
  it('put the label first, then the measures, and keep the order of the data', () => {
    const column = (name: string, role: 'feature' | 'label' | 'measure') => ({ name, role, type: 'numeric' as const });
    const sorted = sortColumns([
      column('b', 'feature'),
      column('a', 'feature'),
      column('kl', 'measure'),
      column('y', 'label'),
    ]);
    assert.deepEqual(
      sorted.map(({ name }) => name),
      ['y', 'kl', 'b', 'a'],
    );
    assert.equal(columnTitle({ name: 'kl', role: 'measure' }), 'KL divergence (nats)');
    assert.equal(columnTitle({ name: 'kl', role: 'feature' }), 'kl');
  });

  it('name latent axes from 0, components with their share, and leave out absent ones', () => {
    assert.deepEqual(axisLabels([{ latent: 4 }, { latent: 0 }, {}]), ['z4', 'z0', null]);
    assert.deepEqual(axisLabels([{ variance: 0.4 }, { variance: 0.051 }]), ['PC1 (40%)', 'PC2 (5.1%)', null]);
    const aligned = axisLabels([
      { latent: 4, epoch: 20 },
      { variance: 0.4, epoch: 20 },
    ]);
    assert.deepEqual(aligned, ['z4 of epoch 20', 'PC2 (40%) of epoch 20', null]);
  });
});
