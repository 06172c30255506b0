import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeNpy } from '../../../src/dataset/formats/npy/npy';
import type { RunRequest } from '../../../src/protocol/config';
import type { GivenContent } from '../../../src/protocol/given';
import { random } from '../../../src/random';
import { createTrainerService, type TrainerService } from '../../../src/trainer/service';

const never = new AbortController().signal;
const projection = { kind: 'axes', axes: [0, 1, -1] } as const;
const examples = 60;
const next = random(3);
const byte = () => next() % 256;

const pixels = Uint8Array.from({ length: examples * 64 }, byte);
const rows = Array.from({ length: examples }, (_, i) => ({
  height: 150 + (byte() % 50),
  weight: 40 + (byte() % 60),
  kind: 'abc'[i % 3],
}));
const words = Array.from({ length: examples }, () =>
  String.fromCharCode(...Array.from({ length: 6 }, () => 97 + (byte() % 8))),
);
const vectors = Float32Array.from({ length: examples * 5 }, () => Math.fround(byte() / 16 - 8));

describe('What a person gives to be encoded', function () {
  this.timeout(120_000);
  let folder: string;
  const services = new Map<string, TrainerService>();

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-given-test-'));
    await writeFile(join(folder, 'pixels.npy'), encodeNpy(pixels, [examples, 8, 8]));
    await writeFile(join(folder, 'vectors.npy'), encodeNpy(vectors, [examples, 5]));
    const table = rows.map(({ height, weight, kind }) => `${height},${weight},${kind}`);
    await writeFile(join(folder, 'rows.csv'), ['height,"the weight, kg",kind', ...table].join('\n'));
    await writeFile(join(folder, 'words.txt'), words.join('\n'));
    for (const name of ['pixels.npy', 'vectors.npy', 'rows.csv', 'words.txt']) services.set(name, await train(name));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function train(name: string, more: Partial<RunRequest> = {}): Promise<TrainerService> {
    let end: () => void;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const service = createTrainerService((event, params) => {
      if (event === 'status' && (params as { status: string }).status !== 'running') end();
    });
    const request: RunRequest = {
      data: { source: join(folder, name) },
      model: { hidden: [16], latent: 2 },
      training: { epochs: 1, batchSize: 16 },
      ...more,
    };
    await service.train({ request, directory: join(folder, `run-${services.size}-${name}`) }, never);
    await ended;
    return service;
  }

  const give = async (name: string, content: GivenContent) =>
    services.get(name)!.encodeGiven({ content, projection }, never);
  const text = (text: string): GivenContent => ({ kind: 'text', text });
  const pgm = (values: Uint8Array, width: number, height: number): GivenContent => ({
    kind: 'picture',
    bytes: Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), values]),
  });

  /** What one of the run's own examples is given as has its code, and that example as its nearest neighbour. */
  async function isExample(name: string, index: number, content: GivenContent) {
    const given = await give(name, content);
    const own = await services.get(name)!.inspect({ index, projection }, never);
    assert.deepEqual(given.original, own.original);
    for (const [i, value] of own.mean.entries()) assert.ok(Math.abs(given.mean[i] - value) < 1e-5);
    assert.deepEqual(given.position, own.position);
    assert.ok(given.neighbours[0].distance < 1e-5);
    // By its data as well: it comes first, and what is near to the run's own example after it.
    const { neighbours: byData, among } = await services.get(name)!.nearestInputsOfGiven({ content }, never);
    const { neighbours: ofOwn } = await services.get(name)!.nearestInputs({ index }, never);
    assert.equal(among, examples);
    assert.equal(byData[0].index, index);
    assert.ok(byData[0].distance < 1e-5);
    assert.deepEqual(
      byData.slice(1).map(({ index }) => index),
      ofOwn.slice(0, -1).map(({ index }) => index),
    );
    assert.ok(
      Math.abs(given.losses.terms.reconstruction - own.losses.terms.reconstruction) <
        0.2 * Math.abs(own.losses.terms.reconstruction) + 1,
    );
  }

  it('is an example of the data where it is one: a picture', () =>
    isExample('pixels.npy', 7, pgm(pixels.subarray(7 * 64, 8 * 64), 8, 8)));
  it('numbers', () => isExample('vectors.npy', 7, text(`[${[...vectors.subarray(35, 40)].join(', ')}]`)));
  it('a text', () => isExample('words.txt', 7, text(words[7])));
  it('a row of all columns', () =>
    isExample('rows.csv', 7, text(`${rows[7].height},${rows[7].weight},${rows[7].kind}`)));
  it('a row as a spreadsheet has it', () =>
    isExample('rows.csv', 7, text(`${rows[7].height}\t${rows[7].weight}\t${rows[7].kind}\n`)));
  it('a row below names in another order', () =>
    isExample(
      'rows.csv',
      7,
      text(`kind,"the weight, kg",height\n${rows[7].kind},${rows[7].weight},${rows[7].height}`),
    ));
  it('a row below more columns than the data have', () =>
    isExample(
      'rows.csv',
      7,
      text(`when,"the weight, kg",height,kind\n1999,${rows[7].weight},${rows[7].height},${rows[7].kind}`),
    ));
  it('the first of several rows', () =>
    isExample(
      'rows.csv',
      7,
      text(
        rows
          .slice(7, 9)
          .map(({ height, weight, kind }) => `${height},${weight},${kind}`)
          .join('\n'),
      ),
    ));
  it('a row as JSON', () =>
    isExample(
      'rows.csv',
      7,
      text(JSON.stringify({ height: rows[7].height, 'the weight, kg': rows[7].weight, kind: rows[7].kind }, null, 2)),
    ));

  it('is scaled to the size of the pictures', async () => {
    const large = Uint8Array.from({ length: 256 }, (_, i) => pixels[7 * 64 + 8 * (i >> 5) + ((i & 15) >> 1)]);
    const { original } = await give('pixels.npy', pgm(large, 16, 16));
    assert.ok(original.kind === 'images' && original.height === 8 && original.width === 8);
  });

  it('stands among the examples by its loss: white noise is further out than nearly all', async () => {
    const service = services.get('vectors.npy')!;
    const { loss } = await give('vectors.npy', text('1000 -1000 1000 -1000 1000'));
    assert.ok(loss);
    assert.equal(loss.beyond, 0);
    const own = await service.column({ name: 'reconstruction' }, never);
    const kl = await service.column({ name: 'kl' }, never);
    const losses = Array.from(own.values, (value, i) => value + kl.values[i]);
    const smallest = Math.min(...losses);
    const best = losses.indexOf(smallest);
    const near = await give('vectors.npy', text([...vectors.subarray(5 * best, 5 * best + 5)].join()));
    assert.ok(near.loss && near.loss.beyond > 0.9, String(near.loss?.beyond));
    assert.ok(Math.abs(near.loss.value - smallest) < 1e-3);
  });

  it('leaves nothing behind', async () => {
    await give('pixels.npy', pgm(pixels.subarray(0, 64), 8, 8));
    await assert.rejects(give('vectors.npy', text('1 2')));
    assert.deepEqual(
      (await readdir(tmpdir())).filter((name) => /^latent-lens-given-(?!test)/.test(name)),
      [],
    );
  });

  for (const [name, content, expected] of [
    ['pixels.npy', text('7'), /trained on images/],
    ['pixels.npy', { kind: 'picture', bytes: Buffer.from('no picture') }, /no picture that can be read/],
    ['words.txt', pgm(pixels.subarray(0, 64), 8, 8), /not trained on images/],
    ['words.txt', text(' \n'), /nothing in what was given/],
    ['vectors.npy', text('1, 2, 3'), /has 3 numbers, and an example has 5/],
    ['vectors.npy', text('1, 2, 3, 4, five'), /five is no number/],
    ['rows.csv', text('1,2,3,4'), /has 4 cells, and the data have 3 columns/],
    ['rows.csv', text('{"height": 1,'), /begins like JSON/],
    ['rows.csv', text('height\n170'), /has 1 cells, and the data have 3 columns/],
  ] as const) {
    it(`is refused in a sentence: ${expected.source}`, async () => {
      await assert.rejects(give(name, content), expected);
    });
  }

  it('is taken with its class by a model that is told classes, and without as of the usual one', async () => {
    const service = await train('rows.csv', {
      family: 'cvae',
      data: { source: join(folder, 'rows.csv'), labels: 'kind' },
    });
    const row = `${rows[7].height},${rows[7].weight}`;
    const given = await service.encodeGiven({ content: text(`${row},${rows[7].kind}`), projection }, never);
    const own = await service.inspect({ index: 7, projection }, never);
    for (const [i, value] of own.mean.entries()) assert.ok(Math.abs(given.mean[i] - value) < 1e-5);
    const usual = await service.encodeGiven({ content: text(row), projection }, never);
    assert.ok(usual.mean.every(Number.isFinite));
  });

  it('says that there were more', async () => {
    const { warnings } = await give('rows.csv', text('height,"the weight, kg",kind\n170,60,a\n180,70,b'));
    assert.deepEqual(
      warnings.map(({ code }) => code),
      ['given.several'],
    );
  });
});
