import assert from 'node:assert/strict';
import { AggregatePosterior } from '../../../../src/exploration/aggregate-posterior';
import { findHoles } from '../../../../src/exploration/prior-fit/holes';
import { fillNormal, random } from '../../../../src/random';

const latent = 2;
const draws = 1500;

/** Draws of N(0, I), and their log-densities. */
function priorDraws(seed: number) {
  const codes = fillNormal(new Float32Array(draws * latent), random(seed));
  const logDensities = Float64Array.from(
    { length: draws },
    (_, i) => -(codes[2 * i] ** 2 + codes[2 * i + 1] ** 2) / 2 - Math.log(2 * Math.PI),
  );
  return { codes, logDensities };
}

/** Narrow posteriors at draws of N(0, I), but for those that `isEmpty`. */
function posteriorOf(isEmpty: (x: number, y: number) => boolean): AggregatePosterior {
  const all = fillNormal(new Float32Array(2 * 6000), random(99));
  const kept: number[] = [];
  for (let i = 0; i < all.length; i += 2) if (!isEmpty(all[i], all[i + 1])) kept.push(all[i], all[i + 1]);
  return new AggregatePosterior(
    Float32Array.from(kept),
    new Float32Array(kept.length).fill(2 * Math.log(0.12)),
    latent,
  );
}

/** Below which one in a hundred codes of the posterior itself lies. */
function rare(posterior: AggregatePosterior): number {
  const own = Array.from({ length: 800 }, (_, i) => posterior.logDensity(posterior.meanOf(i), i));
  return own.sort((a, b) => a - b)[8];
}

describe('holes of the prior', () => {
  it('are where codes were left out, with the share that the prior has there', async () => {
    // Two discs; N(0, I) has 1 - exp(-r^2 / 2) in one of radius r around 0.
    const inMiddle = (x: number, y: number) => Math.hypot(x, y) < 0.7;
    const aside = (x: number, y: number) => Math.hypot(x - 1.8, y) < 0.6;
    const posterior = posteriorOf((x, y) => inMiddle(x, y) || aside(x, y));
    const prior = priorDraws(3);
    const { share, holes } = await findHoles(prior, posterior, rare(posterior));
    const place = (draw: number) => [prior.codes[2 * draw], prior.codes[2 * draw + 1]] as const;
    const middle = holes.filter(({ draw }) => inMiddle(...place(draw)));
    const right = holes.filter(({ draw }) => aside(...place(draw)));
    assert.equal(middle.length, 1, 'the disc in the middle is one hole');
    assert.equal(right.length, 1, 'so is the one beside it');
    const whole = 1 - Math.exp(-(0.7 ** 2) / 2);
    // Posteriors reach into it from all sides.
    assert.ok(middle[0].share > 0.3 * whole && middle[0].share < 1.2 * whole, `${middle[0].share} of ${whole}`);
    assert.equal(holes[0], middle[0], 'the largest is the first');
    // It is told by its most probable draw.
    assert.ok(Math.hypot(...place(middle[0].draw)) < 0.2);
    assert.ok(share >= middle[0].share + right[0].share - 1e-9);
    for (const { draw, logPosterior } of holes) assert.equal(logPosterior, posterior.logDensity(place(draw)));
  });

  it('are as rare as chance has it where codes are as the prior', async () => {
    const posterior = posteriorOf(() => false);
    const { share } = await findHoles(priorDraws(4), posterior, rare(posterior));
    assert.ok(share < 0.03, `${share}`);
  });

  it('are not there where nothing is below the threshold', async () => {
    const posterior = posteriorOf(() => false);
    assert.deepEqual(await findHoles(priorDraws(5), posterior, -1e9), { share: 0, holes: [] });
  });
});
