import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { createAutoencoder } from '../../../src/model/autoencoder';
import type { ModelConfig } from '../../../src/protocol/config';
import type { DataKind } from '../../../src/protocol/data';
import { UserError } from '../../../src/protocol/errors';
import { chooseBackend } from '../../../src/runtime/backend';
import { allBackends, assertNear, backends, computeLoss, modelConfig, numbers, useBackend } from './fixtures';

const conv = (changes: Partial<ModelConfig> = {}) => modelConfig({ architecture: 'conv', hidden: [3, 4], ...changes });

describe('autoencoder', () => {
  before(() => chooseBackend('auto'));

  it('names its variables, in a fixed order', () => {
    const dense = createAutoencoder(modelConfig({ hidden: [8, 6], latent: 2 }), [28, 28, 1], 'images', 1);
    assert.deepEqual(
      [...dense.variables].map(([name, variable]) => `${name} ${variable.shape}`),
      [
        'encoder/dense_0/kernel 784,8',
        'encoder/dense_0/bias 8',
        'encoder/dense_1/kernel 8,6',
        'encoder/dense_1/bias 6',
        'encoder/mean/kernel 6,2',
        'encoder/mean/bias 2',
        'encoder/log_var/kernel 6,2',
        'encoder/log_var/bias 2',
        'decoder/dense_0/kernel 2,6',
        'decoder/dense_0/bias 6',
        'decoder/dense_1/kernel 6,8',
        'decoder/dense_1/bias 8',
        'decoder/output/kernel 8,784',
        'decoder/output/bias 784',
      ],
    );
    const convolutional = createAutoencoder(conv({ kind: 'ae', likelihood: 'gaussian' }), [28, 28, 1], 'images', 1);
    assert.deepEqual(
      [...convolutional.variables].map(([name, variable]) => `${name} ${variable.shape}`),
      [
        'encoder/conv_0/kernel 4,4,1,3',
        'encoder/conv_0/bias 3',
        'encoder/conv_1/kernel 4,4,3,4',
        'encoder/conv_1/bias 4',
        'encoder/mean/kernel 196,2',
        'encoder/mean/bias 2',
        'decoder/dense/kernel 2,196',
        'decoder/dense/bias 196',
        'decoder/conv_0/kernel 4,4,3,4',
        'decoder/conv_0/bias 3',
        'decoder/output/kernel 4,4,1,3',
        'decoder/output/bias 1',
      ],
    );
    const learned = createAutoencoder(modelConfig({ likelihood: 'gaussian-learned' }), [7], 'table', 1);
    assert.deepEqual(learned.variables.get('decoder/log_variance')?.shape, [7]);
    for (const model of [dense, convolutional, learned]) model.dispose();
  });

  for (const backend of allBackends) {
    it(`has the shapes of its data, of any size, on ${backend}`, async function () {
      await useBackend(this, backend);
      const shapes = [
        [28, 28, 1],
        [32, 32, 3],
        [27, 33, 1],
        [1, 9, 3],
        [5, 2, 1],
      ];
      for (const shape of shapes) {
        for (const config of [modelConfig(), conv(), conv({ hidden: [2, 2, 2, 2, 2, 2] })]) {
          const model = createAutoencoder(config, shape, 'images', 1);
          assert.equal(model.features, shape[0] * shape[1] * shape[2]);
          const { mean, logVar } = model.encode(tf.zeros([3, model.features]));
          assert.deepEqual(
            [mean.shape, logVar?.shape],
            [
              [3, 2],
              [3, 2],
            ],
          );
          assert.deepEqual(model.decode(mean).mean().shape, [3, model.features]);
          model.dispose();
        }
      }
    });
  }

  it('starts from weights that its seed determines, the same on every backend', async () => {
    const weights: number[][] = [];
    for (const backend of backends()) {
      await chooseBackend(backend);
      // Variables of earlier models must not matter.
      createAutoencoder(modelConfig(), [3], 'images', 9).dispose();
      const model = createAutoencoder(conv(), [9, 9, 1], 'images', 5);
      weights.push([...model.variables.values()].flatMap((variable) => [...variable.dataSync()]));
      model.dispose();
    }
    for (const other of weights) assert.deepEqual(other, weights[0]);
    const reseeded = createAutoencoder(conv(), [9, 9, 1], 'images', 6);
    const values = [...reseeded.variables.values()].flatMap((variable) => [...variable.dataSync()]);
    assert.equal(values.filter((value, i) => value !== 0 && value === weights[0][i]).length, 0);
    reseeded.dispose();
  });

  it('computes the same loss on every backend', async () => {
    for (const [config, shape] of [
      [modelConfig({ hidden: [32], latent: 4 }), [28, 28, 1]],
      [conv({ hidden: [8, 8], latent: 4 }), [13, 10, 3]],
      [modelConfig({ likelihood: 'gaussian-learned', hidden: [16], latent: 4 }), [20]],
    ] as const) {
      const losses: number[] = [];
      for (const backend of backends()) {
        await chooseBackend(backend);
        const kind: DataKind = config.likelihood === 'bernoulli' ? 'images' : 'table';
        const model = createAutoencoder(config, shape, kind, 1);
        const x = tf.tensor2d(
          numbers(8 * model.features, 1).map((value) => (value + 1) / 2),
          [8, model.features],
        );
        const noise = tf.tensor2d(numbers(8 * 4, 2), [8, 4]);
        losses.push(computeLoss(model, { x, noise }).loss.dataSync()[0]);
        model.dispose();
      }
      for (const loss of losses) assert.ok(Math.abs(loss / losses[0] - 1) < 1e-5, `${losses}`);
    }
  });

  it('takes an example alone as it does among others: no network has statistics of a batch', async () => {
    await chooseBackend('cpu');
    const text = { likelihood: 'categorical', hidden: [6] } as const;
    for (const [config, shape, kind] of [
      [modelConfig(), [6, 6, 1], 'images'],
      [conv(), [6, 6, 1], 'images'],
      [conv({ architecture: 'residual', hidden: [4, 4] }), [6, 6, 1], 'images'],
      [modelConfig({ ...text, hidden: [6], architecture: 'transformer', transformer: { width: 8 } }), [5, 4], 'text'],
      [modelConfig({ ...text, hidden: [6], architecture: 'gru' }), [5, 4], 'text'],
    ] as const) {
      const model = createAutoencoder(config, shape, kind, 1);
      tf.tidy(() => {
        const width = kind === 'text' ? shape[0] : model.features;
        const values = numbers(4 * width, 1).map((value, i) => (kind === 'text' ? (i % 4) / 255 : (value + 1) / 2));
        const x = tf.tensor2d(values, [4, width]);
        const taken = (rows: tf.Tensor2D) => {
          const { mean, logVar } = model.encode(rows);
          assert.ok(logVar);
          return [mean, logVar, model.decode(mean).negativeLogLikelihood(rows)].map((tensor) => [...tensor.dataSync()]);
        };
        const together = taken(x);
        for (const row of [0, 3])
          for (const [i, alone] of taken(tf.slice(x, [row, 0], [1, width])).entries())
            assertNear(together[i].slice(row * alone.length, (row + 1) * alone.length), alone, 1e-5);
      });
      model.dispose();
    }
  });

  it('encodes an example with each of several classes as if it were repeated for them', async () => {
    await chooseBackend('cpu');
    for (const config of [
      modelConfig({ hidden: [6, 5] }),
      modelConfig({ hidden: [] }),
      modelConfig({ hidden: [4], linearPath: true, likelihood: 'gaussian' }),
      conv(),
    ]) {
      const model = createAutoencoder({ ...config, classes: 'given' }, [6, 6, 1], 'images', 1, [], {
        classes: ['a', 'b', 'c'],
      });
      const x = tf.tensor2d(numbers(2 * 36, 1), [2, 36]);
      const classes = tf.tile(tf.eye(3), [2, 1]);
      const repeated = tf.gather(x, [0, 0, 0, 1, 1, 1]);
      // The gradients of something that depends on each number of the posterior.
      const of = (rows: tf.Tensor2D) => {
        const { grads, value } = tf.variableGrads(() => {
          const { mean, logVar } = model.encode(rows, { classes });
          const all = tf.concat([mean, logVar as tf.Tensor2D], 1);
          return tf.sum(tf.mul(all, tf.tensor2d(numbers(all.size, 2), all.shape)));
        });
        return [...value.dataSync(), ...Object.values(grads).flatMap((gradient) => [...gradient.dataSync()])];
      };
      assertNear(of(x), of(repeated), 1e-5);
      tf.dispose([x, classes, repeated]);
      model.dispose();
    }
  });

  it('refuses configurations that do not fit, and keeps no tensor of them', () => {
    const refused: [string, ModelConfig, number[], DataKind][] = [
      ['model.conv-needs-places', conv({ likelihood: 'gaussian' }), [5], 'table'],
      ['model.conv-needs-filters', conv({ hidden: [] }), [8, 8, 1], 'images'],
      ['model.bernoulli-needs-pixels', modelConfig(), [5], 'vectors'],
      ['model.text-needs-categorical', modelConfig({ likelihood: 'gaussian' }), [5, 4], 'text'],
      ['model.categorical-needs-text', modelConfig({ likelihood: 'categorical' }), [5], 'table'],
      ['model.mixed-needs-categories', modelConfig({ likelihood: 'mixed' }), [5], 'table'],
      ['model.variance-needs-vae', modelConfig({ kind: 'ae', likelihood: 'gaussian-learned' }), [5], 'table'],
      ['model.too-large', modelConfig({ hidden: [3, 100_000_000] }), [8, 8, 1], 'images'],
    ];
    const before = tf.memory().numTensors;
    for (const [code, config, shape, kind] of refused) {
      assert.throws(
        () => createAutoencoder(config, shape, kind, 1),
        (error) => error instanceof UserError && error.code === code,
        code,
      );
    }
    assert.equal(tf.memory().numTensors, before);
  });
});
