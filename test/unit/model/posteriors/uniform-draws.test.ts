import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { noiseOf } from '../../../../src/compute';
import { Parameters } from '../../../../src/model/parameters';
import { createDiscrete } from '../../../../src/model/posteriors/discrete';
import type { DiscreteCodes } from '../../../../src/protocol/posteriors';
import { allBackends, useBackend } from '../fixtures';

const rows = 6000;
const kinds: readonly (readonly [DiscreteCodes, choices: number])[] = [
  [{ name: 'quantised', groups: 2, width: 3, codes: 5, commitment: 0.25, decay: 0.99 }, 25],
  [{ name: 'scalar-quantised', levels: [3, 4] }, 12],
  [{ name: 'gumbel', variables: 2, classes: 3 }, 9],
];

for (const backend of allBackends) {
  describe(`draws from the prior over codes on ${backend}`, () => {
    before(function () {
      return useBackend(this, backend);
    });

    for (const [codes, choices] of kinds) {
      it(`are codes, each of them as often as the others: ${codes.name}`, () => {
        const parameters = new Parameters(1);
        tf.tidy(() => {
          const { prior, nearest } = createDiscrete(parameters, codes);
          const z = prior.draw(noiseOf(rows, [3, 4]));
          assert.deepEqual(nearest(z).arraySync(), z.arraySync());
          const counts = new Map<string, number>();
          for (const code of z.arraySync()) counts.set(code.join(), (counts.get(code.join()) ?? 0) + 1);
          assert.equal(counts.size, choices);
          const share = rows / choices;
          for (const [code, count] of counts) {
            assert.ok(Math.abs(count - share) < 5 * Math.sqrt(share), `${code}: ${count} of ${share}`);
          }
        });
        parameters.dispose();
      });
    }
  });
}
