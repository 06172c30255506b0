import assert from 'node:assert/strict';
import { marginalsOf } from '../../../../src/exploration/prior-fit/marginals';
import { fillNormal, random } from '../../../../src/random';

const rows = 400;
const latent = 2;

/** Posteriors of spread `deviation` around draws of N(mean, spread^2) in the second dimension; the first is collapsed to N(0, 1). */
function posteriors(mean: number, spread: number, deviation: number) {
  const means = fillNormal(new Float32Array(rows * latent), random(1));
  const logVars = new Float32Array(rows * latent);
  for (let i = 0; i < rows; i++) {
    means[2 * i] = 0;
    means[2 * i + 1] = mean + spread * means[2 * i + 1];
    logVars[2 * i + 1] = 2 * Math.log(deviation);
  }
  return { means, logVars };
}

const normal = (x: number, mean: number, deviation: number) =>
  Math.exp(-(((x - mean) / deviation) ** 2) / 2) / (deviation * Math.sqrt(2 * Math.PI));

describe('marginals of the latent dimensions', () => {
  it('are the prior for a dimension that is collapsed, and the mean of the posteriors else', () => {
    const of = posteriors(1, 0.8, 0.6);
    const { places, prior, posterior, distances } = marginalsOf(of, new Float32Array(), latent, true);
    const count = places.length / latent;
    for (let k = 0; k < count; k++) {
      assert.ok(Math.abs(prior[k] - normal(places[k], 0, 1)) < 1e-6);
      assert.ok(Math.abs(posterior[k] - prior[k]) < 1e-6);
      const x = places[count + k];
      let sum = 0;
      for (let i = 0; i < rows; i++) sum += normal(x, of.means[2 * i + 1], 0.6) / rows;
      assert.ok(Math.abs(posterior[count + k] - sum) < 1e-6);
    }
    assert.ok(distances[0] < 1e-6);
    assert.ok(distances[1] > 0.3);
  });

  it('are as far apart as two normal distributions are', () => {
    // Codes of N(2, 1): the total variation from N(0, 1) is 2 Phi(1) - 1 = 0.6827.
    const { distances } = marginalsOf(posteriors(2, 0.6, 0.8), new Float32Array(), latent, true);
    assert.ok(Math.abs(distances[1] - 0.6827) < 0.04, `${distances[1]}`);
  });

  it('of another prior are estimated from its draws', () => {
    const draws = fillNormal(new Float32Array(2 * 2000), random(7)).map((value) => 3 + value / 2);
    const { places, prior } = marginalsOf(posteriors(0, 1, 1), draws, latent, false);
    for (let k = 0; k < places.length; k++) assert.ok(Math.abs(prior[k] - normal(places[k], 3, 0.5)) < 0.08);
  });
});
