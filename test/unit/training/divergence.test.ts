import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { firstNotFinite, firstWeightNotFinite } from '../../../src/compute';
import { createAutoencoder } from '../../../src/model/autoencoder';
import { createObjective } from '../../../src/model/objectives';
import { Optimizer, updateRule } from '../../../src/optimise';
import type { RunConfig } from '../../../src/protocol/config';
import type { Sentence } from '../../../src/protocol/errors';
import type { WeightsInUse } from '../../../src/protocol/run';
import { chooseBackend } from '../../../src/runtime/backend';
import { createTrainerService } from '../../../src/trainer/service';
import { barImages, smallConfig } from './builders';

const dataset = barImages(8);
const gaussian = smallConfig({ model: { likelihood: 'gaussian', activation: 'elu' } });

/** The first tensor that is not finite of a model whose weights are changed, each by its name. */
function found(
  changes: Readonly<Record<string, number>>,
  { config = gaussian, values = Float32Array.from(dataset.values, (byte) => byte / 255) } = {},
): string | null {
  const { summary } = dataset;
  const model = createAutoencoder(config.model, summary.shape, summary.kind, 1);
  const optimizer = new Optimizer([{ rule: updateRule(), variables: model.variables }]);
  try {
    for (const [name, value] of Object.entries(changes)) {
      const variable = model.variables.get(name);
      assert.ok(variable, name);
      tf.tidy(() => variable.assign(tf.fill(variable.shape, value)));
    }
    const objective = createObjective(model, config.objective, summary.examples);
    const before = tf.memory().numTensors;
    const name = firstNotFinite({
      model,
      objective,
      optimizer,
      examples: { summary, values },
      seed: [1, 2],
      scalars: { beta: 1, capacity: 0, temperature: 1 },
    });
    assert.equal(tf.memory().numTensors, before, 'tensors are left');
    return firstWeightNotFinite(model) ?? name;
  } finally {
    optimizer.dispose();
    model.dispose();
  }
}

describe('The first tensor that is not finite', () => {
  before(() => chooseBackend('cpu'));

  it('is none in a step as it should be', () => assert.equal(found({}), null));

  it('is among the inputs', () => {
    const values = new Float32Array(8 * 16);
    values[37] = Number.NaN;
    assert.equal(found({}, { values }), 'inputs');
  });

  for (const [name, changes] of [
    ['encoder/dense_0', { 'encoder/dense_0/kernel': 3e38 }],
    ['encoder/mean', { 'encoder/dense_0/kernel': 1e20, 'encoder/mean/kernel': 1e20 }],
    ['decoder/dense_0', { 'encoder/mean/bias': 1e30, 'decoder/dense_0/kernel': 1e30 }],
    ['decoder/output', { 'decoder/dense_0/bias': 1e30, 'decoder/output/kernel': 1e30 }],
    ['reconstruction', { 'decoder/output/bias': 1e25 }],
    ['kl', { 'encoder/mean/bias': 1e25, 'decoder/dense_0/kernel': 0 }],
    ['encoder/log_var/bias', { 'encoder/log_var/bias': Number.NaN }],
  ] as const)
    it(`is ${name}, where it is that`, () => assert.equal(found(changes), name));

  it('is a gradient, where the loss is finite and its slope is not', () => {
    // The error 1e18 is squared to 1e36; its gradient by the layer before, whose weights are 1e22, is beyond float32.
    const changes = { 'decoder/dense_0/bias': 0, 'decoder/dense_0/kernel': 0, 'decoder/output/kernel': 1e22 };
    assert.match(String(found({ ...changes, 'decoder/output/bias': 1e18 })), /^gradient of /);
  });
});

describe('A training that diverges', function () {
  this.timeout(120_000);
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-diverged-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function diverge(backend: RunConfig['backend'], training: Partial<RunConfig['training']>) {
    let end: (status: { failure?: Sentence; weights: WeightsInUse }) => void;
    const ended = new Promise<{ failure?: Sentence; weights: WeightsInUse }>((resolve) => {
      end = resolve;
    });
    const service = createTrainerService((event, params) => {
      const status = params as { status: string; failure?: Sentence; weights: WeightsInUse };
      if (event === 'status' && status.status !== 'running') end(status);
    });
    const never = new AbortController().signal;
    const request = {
      data: { source: 'builtin:digits', limit: 200 },
      model: { hidden: [8], latent: 2, likelihood: 'gaussian' as const },
      training: { batchSize: 20, validationSplit: 0, ...training },
      backend,
    };
    await service.train({ request, directory: join(folder, 'run') }, never);
    const { failure, weights } = await ended;
    const { positions } = await service.latents({ epoch: weights.epoch, projection: { kind: 'pca' } }, never);
    return { failure, weights, values: [...positions] };
  }

  for (const backend of ['cpu', 'tensorflow'] as const)
    it(`by ${backend} names what was not finite first, and is back at its first weights`, async () => {
      const { failure, weights, values } = await diverge(backend, { epochs: 2, learningRate: 1e30 });
      assert.equal(failure?.code, 'run.divergedAt', JSON.stringify(failure));
      const { tensor, kept, epoch, rate } = failure.params;
      assert.match(String(tensor), /^(encoder|decoder)\//);
      assert.deepEqual([kept, epoch, rate, weights.epoch], [0, 1, 1e29, 0]);
      assert.ok(values.every(Number.isFinite));
    });

  it('in a later epoch goes there again from its checkpoint, and keeps those weights', async () => {
    // The rate rises from 0 and is too much only after the first epoch.
    const training = { epochs: 40, warmUpEpochs: 40, learningRate: 0.1, optimizer: { name: 'sgd' as const } };
    const { failure, weights, values } = await diverge('tensorflow', training);
    assert.equal(failure?.code, 'run.divergedAt', JSON.stringify(failure));
    const { kept, epoch } = failure.params;
    assert.ok(Number(kept) > 0, `${kept}`);
    assert.equal(Number(epoch), Number(kept) + 1);
    assert.equal(weights.epoch, kept);
    assert.ok(values.every(Number.isFinite));
  });
});
