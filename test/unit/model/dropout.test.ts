import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { noiseOf } from '../../../src/compute';
import { type Autoencoder, createAutoencoder } from '../../../src/model/autoencoder';
import { createObjective } from '../../../src/model/objectives';
import type { ModelConfig, ObjectiveConfig } from '../../../src/protocol/config';
import { plainObjective } from '../../../src/protocol/presets';
import { chooseBackend } from '../../../src/runtime/backend';

const rows = [
  [0.3, 0.9, 0, 1],
  [0.8, 0.1, 0.5, 0.2],
  [1, 0.4, 0.6, 0.7],
];
const seed = [5, 9] as const;
const plain: ModelConfig = {
  kind: 'ae',
  architecture: 'dense',
  hidden: [6],
  latent: 2,
  activation: 'relu',
  likelihood: 'gaussian',
  variance: 1,
};

const weight = (model: Autoencoder, name: string) => model.variables.get(name)?.arraySync() as number[][];

/** x W + b in float64. */
function affine(model: Autoencoder, name: string, x: readonly number[]): number[] {
  const kernel = weight(model, `${name}/kernel`);
  const bias = weight(model, `${name}/bias`) as unknown as number[];
  return bias.map((b, j) => x.reduce((sum, value, i) => sum + value * kernel[i][j], b));
}

/** Inverted dropout by numbers in [0, 1), one for each unit. */
const dropped = (x: readonly number[], chance: readonly number[], rate: number) =>
  x.map((value, i) => (chance[i] >= rate ? value / (1 - rate) : 0));

function losses(config: ModelConfig, objective: ObjectiveConfig, x = rows) {
  const model = createAutoencoder(config, [2, 2, 1], 'images', 3);
  const whole = createObjective(model, objective, x.length);
  const of = (own: typeof whole) =>
    tf.tidy(() => own.compute([{ x: tf.tensor2d(x), noise: noiseOf(x.length, seed) }], { beta: 1 }).loss.dataSync()[0]);
  return { model, trained: of(whole), evaluated: of(whole.evaluated ?? whole) };
}

describe('Dropout', () => {
  before(() => chooseBackend('cpu'));

  it('drops hidden units of encoder and decoder, each by a stream of its own, in training alone', () => {
    const rate = 0.4;
    const { model, trained, evaluated } = losses({ ...plain, dropout: rate }, plainObjective);
    const relu = (x: readonly number[]) => x.map((value) => Math.max(0, value));
    const noise = noiseOf(3, seed);
    const chances = (layer: string) => noise.uniform(`dropout/${layer}`, 6).arraySync();
    const reference = (drops: boolean) => {
      const [inEncoder, inDecoder] = [chances('encoder/dense_0'), chances('decoder/dense_0')];
      const errors = rows.map((x, i) => {
        const hidden = relu(affine(model, 'encoder/dense_0', x));
        const z = affine(model, 'encoder/mean', drops ? dropped(hidden, inEncoder[i], rate) : hidden);
        const mirrored = relu(affine(model, 'decoder/dense_0', z));
        const out = affine(model, 'decoder/output', drops ? dropped(mirrored, inDecoder[i], rate) : mirrored);
        return out.reduce((sum, value, j) => sum + (value - x[j]) ** 2, 0);
      });
      return errors.reduce((sum, error) => sum + error, 0) / rows.length;
    };
    assert.ok(Math.abs(trained - reference(true)) < 1e-5, `${trained}`);
    assert.ok(Math.abs(evaluated - reference(false)) < 1e-5, `${evaluated}`);
    assert.ok(Math.abs(trained - evaluated) > 1e-3);
    const undropped = losses({ ...plain, dropout: 0 }, plainObjective);
    assert.equal(undropped.trained, evaluated);
    for (const own of [model, undropped.model]) own.dispose();
  });
});

describe('Dynamic binarisation', () => {
  before(() => chooseBackend('cpu'));

  it('trains on draws of pixels in place of their shades, and judges by what it is given', () => {
    const config: ModelConfig = { ...plain, likelihood: 'bernoulli' };
    const { model, trained, evaluated } = losses(config, { ...plainObjective, binarised: true });
    const chance = noiseOf(3, seed).uniform('binarisation', 4).arraySync();
    const drawn = rows.map((row, i) => row.map((value, j) => (chance[i][j] < value ? 1 : 0)));
    const explicit = losses(config, plainObjective, drawn);
    assert.equal(trained, explicit.trained);
    const shades = losses(config, plainObjective);
    assert.equal(evaluated, shades.trained);
    assert.notEqual(trained, evaluated);
    for (const own of [model, explicit.model, shades.model]) own.dispose();
  });
});
