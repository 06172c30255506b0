import assert from 'node:assert/strict';
import { AggregatePosterior } from '../../../../src/exploration/aggregate-posterior';
import { improbableRegions } from '../../../../src/exploration/prior-fit/improbable-regions';
import { fillNormal, random } from '../../../../src/random';

const latent = 2;
const [usual, right, left] = [500, 120, 60];
const count = usual + right + left;

/** Codes as the prior draws them, and two heaps where it hardly does, on either side of them. */
function codes(): Float32Array {
  const means = fillNormal(new Float32Array(count * latent), random(8));
  for (let i = usual; i < count; i++) {
    const at = i < usual + right ? 7 : -7;
    means[2 * i] = at + 0.4 * means[2 * i];
    means[2 * i + 1] *= 0.4;
  }
  return means;
}

const logPrior = (x: number, y: number) => -(x * x + y * y) / 2 - Math.log(2 * Math.PI);
const threshold = logPrior(4.5, 0);

function about(means: Float32Array) {
  const posterior = new AggregatePosterior(means, new Float32Array(means.length).fill(2 * Math.log(0.2)), latent);
  return {
    logPriors: async (rows: Float32Array) =>
      Float32Array.from({ length: rows.length / latent }, (_, i) => logPrior(rows[2 * i], rows[2 * i + 1])),
    logPosterior: (example: number) => posterior.logDensity(means.subarray(2 * example, 2 * example + 2), example),
  };
}

describe('codes that the prior hardly draws', () => {
  it('hang together where it draws no more between them, told by the one that is most like the others', async () => {
    const means = codes();
    const improbable = Int32Array.from(
      [...Array(count).keys()].filter((i) => logPrior(means[2 * i], means[2 * i + 1]) < threshold),
    );
    assert.deepEqual([improbable.length, improbable[0]], [right + left, usual]);
    const densities = about(means);
    const regions = await improbableRegions({ latent, means }, improbable, densities, threshold);
    assert.equal(regions.length, 2, 'between the heaps lies what the prior draws');
    for (const [at, { example, share, logPosterior }] of regions.entries()) {
      assert.ok(Math.abs(share - [right, left][at] / count) < 1e-9, `${share}`);
      const heap = at === 0 ? [usual, usual + right] : [usual + right, count];
      assert.ok(example >= heap[0] && example < heap[1], `${example}`);
      const all = Array.from({ length: heap[1] - heap[0] }, (_, i) => densities.logPosterior(heap[0] + i));
      assert.equal(logPosterior, Math.max(...all));
    }
  });

  it('are no region where there are none', async () => {
    const means = codes();
    assert.deepEqual(await improbableRegions({ latent, means }, new Int32Array(), about(means), threshold), []);
  });
});
