import assert from 'node:assert/strict';
import { umapDefaults } from '../../../src/protocol/layout';
import { Bits } from '../../../webview/data/bits';
import { chosenBodies } from '../../../webview/posterior/chosen-bodies';
import { drawnPlaces } from '../../../webview/posterior/drawn-places';
import { whyNoBodies } from '../../../webview/posterior/why-none';
import { buildRun } from './builders';

describe('points at draws of their posteriors', () => {
  it('are spread as the posterior is, around its mean', () => {
    const examples = 20_000;
    // Half axes of 3 along (0.6, 0.8, 0), 1 at right angles to it, and none along z.
    const own = [1.8, 2.4, 0, -0.8, 0.6, 0, 0, 0, 0];
    const indices = Int32Array.from({ length: examples }, (_, i) => i);
    const axes = Float32Array.from({ length: 9 * examples }, (_, at) => own[at % 9]);
    const drawn = drawnPlaces(new Float32Array(3 * examples).fill(5), { indices, axes }, 1);
    const mean = (of: (x: number, y: number, z: number) => number) =>
      indices.reduce((sum, i) => sum + of(drawn[3 * i] - 5, drawn[3 * i + 1] - 5, drawn[3 * i + 2] - 5), 0) / examples;
    const found = [mean((x) => x), mean((_, y) => y), mean((x) => x * x), mean((_, y) => y * y), mean((x, y) => x * y)];
    const wanted = [0, 0, 0.36 * 9 + 0.64, 0.64 * 9 + 0.36, 0.48 * 9 - 0.48];
    for (const [i, value] of wanted.entries()) assert.ok(Math.abs(found[i] - value) < 0.15, `${i}: ${found[i]}`);
    assert.equal(
      mean((_x, _y, z) => Math.abs(z)),
      0,
    );
  });

  it('are the same by the same seed, and stay where there is no body', () => {
    const places = Float32Array.from({ length: 9 }, (_, at) => at);
    const bodies = { indices: Int32Array.of(0, 2), axes: new Float32Array(18).fill(1) };
    const [first, again, other] = [7, 7, 8].map((seed) => drawnPlaces(places, bodies, seed));
    assert.deepEqual(first, again);
    assert.notDeepEqual(first, other);
    assert.deepEqual([...first.subarray(3, 6)], [3, 4, 5]);
    assert.ok(first.subarray(0, 3).every((value, at) => value !== at));
  });
});

describe('bodies', () => {
  const all = {
    epoch: 1,
    indices: Int32Array.from({ length: 30_000 }, (_, i) => 2 * i),
    axes: Float32Array.from({ length: 9 * 30_000 }, (_, at) => Math.floor(at / 9)),
  };
  const positions = Float32Array.from({ length: 3 * 60_000 }, (_, at) => Math.floor(at / 3));

  it('are so many at most, evenly spread, each at its point', () => {
    const { indices, centres, axes } = chosenBodies(all, positions, null, 10_000);
    assert.equal(indices.length, 10_000);
    assert.deepEqual([...indices.subarray(0, 3)], [0, 6, 12]);
    assert.ok(indices.every((index, body) => centres[3 * body + 2] === index && axes[9 * body + 8] === index / 2));
  });

  it('are those of points that are shown and selected', () => {
    const { indices } = chosenBodies(all, positions, Bits.of(60_000, [2, 3, 40]), 10_000);
    assert.deepEqual([...indices], [2, 40]);
  });

  it('are not there where a posterior is none, and it is said why', () => {
    const { model } = buildRun({ latent: 8 }).record.config;
    const pca = { kind: 'pca' } as const;
    assert.equal(whyNoBodies(model, pca), null);
    assert.match(whyNoBodies({ ...model, kind: 'ae' }, pca) ?? '', /plain autoencoder/);
    assert.match(whyNoBodies({ ...model, posterior: { name: 'quantised' } }, pca) ?? '', /from a list/);
    assert.match(whyNoBodies({ ...model, posterior: { name: 'gumbel' } }, pca) ?? '', /from a list/);
    assert.match(whyNoBodies(model, umapDefaults) ?? '', /UMAP/);
    assert.match(whyNoBodies({ ...model, latent: 1 }, pca) ?? '', /interval/);
  });
});
