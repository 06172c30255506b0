import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { type Autoencoder, createAutoencoder } from '../../../src/model/autoencoder';
import { klDivergence } from '../../../src/model/divergence';
import { noNoise } from '../../../src/model/noise';
import type { Computed } from '../../../src/model/objectives';
import { deterministicPosterior } from '../../../src/model/posteriors/deterministic';
import { gaussianPosterior } from '../../../src/model/posteriors/gaussian';
import { allBackends, computeLoss, givenNoise, modelConfig, numbers, useBackend } from './fixtures';

const shape = [4, 4, 1];
const examples = 16;
const tiny = modelConfig({ hidden: [12], latent: 3 });

for (const backend of allBackends) {
  describe(`objective on ${backend}`, () => {
    let model: Autoencoder;
    let x: tf.Tensor2D;
    let noise: tf.Tensor2D;

    before(function () {
      return useBackend(this, backend);
    });
    beforeEach(() => {
      model = createAutoencoder(tiny, shape, 'images', 3);
      x = tf.tensor2d(
        numbers(examples * 16, 4).map((value) => (value > 0 ? 1 : 0)),
        [examples, 16],
      );
      noise = tf.tensor2d(numbers(examples * 3, 5), [examples, 3]);
    });
    afterEach(() => {
      model.dispose();
      tf.dispose([x, noise]);
    });

    it('is reconstruction plus beta times KL, with beta a number or a tensor', () => {
      const { loss, reconstruction, kl } = values(computeLoss(model, { x, noise }, { beta: 2.5 }));
      assert.ok(kl > 0.01);
      closeTo(loss, reconstruction + 2.5 * kl);
      closeTo(values(computeLoss(model, { x, noise }, { beta: tf.scalar(2.5) })).loss, loss);
    });

    it('lets each dimension have its free bits, and reports the KL as it is', () => {
      const posterior = model.encode(x);
      assert.ok(posterior.logVar);
      const perDimension = [...tf.mean(klDivergence(posterior.mean, posterior.logVar), 0).dataSync()].sort(
        (a, b) => a - b,
      );
      // Between the least and the greatest: one dimension pays in full, one only the free bits.
      const freeBits = (perDimension[0] + perDimension[2]) / 2;
      const paid = perDimension.reduce((sum, kl) => sum + Math.max(freeBits, kl), 0);
      const terms = values(computeLoss(model, { x, noise }, { beta: 1, freeBits }));
      closeTo(
        terms.kl,
        perDimension.reduce((sum, kl) => sum + kl, 0),
      );
      closeTo(terms.loss, terms.reconstruction + paid);
    });

    it('for a plain autoencoder is the reconstruction error alone', () => {
      const plain = createAutoencoder(modelConfig({ kind: 'ae', likelihood: 'gaussian' }), shape, 'images', 3);
      const { loss, reconstruction, kl } = values(computeLoss(plain, { x, noise: null }));
      const output = plain.decode(plain.encode(x).mean);
      const difference = tf.sub(x, output.mean());
      closeTo(loss, tf.sum(tf.square(difference)).dataSync()[0] / examples);
      assert.equal(reconstruction, loss);
      assert.equal(kl, undefined);
      plain.dispose();
    });

    it('draws z with the mean and deviation of the posterior', () => {
      const mean = tf.tensor2d([[1, -2]]);
      const logVar = tf.tensor2d([[Math.log(4), Math.log(0.25)]]);
      const { z, logDensity } = gaussianPosterior(mean, logVar).draw(givenNoise(tf.tensor2d([[0.5, -2]])));
      const [first, second] = z.dataSync();
      closeTo(first, 1 + 2 * 0.5);
      closeTo(second, -2 - 0.5 * 2);
      // log N(2; 1, 4) + log N(-3; -2, 1/4)
      closeTo(logDensity().dataSync()[0], -Math.log(2 * Math.PI) - 1 / 8 - 2);
      assert.deepEqual([...deterministicPosterior(mean).draw(noNoise, 2).z.dataSync()], [1, -2, 1, -2]);
    });

    it('leaves no tensor behind after a training step', () => {
      const optimizer = tf.train.adam(1e-3);
      trainStep(model, optimizer, x, noise);
      const before = tf.memory().numTensors;
      trainStep(model, optimizer, x, noise);
      assert.equal(tf.memory().numTensors, before);
      optimizer.dispose();
    });

    it('falls when a VAE trains', () => {
      const optimizer = tf.train.adam(1e-2);
      const first = trainStep(model, optimizer, x, noise);
      let last = first;
      for (let step = 0; step < 100; step++) last = trainStep(model, optimizer, x, noise);
      assert.ok(last < 0.8 * first, `from ${first} to ${last}`);
      optimizer.dispose();
    });

    it('stays finite where the encoder is extreme, and finds its way back', () => {
      const bias = model.variables.get('encoder/log_var/bias');
      assert.ok(bias);
      for (const extreme of [-500, 500]) {
        tf.tidy(() => bias.assign(tf.fill([3], extreme)));
        const { value, grads } = tf.variableGrads(() => computeLoss(model, { x, noise }).loss, [bias]);
        assert.ok(Number.isFinite(value.dataSync()[0]));
        for (const slope of grads[bias.name].dataSync()) {
          assert.ok(Number.isFinite(slope) && Math.sign(slope) === Math.sign(extreme), `${slope} at ${extreme}`);
        }
        tf.dispose([value, ...Object.values(grads)]);
      }
    });
  });
}

function trainStep(model: Autoencoder, optimizer: tf.Optimizer, x: tf.Tensor2D, noise: tf.Tensor2D): number {
  const { value, grads } = tf.variableGrads(() => computeLoss(model, { x, noise }).loss, [...model.variables.values()]);
  optimizer.applyGradients(grads);
  const loss = value.dataSync()[0];
  tf.dispose([value, ...Object.values(grads)]);
  return loss;
}

function values({ loss, terms }: Computed) {
  return {
    loss: loss.dataSync()[0],
    reconstruction: terms.reconstruction.dataSync()[0],
    kl: terms.kl?.dataSync()[0],
  };
}

function closeTo(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) <= 1e-5 * (1 + Math.abs(expected)), `${actual} instead of ${expected}`);
}
