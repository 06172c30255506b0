import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { decodeCodes } from '../../../src/compute/eager-model';
import { type Autoencoder, createAutoencoder } from '../../../src/model/autoencoder';
import { generate } from '../../../src/model/generation';
import { FeatureGroups } from '../../../src/model/likelihoods';
import type { Noise } from '../../../src/model/noise';
import { Parameters } from '../../../src/model/parameters';
import { generationNoise, type TextDecoder, textDecoder } from '../../../src/model/text-decoder';
import type { GruConfig, ModelConfig } from '../../../src/protocol/config';
import { allBackends, assertNear, modelConfig, numbers, useBackend } from './fixtures';

const [length, symbols, latent] = [6, 5, 3];
const text = [2, 4, 3, 1, 2, 4];
const z = numbers(latent, 3);

type Architecture = 'transformer' | 'gru';

/** What both have of the symbols that are written. */
type Writing = Pick<GruConfig, 'symbolDropout' | 'temperature'>;

function configOf(architecture: Architecture, own: Writing = {}): ModelConfig {
  const network =
    architecture === 'gru' ? { gru: { width: 8, ...own } } : { transformer: { width: 8, heads: 2, ...own } };
  return modelConfig({ architecture, likelihood: 'categorical', hidden: [7, 6], latent, ...network });
}

function modelOf(architecture: Architecture, use: (model: Autoencoder) => void, own?: Writing): void {
  const model = createAutoencoder(configOf(architecture, own), [length, symbols], 'text', 5);
  try {
    tf.tidy(() => use(model));
  } finally {
    model.dispose();
  }
}

function decoderOf(
  architecture: Architecture,
  use: (decoder: TextDecoder) => void,
  own?: Writing,
  shape = [length, symbols],
): void {
  const parameters = new Parameters(5);
  const groups = new FeatureGroups(1, []);
  try {
    tf.tidy(() =>
      use(textDecoder({ parameters, config: configOf(architecture, own), shape, kind: 'text', groups, library: 1 })),
    );
  } finally {
    parameters.dispose();
    groups.dispose();
  }
}

const stored = (texts: readonly (readonly number[])[]): tf.Tensor2D =>
  tf.tensor2d(texts.map((text) => text.map((code) => code / 255)));

const oneHot = (texts: readonly (readonly number[])[]): number[] =>
  texts.flat().flatMap((code) => Array.from({ length: symbols }, (_, symbol) => (symbol === code ? 1 : 0)));

/** Of each place, those of its symbols. */
function logitsOf({ logits }: TextDecoder, text: readonly number[], noise?: Noise): Float32Array[] {
  const all = logits(tf.tensor2d([z]), stored([text]), { noise }).dataSync<'float32'>();
  return Array.from({ length }, (_, place) => all.slice(place * symbols, (place + 1) * symbols));
}

function likeliest(values: ArrayLike<number>): number {
  return Array.from(values).indexOf(Math.max(...Array.from(values)));
}

for (const backend of allBackends)
  for (const architecture of ['transformer', 'gru'] as const) {
    const withModel = (use: (model: Autoencoder) => void, own?: Writing) => modelOf(architecture, use, own);
    const withDecoder = (use: (decoder: TextDecoder) => void, own?: Writing, shape?: number[]) =>
      decoderOf(architecture, use, own, shape);

    describe(`texts of a ${architecture} on ${backend}`, () => {
      before(function () {
        return useBackend(this, backend);
      });

      it('give each place logits that depend on the symbols before it, and on no other', () => {
        withDecoder((decoder) => {
          const before = logitsOf(decoder, text);
          for (let changed = 0; changed < length; changed++) {
            const after = logitsOf(decoder, text.with(changed, (text[changed] + 1) % symbols));
            for (let place = 0; place < length; place++) {
              if (place <= changed) assert.deepEqual(after[place], before[place], `${place} sees ${changed}`);
              else assert.notDeepEqual(after[place], before[place], `${place} does not see ${changed}`);
            }
          }
        });
      });

      it('give all texts together the probability 1', () => {
        const [length, symbols] = [4, 3];
        const texts = Array.from({ length: symbols ** length }, (_, i) =>
          Array.from({ length }, (_, place) => Math.floor(i / symbols ** place) % symbols),
        );
        withDecoder(
          ({ decode }) => {
            const codes = tf.tensor2d(texts.map(() => z));
            const costs = [...decode(codes).negativeLogLikelihood(stored(texts)).dataSync()];
            assertNear([costs.reduce((sum, cost) => sum + Math.exp(-cost), 0)], [1], 1e-5);
          },
          {},
          [length, symbols],
        );
      });

      it('write the likeliest symbol after those that are written, and nothing after the end', () => {
        withDecoder((decoder) => {
          const written = decoder.decode(tf.tensor2d([z, numbers(latent, 4)])).mean();
          const codes = Array.from(tf.argMax(tf.reshape(written, [2, length, symbols]), 2).dataSync());
          assert.deepEqual([...written.dataSync()], oneHot([codes.slice(0, length), codes.slice(length)]));
          const first = codes.slice(0, length);
          const end = first.indexOf(0);
          logitsOf(decoder, first).forEach((logits, place) => {
            const isOver = end >= 0 && place > end;
            assert.equal(first[place], isOver ? 0 : likeliest(logits), `place ${place}`);
          });
        });
      });

      it('draw symbols at a temperature: those with the largest logit / temperature + Gumbel noise', () => {
        const noise = generationNoise(length * symbols);
        for (const temperature of [0.5, 1, 3]) {
          withDecoder(
            (decoder) => {
              const [codes] = decoder
                .decode(tf.tensor2d([z]))
                .mean()
                .reshape([1, length, symbols])
                .argMax(2)
                .arraySync() as number[][];
              const end = codes.indexOf(0);
              logitsOf(decoder, codes).forEach((logits, place) => {
                const perturbed = logits.map((logit, k) => logit / temperature + noise[place * symbols + k]);
                assert.equal(codes[place], end >= 0 && place > end ? 0 : likeliest(perturbed), `place ${place}`);
              });
            },
            { temperature },
          );
        }
      });

      it('write at the temperature that is asked for as a model does that has it for its own', () => {
        const codes = tf.tensor2d([z, numbers(latent, 4)]);
        const own = (temperature: number, asked?: number) => {
          let written: Float32Array = new Float32Array();
          withDecoder(
            ({ generation }) => {
              written = generate(length, generation, codes, { temperature: asked }).dataSync<'float32'>().slice();
            },
            { temperature },
          );
          return written;
        };
        const [greedy, warm] = [own(0), own(3)];
        assert.notDeepEqual(greedy, warm);
        assert.deepEqual([own(3, 0), own(0, 3)], [greedy, warm]);
        codes.dispose();
      });

      it('write the same text for a code, whatever codes it is decoded with', () => {
        withModel(
          (model) => {
            const codes = Float32Array.from([...z, ...numbers(latent, 8), ...numbers(latent, 9)]);
            const all = decodeCodes(model, codes);
            for (let i = 0; i < 3; i++) {
              const alone = decodeCodes(model, codes.slice(i * latent, (i + 1) * latent));
              assert.deepEqual(alone, all.slice(i * length * symbols, (i + 1) * length * symbols));
            }
          },
          { temperature: 1 },
        );
      });

      it('leave no symbol out unless they train, and then those that the noise says, never the beginning', () => {
        const noise: Noise = {
          normal: assert.fail,
          uniform: (_, width) => tf.tensor2d([Array.from({ length: width }, (_, place) => (place === 2 ? 0.1 : 0.9))]),
        };
        withDecoder(
          (decoder) => {
            const whole = logitsOf(decoder, text);
            const without = logitsOf(decoder, text, noise);
            // What place 2 is given is the symbol before it.
            const other = logitsOf(decoder, text.with(1, 0), noise);
            for (const place of [0, 1]) assert.deepEqual(without[place], whole[place]);
            for (const place of [2, 3, 4, 5]) assert.notDeepEqual(without[place], whole[place]);
            assert.deepEqual(other, without);
          },
          { symbolDropout: 0.5 },
        );
        withDecoder((decoder) => assert.deepEqual(logitsOf(decoder, text, noise), logitsOf(decoder, text)));
      });

      it('encode a text, and not the padding after it', () => {
        withModel((model) => {
          const short = [2, 4, 3, 0, 0, 0];
          const encoded = () =>
            model
              .encode(stored([short, [0, 0, 0, 0, 0, 0], text]))
              .mean.dataSync()
              .slice();
          const before = encoded();
          assert.ok(before.every(Number.isFinite));
          const ofShort = before.slice(0, latent);
          // What the model has learned of padding.
          const table = model.variables.get('encoder/symbols') as tf.Variable<tf.Rank.R2>;
          table.assign(
            tf.add(
              table,
              tf
                .oneHot(tf.tensor1d([0], 'int32'), symbols)
                .reshape([symbols, 1])
                .mul(3),
            ),
          );
          assertNear(encoded(), before, 0);
          // What it has learned of the places where only padding is.
          const positions = model.variables.get('encoder/positions') as tf.Variable<tf.Rank.R2> | undefined;
          if (architecture === 'gru') {
            const longer = model.encode(stored([[2, 4, 3, 0, 4, 0]])).mean.dataSync();
            assert.notDeepEqual([...longer], [...ofShort]);
            return;
          }
          positions?.assign(tf.add(positions, tf.tensor2d([0, 0, 0, 5, 6, 7], [length, 1])));
          const moved = encoded();
          assertNear(moved.slice(0, 2 * latent), before.slice(0, 2 * latent), 0);
          assert.notDeepEqual(moved.slice(2 * latent), before.slice(2 * latent));
          assert.notDeepEqual([...ofShort], [...before.slice(2 * latent)]);
        });
      });
    });
  }
