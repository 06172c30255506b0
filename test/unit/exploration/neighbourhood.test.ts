import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { computedColumns } from '../../../src/exploration/computed-columns';
import { klOf, sigmaOf } from '../../../src/exploration/latent-columns';
import { trustOfEach } from '../../../src/exploration/layout-trust';
import { disagreement, meanDistances } from '../../../src/exploration/neighbourhood';
import { exactNeighbours } from '../../../src/layout/neighbours';
import { trust } from '../../../src/layout/trust';
import { random } from '../../../src/random';

const line = { values: Float32Array.of(0, 1, 3, 7, Number.NaN), dims: 1 };

before(async () => {
  await tf.setBackend('cpu');
});

describe('A neighbourhood', () => {
  it('has the mean distance to the nearest; what is not finite has none', async () => {
    const distances = meanDistances(await exactNeighbours(line, 2));
    assert.deepEqual([...distances.subarray(0, 4)], [2, 1.5, 2.5, 5]);
    assert.ok(Number.isNaN(distances[4]));
  });

  it('has the share of the nearest that have another label; those without one do not count', async () => {
    const nearest = await exactNeighbours(line, 2);
    assert.deepEqual([...disagreement(nearest, [0, 0, 1, 1, 0])], [0.5, 0.5, 1, 0.5, Number.NaN]);
    const missing = disagreement(nearest, [0, Number.NaN, 1, Number.NaN, 0]);
    assert.deepEqual([...missing], [1, Number.NaN, 1, Number.NaN, Number.NaN]);
    assert.ok(disagreement(nearest, new Float32Array(5).fill(Number.NaN)).every(Number.isNaN));
  });
});

describe('Trust of a layout', () => {
  const draw = random(3);
  const points = (count: number, dims: number) => ({
    values: Float32Array.from({ length: count * dims }, () => draw()),
    dims,
  });
  const of = async (space: typeof line, layout: typeof line, k: number) =>
    (await trustOfEach(space, await exactNeighbours(layout, k))).values;

  it('is by its mean that of the whole layout, counted point by point', async () => {
    const [space, layout] = [points(300, 5), points(300, 2)];
    const each = await of(space, layout, 7);
    const mean = each.reduce((sum, value) => sum + value, 0) / each.length;
    assert.ok(Math.abs(mean - trust(space, layout, 7).trustworthiness) < 1e-6);
    assert.ok(each.some((value) => value < 0.9));
  });

  it('is 1 where nothing is moved, and less at the point alone that was moved', async () => {
    const space = points(60, 2);
    assert.ok((await of(space, space, 5)).every((value) => value === 1));
    const values = space.values.slice();
    values.set([50, 50], 0);
    const each = await of(space, { values, dims: 2 }, 5);
    const least = each.indexOf(each.reduce((a, b) => Math.min(a, b)));
    assert.equal(least, 0);
  });

  it('and its continuity are those of scikit-learn by their means, and of each point as counted one by one', async () => {
    const [n, k] = [40, 5];
    const space = { values: Float32Array.from({ length: n * 4 }, (_, at) => Math.sin(0.37 * at + (at % 7))), dims: 4 };
    const folded = (i: number) => [Math.abs(space.values[4 * i]), space.values[4 * i + 1]];
    const layout = { values: Float32Array.from(Array.from({ length: n }, (_, i) => folded(i)).flat()), dims: 2 };
    const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / n;
    const [trusts, continuities] = [await of(space, layout, k), await of(layout, space, k)];
    // sklearn.manifold.trustworthiness(space, layout, n_neighbors=5), and with both swapped.
    assert.ok(Math.abs(mean(trusts) - 0.78875) < 1e-5, `${mean(trusts)}`);
    assert.ok(Math.abs(mean(continuities) - 0.9409375) < 1e-5, `${mean(continuities)}`);

    const order = ({ values, dims }: typeof space, i: number) => {
      const row = (at: number) => [...values.subarray(at * dims, (at + 1) * dims)];
      const far = (j: number) => Math.hypot(...row(i).map((value, axis) => value - row(j)[axis]));
      const others = [...Array(n).keys()].filter((j) => j !== i);
      return others.sort((a, b) => far(a) - far(b));
    };
    for (let i = 0; i < n; i++) {
      const [inSpace, inLayout] = [order(space, i), order(layout, i)];
      const lost = inSpace.slice(0, k).filter((j) => !inLayout.slice(0, k).includes(j));
      const ranks = lost.reduce((sum, j) => sum + inLayout.indexOf(j) + 1 - k, 0);
      const expected = 1 - (2 * ranks) / (k * (2 * n - 3 * k - 1));
      assert.ok(Math.abs(continuities[i] - expected) < 1e-6, `${i}: ${continuities[i]}, not ${expected}`);
    }
  });

  it('is missing for what is not finite, and for all where there are too few points', async () => {
    const far = { values: Float32Array.of(0, 1, 2, 3, 4, 5, Number.NaN), dims: 1 };
    const each = await of(far, { values: Float32Array.of(0, 1, 2, 3, 4, 5, 6), dims: 1 }, 2);
    assert.ok(Number.isNaN(each[6]) && each[0] === 1);
    assert.ok((await of(points(4, 2), points(4, 2), 2)).every(Number.isNaN));
  });

  it('of very many points is that by ranks among some of them, about', async () => {
    const [space, layout] = [points(600, 5), points(600, 2)];
    const nearest = await exactNeighbours(layout, 7);
    const all = await trustOfEach(space, nearest);
    const some = await trustOfEach(space, nearest, { among: 200 });
    assert.deepEqual([all.among, some.among], [undefined, 200]);
    const errors = all.values.map((value, i) => some.values[i] - value);
    const [mean, largest] = [
      errors.reduce((sum, error) => sum + error) / errors.length,
      errors.reduce((most, error) => Math.max(most, Math.abs(error)), 0),
    ];
    // 1 / sqrt(200) is 0.07, of a share that is about 0.2.
    assert.ok(Math.abs(mean) < 0.03, `${mean}`);
    assert.ok(largest > 0 && largest < 0.14, `${largest}`);
    const itself = await trustOfEach(space, await exactNeighbours(space, 7), { among: 200 });
    assert.ok(itself.values.every((value) => value > 0.98));
  });

  it('is called off between blocks', async () => {
    const space = points(50, 2);
    const nearest = await exactNeighbours(space, 3);
    const signal = AbortSignal.abort(new Error('enough'));
    await assert.rejects(trustOfEach(space, nearest, { signal }), /enough/);
  });
});

describe('Posteriors by dimension', () => {
  it('are σ = exp(logVar / 2) and KL = (mean² + exp(logVar) - 1 - logVar) / 2', () => {
    const logVars = Float32Array.of(0, 2 * Math.log(3), 0, 0);
    const means = Float32Array.of(0, 2, 1, 0);
    const sigma = sigmaOf(logVars, 2, 1);
    assert.ok(Math.abs(sigma[0] - 3) < 1e-6 && sigma[1] === 1);
    assert.deepEqual([...klOf(means, logVars, 2, 0)], [0, 0.5]);
    assert.ok(Math.abs(klOf(means, logVars, 2, 1)[0] - (4 + 9 - 1 - 2 * Math.log(3)) / 2) < 1e-5);
  });
});

describe('Columns that are computed', () => {
  const vae = { kl: true, klByDimension: true, prior: true, spread: true };
  const from = {
    capabilities: vae,
    latent: 2,
    isSplit: true,
    isWhole: true,
    isLabelled: true,
    inferred: [] as string[],
  } as const;
  const named = (taken: readonly string[], change: object = {}) =>
    computedColumns({ ...from, ...change }, new Set(taken)).map(({ name }) => name);

  it('are what the model, the data and the label allow', () => {
    assert.deepEqual(named([]), [
      'split',
      'reconstruction',
      'kl',
      'reencoding',
      'density',
      'disagreement',
      'trust',
      'continuity',
      'z0',
      'z1',
      'log_prior',
      'log_aggregate',
      'kl_z0',
      'kl_z1',
      'sigma_z0',
      'sigma_z1',
    ]);
    // A KL of the dimensions together is none of each.
    const together = named([], { capabilities: { ...vae, klByDimension: false } });
    assert.ok(together.includes('kl') && together.includes('sigma_z1') && !together.includes('kl_z0'));
    assert.deepEqual(
      named([], { capabilities: { kl: false, prior: false, spread: false }, isSplit: false, isLabelled: false }),
      ['reconstruction', 'reencoding', 'density', 'trust', 'continuity', 'z0', 'z1'],
    );
    assert.deepEqual(named([], { inferred: ['a', 'b'] }).slice(2, 4), ['kl', 'class']);
    assert.deepEqual(named([], { isWhole: false, isSplit: false, inferred: ['a'] }), [
      'density',
      'disagreement',
      'trust',
      'continuity',
      'z0',
      'z1',
    ]);
  });

  it('make way for columns of the data by another name, and say what they are all the same', () => {
    const taken = ['reconstruction', 'split', 'z1', 'latent z1', 'trust', 'model trust', 'sigma_z0'];
    const columns = computedColumns(from, new Set(taken));
    assert.ok(columns.every(({ name }) => !taken.includes(name)));
    assert.equal(new Set(columns.map(({ name }) => name)).size, columns.length);
    const of = (quantity: string, dimension?: number) =>
      columns.find((column) => column.quantity === quantity && column.dimension === dimension)?.name;
    assert.equal(of('reconstruction'), 'model reconstruction');
    assert.equal(of('split'), 'model split');
    assert.equal(of('z', 1), 'latent latent z1');
    assert.equal(of('sigma', 0), 'model sigma_z0');
  });
});
