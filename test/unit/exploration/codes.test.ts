import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { drawCodes, nearestCodes } from '../../../src/exploration/codes';
import { createAutoencoder } from '../../../src/model/autoencoder';
import { codebookOf } from '../../../src/model/posteriors/quantised';
import type { PosteriorConfig } from '../../../src/protocol/config';
import { chooseBackend } from '../../../src/runtime/backend';
import { modelConfig, numbers } from '../model/fixtures';

const latent = 6;
const kinds: readonly (PosteriorConfig & { readonly choices: number })[] = [
  { name: 'quantised', codes: 5, groups: 3, choices: 5 ** 3 },
  { name: 'scalar-quantised', levels: [2, 3, 4], choices: (2 * 3 * 4) ** 2 },
  { name: 'gumbel', classes: 3, choices: 3 ** 2 },
];

describe('codes without a library', () => {
  before(() => chooseBackend('cpu'));

  for (const { choices, ...posterior } of kinds) {
    it(`of a posterior that is ${posterior.name} are drawn alike, and the nearest are those of the model`, () => {
      const model = createAutoencoder(modelConfig({ latent, posterior }), [4, 4, 1], 'images', 1);
      const { discrete } = model;
      assert.ok(discrete);
      const codebook = codebookOf(model);
      const count = 8000;
      const drawn = drawCodes(discrete.codes, codebook, count, 7);
      assert.deepEqual(drawn, drawCodes(discrete.codes, codebook, count, 7));
      assert.notDeepEqual(drawn, drawCodes(discrete.codes, codebook, count, 8));
      // Each is a code of the model, and all are there about as often.
      const asItIs = model.nearestCode(tf.tensor2d(drawn, [count, latent])).dataSync();
      assert.ok(drawn.every((value, i) => value === asItIs[i]));
      const often = new Map<string, number>();
      for (let i = 0; i < drawn.length; i += latent) {
        const code = drawn.subarray(i, i + latent).join();
        often.set(code, (often.get(code) ?? 0) + 1);
      }
      assert.equal(often.size, choices);
      const mean = count / choices;
      assert.ok([...often.values()].every((times) => Math.abs(times - mean) < 6 * Math.sqrt(mean)));

      const any = Float32Array.from(numbers(50 * latent, 3));
      const expected = model.nearestCode(tf.tensor2d(any, [50, latent])).dataSync();
      const nearest = nearestCodes(discrete.codes, codebook, any);
      assert.ok(nearest.every((value, i) => value === expected[i]));
      model.dispose();
    });
  }
});
