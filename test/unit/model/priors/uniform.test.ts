import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { drawFromPrior } from '../../../../src/exploration/prior-draws';
import { createAutoencoder } from '../../../../src/model/autoencoder';
import type { PosteriorConfig } from '../../../../src/protocol/config';
import { allBackends, modelConfig, useBackend } from '../fixtures';

const latent = 6;
const kinds: readonly (PosteriorConfig & { readonly choices: number })[] = [
  { name: 'quantised', codes: 5, groups: 3, choices: 5 ** 3 },
  { name: 'scalar-quantised', levels: [2, 3, 4], choices: (2 * 3 * 4) ** 2 },
  { name: 'gumbel', classes: 3, choices: 3 ** 2 },
];

for (const backend of allBackends) {
  describe(`the prior over codes on ${backend}`, () => {
    before(function () {
      return useBackend(this, backend);
    });

    for (const { choices, ...posterior } of kinds) {
      it(`draws all codes of a posterior that is ${posterior.name} alike, and no others`, () => {
        const model = createAutoencoder(modelConfig({ latent, posterior }), [4, 4, 1], 'images', 1);
        const count = 8000;
        const drawn = drawFromPrior(model, count, 7);
        assert.deepEqual(drawn, drawFromPrior(model, count, 7));
        assert.notDeepEqual(drawn, drawFromPrior(model, count, 8));
        const z = tf.tensor2d(drawn, [count, latent]);
        const asItIs = model.nearestCode(z).dataSync();
        assert.ok(drawn.every((value, i) => value === asItIs[i]));
        const often = new Map<string, number>();
        for (let i = 0; i < drawn.length; i += latent) {
          const code = drawn.subarray(i, i + latent).join();
          often.set(code, (often.get(code) ?? 0) + 1);
        }
        assert.equal(often.size, choices);
        const mean = count / choices;
        assert.ok([...often.values()].every((times) => Math.abs(times - mean) < 6 * Math.sqrt(mean)));
        const [logDensity] = model.prior.logDensity(z).dataSync();
        assert.ok(Math.abs(logDensity + Math.log(choices)) < 1e-4);
        model.dispose();
      });
    }
  });
}
