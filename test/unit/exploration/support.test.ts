import assert from 'node:assert/strict';
import { Computation } from '../../../src/compute';
import { AggregatePosterior } from '../../../src/exploration/aggregate-posterior';
import type { Codes } from '../../../src/exploration/projection';
import { reencode, reencodingErrors } from '../../../src/exploration/reencoding';
import { SupportReference } from '../../../src/exploration/support';
import { chooseBackend } from '../../../src/runtime/backend';
import { allModels, blocks, build, objectiveOf } from '../compute/builders';

/** log N(z; mean, exp(logVar)), in float64. */
function logNormal(z: number, mean: number, logVar: number): number {
  return -((z - mean) ** 2 / Math.exp(logVar) + logVar + Math.log(2 * Math.PI)) / 2;
}

describe('the aggregate posterior', () => {
  const means = Float32Array.of(0, 0, 3, -1, 1, 2);
  const logVars = Float32Array.of(0, 0.5, -1, 0.25, 0.125, -2);
  const posterior = new AggregatePosterior(means, logVars, 2);

  it('is the mean of the densities of all, or of all but one', () => {
    const z = [0.5, -0.25];
    const densities = [0, 1, 2].map((n) =>
      Math.exp(z.reduce((sum, value, j) => sum + logNormal(value, means[2 * n + j], logVars[2 * n + j]), 0)),
    );
    const [a, b, c] = densities;
    assert.ok(Math.abs(posterior.logDensity(z) - Math.log((a + b + c) / 3)) < 1e-6);
    assert.ok(Math.abs(posterior.logDensity(z, 0) - Math.log((b + c) / 2)) < 1e-6);
  });

  it('is a number where every density is less than the smallest number', () => {
    const far = posterior.logDensity([500, 500]);
    assert.ok(Number.isFinite(far) && far < -1e4);
  });
});

describe('the support of a code', () => {
  before(() => chooseBackend('tensorflow'));

  /** A model with fresh weights, its examples, and what is usual among them. */
  async function reference(name: string, places?: Int32Array) {
    const modelCase = allModels().find((each) => each.name === name);
    assert.ok(modelCase, name);
    const examples = 60;
    const dataset = blocks(examples, modelCase);
    const model = build(modelCase);
    const computation = Computation.eager(model, dataset, objectiveOf(modelCase));
    const all = Int32Array.from({ length: examples }, (_, i) => i);
    const codes: Codes = { latent: model.config.latent, means: computation.encode(all).means };
    const encodable = { shape: modelCase.shape, places: places ?? all, indexOf: (place: number) => place };
    const loaded = { model, computation };
    const made = await SupportReference.of(loaded, codes, encodable, model.config.kind === 'vae');
    return { loaded, codes, made, shape: modelCase.shape };
  }

  it('is what is usual at the codes of examples, and less the farther from them', async () => {
    const { loaded, codes, made } = await reference('dense vae bernoulli');
    const { latent, means } = codes;
    const own = made.about(means.subarray(0, latent), loaded);
    for (const standing of [own.distance, own.density, own.reencoding]) assert.ok(standing && standing.beyond > 0);
    const far = made.about(new Float32Array(latent).fill(50), loaded);
    assert.equal(far.distance.beyond, 0);
    assert.equal(far.density?.beyond, 0);
    assert.equal(far.reencoding.beyond, 0);
    assert.ok(far.density.value < far.density.usual && far.distance.value > far.distance.usual);
  });

  it('has the distances of a search of all, and of each to the others for what is usual', async () => {
    const { loaded, codes, made } = await reference('dense vae bernoulli');
    const { latent, means } = codes;
    const rows = means.length / latent;
    const mean8 = (z: ArrayLike<number>, except: number) =>
      Array.from({ length: rows }, (_, n) =>
        n === except
          ? Number.POSITIVE_INFINITY
          : Math.hypot(...Array.from({ length: latent }, (_, j) => means[n * latent + j] - z[j])),
      )
        .sort((a, b) => a - b)
        .slice(0, 8)
        .reduce((sum, distance) => sum + distance / 8, 0);
    const usual = Array.from({ length: rows }, (_, n) => mean8(means.subarray(n * latent, (n + 1) * latent), n)).sort(
      (a, b) => a - b,
    );
    const z = Float32Array.from({ length: latent }, (_, j) => 0.1 * j);
    const { distance } = made.about(z, loaded);
    assert.ok(Math.abs(distance.value - mean8(z, -1)) < 1e-5);
    assert.ok(Math.abs(distance.usual - usual[rows / 2]) < 1e-5);
    assert.equal(distance.beyond, usual.filter((value) => value >= distance.value).length / rows);
  });

  it('is without a density of a plain autoencoder, and without data, which is no fault', async () => {
    const plain = await reference('dense ae bernoulli');
    assert.equal(plain.made.about(new Float32Array(plain.codes.latent), plain.loaded).density, null);
    const { loaded, codes, made } = await reference('dense vae bernoulli', new Int32Array());
    const { density, distance, reencoding } = made.about(codes.means.subarray(0, codes.latent), loaded);
    assert.equal(density, null);
    assert.ok(distance.beyond > 0 && Number.isFinite(reencoding.value));
  });

  it('has the errors that each example has by itself', async () => {
    const { loaded, codes, made, shape } = await reference('dense vae bernoulli');
    const errors = await reencodingErrors(loaded, shape, codes, 60);
    for (const [i, error] of errors.entries()) {
      const z = codes.means.slice(i * codes.latent, (i + 1) * codes.latent);
      assert.ok(Math.abs(made.about(z, loaded).reencoding.value - error) < 1e-5);
    }
  });

  it('re-encodes text by its most probable symbols', async () => {
    const { loaded, codes, shape } = await reference('transformer ae of text');
    const [length, symbols] = shape;
    const some = codes.means.slice(0, 2 * codes.latent);
    const decoded = loaded.computation.decode(some);
    const text = Uint8Array.from({ length: 2 * length }, (_, place) => {
      const own = decoded.subarray(place * symbols, (place + 1) * symbols);
      return own.indexOf(Math.max(...own));
    });
    const { means } = loaded.computation.encode(Int32Array.of(0, 1), { rows: text });
    const again = reencode(loaded, shape, some);
    assert.ok(again.every((value, i) => Math.abs(value - means[i]) < 1e-5));
  });
});
