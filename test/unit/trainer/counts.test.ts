import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeNpy, readNpy } from '../../../src/dataset/formats/npy/npy';
import type { LikelihoodName } from '../../../src/protocol/likelihoods';
import { random } from '../../../src/random';
import { createTrainerService } from '../../../src/trainer/service';

const never = new AbortController().signal;
const [cells, genes] = [600, 40];

/** Cells of three types, which differ in a third of the genes, with libraries that differ by up to ten. */
function syntheticCells() {
  const next = random(7);
  const uniform = () => (next() + 0.5) / 2 ** 32;
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const base = Array.from({ length: genes }, () => Math.exp(normal()));
  const programs = [0, 1, 2].map((type) => {
    const rates = base.map((rate, gene) => (gene % 3 === type ? 4 * rate : rate));
    const sum = rates.reduce((total, rate) => total + rate, 0);
    return rates.map((rate) => rate / sum);
  });
  const poisson = (rate: number) => {
    let count = 0;
    for (let product = uniform(); product > Math.exp(-rate); product *= uniform()) count++;
    return count;
  };
  const types: number[] = [];
  const rows = Array.from({ length: cells }, (_, cell) => {
    const type = cell % 3;
    types.push(type);
    const library = 100 * 10 ** uniform();
    return programs[type].map((share) => poisson(library * share * Math.exp(0.4 * normal() - 0.08)));
  });
  return { rows, types };
}

describe('A run on counts', () => {
  const { rows, types } = syntheticCells();
  const totals = rows.map((row) => row.reduce((sum, count) => sum + count, 0));
  const median = [...totals].sort((a, b) => a - b).slice(cells / 2 - 1, cells / 2 + 1);
  const usual = (median[0] + median[1]) / 2;
  let folder: string;
  let source: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-counts-'));
    source = join(folder, 'cells.csv');
    const header = [...Array.from({ length: genes }, (_, gene) => `g${gene}`), 'type'].join();
    await writeFile(source, [header, ...rows.map((row, cell) => `${row.join()},${'abc'[types[cell]]}`)].join('\n'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function train(likelihood: LikelihoodName) {
    let end: () => void;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const service = createTrainerService((event, params) => {
      if (event === 'status' && (params as { status: string }).status !== 'running') end();
    });
    const directory = join(folder, likelihood);
    const request = {
      data: source,
      model: { likelihood, hidden: [32], latent: 2 },
      training: { epochs: 30, batchSize: 32, passes: 2 },
      backend: 'auto' as const,
    };
    await service.train({ request, directory }, never);
    await ended;
    return { service, directory };
  }

  /** Of each cell's 10 nearest, the share of its own type; and how much of the logarithm of the libraries the codes explain. */
  async function clusters(directory: string) {
    const { data } = await readNpy(join(directory, 'latents', 'epoch-00030.npy'));
    const codes = rows.map((_, cell) => [Number(data[2 * cell]), Number(data[2 * cell + 1])]);
    const same = codes.map((code, cell) => {
      const distances = codes.map((other, i) => ({ i, distance: Math.hypot(code[0] - other[0], code[1] - other[1]) }));
      const nearest = distances
        .filter(({ i }) => i !== cell)
        .sort((a, b) => a.distance - b.distance)
        .slice(0, 10);
      return nearest.filter(({ i }) => types[i] === types[cell]).length / 10;
    });
    return {
      same: same.reduce((sum, share) => sum + share, 0) / cells,
      library: explained(codes, totals.map(Math.log)),
    };
  }

  it('has clusters by the type of the cells and not by their library; a Gaussian has their library first', async () => {
    const counts = await train('negative-binomial');
    const ofCounts = await clusters(counts.directory);
    await counts.service.shutdown({}, never);
    const gaussian = await train('gaussian');
    const ofGaussian = await clusters(gaussian.directory);
    await gaussian.service.shutdown({}, never);
    const said = JSON.stringify({ ofCounts, ofGaussian });
    assert.ok(ofCounts.same > 0.95, said);
    assert.ok(ofCounts.library < 0.1, said);
    assert.ok(ofGaussian.library > 0.4, said);
  });

  for (const likelihood of ['poisson', 'zero-inflated-negative-binomial'] as const) {
    it(`shows counts: those expected of an example with its own total, of draws with the usual one; ${likelihood}`, async () => {
      const { service, directory } = await train(likelihood);
      // More zeros are fewer counts than the library has.
      const isWhole = likelihood === 'poisson';
      const near = (row: readonly (string | number)[], total: number) => {
        const sum = row.reduce<number>((all, value) => all + Number(value), 0);
        assert.ok(
          isWhole ? Math.abs(sum - total) < 1e-3 * total : sum > 0.5 * total && sum <= total,
          `${sum} of ${total}`,
        );
      };
      const page = await service.reconstructions({ order: 'data', filter: null, offset: 100, count: 20 }, never);
      assert.ok(page.originals.kind === 'rows' && page.reconstructions.kind === 'rows');
      assert.deepEqual(page.originals.rows[3], rows[103]);
      page.reconstructions.rows.forEach((row, i) => {
        near(row, totals[100 + i]);
      });
      const inspected = await service.inspect({ index: 103, projection: { kind: 'pca' } }, never);
      assert.ok(inspected.reconstruction.kind === 'rows');
      assert.deepEqual(
        inspected.reconstruction.rows[0].map((value) => Number(value).toFixed(2)),
        page.reconstructions.rows[3].map((value) => Number(value).toFixed(2)),
      );
      const drawn = await service.samples({ count: 5, seed: 1, projection: { kind: 'pca' } }, never);
      assert.ok(drawn.examples.kind === 'rows');
      for (const row of drawn.examples.rows) near(row, usual);
      const column = await service.column({ name: 'g3' }, never);
      assert.deepEqual(
        [...column.values.subarray(0, 5)],
        rows.slice(0, 5).map((row) => row[3]),
      );
      // What is written is read again: the encoding, and the library with it.
      const record = JSON.parse(await readFile(join(directory, 'run.json'), 'utf8'));
      assert.equal(record.encoding.library, usual);
      const z = join(folder, 'z.npy');
      await writeFile(z, encodeNpy(Float32Array.of(0.1, -0.3), [1, 2]));
      await service.decodeFile({ directory, z, out: join(folder, 'x.npy'), backend: 'auto' }, never);
      const { data } = await readNpy(join(folder, 'x.npy'));
      near(Array.from(data as ArrayLike<number>), usual);
      await writeFile(z, encodeNpy(Float32Array.of(0.1, -0.3, 1, Number.NaN), [2, 2]));
      const odd = async () => service.decodeFile({ directory, z, out: join(folder, 'y.npy'), backend: 'auto' }, never);
      await assert.rejects(odd, {
        code: 'run.codesNotFinite',
        params: { path: z, row: 1, dimension: 1, value: 'NaN' },
      });
      await service.shutdown({}, never);
    });
  }
});

/** R^2 of the best linear function of two numbers. */
function explained(x: readonly (readonly number[])[], y: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const centred = (values: readonly number[]) => values.map((value) => value - mean(values));
  const [a, b, c] = [x.map(([first]) => first), x.map(([, second]) => second), y].map(centred);
  const dot = (p: readonly number[], q: readonly number[]) => p.reduce((sum, value, i) => sum + value * q[i], 0);
  const determinant = dot(a, a) * dot(b, b) - dot(a, b) ** 2;
  const [u, v] = [
    (dot(a, c) * dot(b, b) - dot(b, c) * dot(a, b)) / determinant,
    (dot(b, c) * dot(a, a) - dot(a, c) * dot(a, b)) / determinant,
  ];
  const rest = c.map((value, i) => value - u * a[i] - v * b[i]);
  return 1 - dot(rest, rest) / dot(c, c);
}
