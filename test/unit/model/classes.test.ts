import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { type Autoencoder, createAutoencoder } from '../../../src/model/autoencoder';
import type { ModelConfig } from '../../../src/protocol/config';
import type { DataKind } from '../../../src/protocol/data';
import { chooseBackend } from '../../../src/runtime/backend';
import { assertNear, modelConfig, numbers } from './fixtures';

const classes = ['a', 'b', 'c'];
/** Of the second example it is not known. */
const told = [
  [0, 0, 1],
  [0, 0, 0],
  [1, 0, 0],
];

interface Case {
  readonly config: ModelConfig;
  readonly shape: readonly number[];
  readonly kind: DataKind;
}

const conv = { architecture: 'conv', hidden: [4, 5] } as const;
const cases: Readonly<Record<string, Case>> = {
  dense: { config: modelConfig(), shape: [3, 2, 2], kind: 'images' },
  'dense, of a table': { config: modelConfig({ likelihood: 'gaussian' }), shape: [4], kind: 'table' },
  convolutional: { config: modelConfig({ ...conv, hidden: [...conv.hidden] }), shape: [6, 5, 2], kind: 'images' },
};

/** Gives a model the weights of another that has them by the same names. */
function copyWeights(from: Autoencoder, to: Autoencoder, part: string): void {
  for (const [name, variable] of from.variables) {
    if (name.startsWith(part)) to.variables.get(name)?.assign(variable);
  }
}

const size = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1);

describe('a model that is told classes', () => {
  before(() => chooseBackend('tensorflow'));

  for (const [name, { config, shape, kind }] of Object.entries(cases)) {
    it(`${name}: encodes an example with its class beside it, and decodes a code with its class beside it`, () => {
      const model = createAutoencoder({ ...config, classes: 'given' }, shape, kind, 3, [], { classes });
      // Networks without classes that have as many more inputs.
      const placed = config.architecture === 'dense' ? [size(shape)] : shape;
      const channels = placed[placed.length - 1];
      const wider = [...placed.slice(0, -1), channels + classes.length];
      const encoder = createAutoencoder(
        { ...config, likelihood: 'gaussian' },
        wider,
        wider.length === 1 ? 'vectors' : kind,
        4,
      );
      const decoder = createAutoencoder({ ...config, latent: config.latent + classes.length }, shape, kind, 5);
      copyWeights(model, encoder, 'encoder/');
      copyWeights(model, decoder, 'decoder/');
      tf.tidy(() => {
        const pixels = numbers(3 * size(shape), 1).map(Math.abs);
        const y = tf.tensor2d(told);
        const { mean } = model.encode(tf.tensor2d(pixels, [3, size(shape)]), { classes: y });
        const joined: number[] = [];
        for (let place = 0; place < 3 * (size(shape) / channels); place++) {
          const row = Math.floor(place / (size(shape) / channels));
          joined.push(...pixels.slice(place * channels, (place + 1) * channels), ...told[row]);
        }
        const expected = encoder.encode(tf.tensor2d(joined, [3, size(wider)]));
        assertNear(mean.dataSync(), expected.mean.dataSync(), 1e-5);

        const codes = [0, 1, 2].map((row) => numbers(config.latent, row));
        const actual = model.decode(tf.tensor2d(codes), { classes: y }).mean();
        const besides = codes.map((code, row) => [...code, ...told[row]]);
        assertNear(actual.dataSync(), decoder.decode(tf.tensor2d(besides)).mean().dataSync(), 1e-5);
        const others = model.decode(tf.tensor2d(codes), { classes: tf.tensor2d([told[2], told[0], told[2]]) }).mean();
        assert.ok(actual.dataSync().some((value, i) => Math.abs(value - others.dataSync()[i]) > 1e-3));
      });
      for (const made of [model, encoder, decoder]) made.dispose();
    });
  }

  it('needs data that have classes', () => {
    assert.throws(() => createAutoencoder(modelConfig({ classes: 'given' }), [3, 1, 1], 'images', 1), {
      code: 'model.classes-need-labels',
    });
  });

  it('infers those that it is not told, and leaves the others', () => {
    const config = modelConfig({ classes: 'inferred', likelihood: 'gaussian' });
    const model = createAutoencoder(config, [4], 'table', 1, [], { classes });
    tf.tidy(() => {
      const x = tf.tensor2d(numbers(12, 1), [3, 4]);
      const logits = model.classify?.(x).arraySync() as number[][];
      const found = model.classesOf(x, tf.tensor2d(told))?.arraySync() as number[][];
      const largest = logits[1].indexOf(Math.max(...logits[1]));
      assert.deepEqual(found, [told[0], [0, 1, 2].map((number) => Number(number === largest)), told[2]]);
    });
    model.dispose();
  });
});
