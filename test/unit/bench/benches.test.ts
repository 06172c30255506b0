import assert from 'node:assert/strict';
import { chooseBackend } from '../../../src/runtime/backend';
import { measureBeside } from '../../bench/beside';
import { measureLoading } from '../../bench/data';
import { measureExploring } from '../../bench/explore';
import { measureFamily } from '../../bench/family';
import { measureLatency } from '../../bench/latency';
import { measureLayouts } from '../../bench/layout';
import { measureMethods } from '../../bench/layout-methods';
import { measureMeasures } from '../../bench/measures';
import { measureEpochs } from '../../bench/mnist';
import { measurePhotos } from '../../bench/photos';
import { measureStreaming } from '../../bench/stream';
import type { BenchResult } from '../../bench/support/bench';
import { generateDigits } from '../../bench/support/digits';
import { findPhotos } from '../../bench/support/photos';
import { measureText } from '../../bench/text';
import { measureTraining } from '../../bench/train';
import { measureViews } from '../../bench/view';
import { findChromium } from '../../harness/chromium';
import { need } from '../../harness/need';

const silent = () => undefined;

/** Every row has the same columns, every figure is a sensible number, and peers' are left out and said to be. */
function check({ rows, figures, notes = [] }: BenchResult, what: readonly string[], peers: readonly string[]) {
  assert.deepEqual(
    rows.map((row) => row.what),
    what,
  );
  for (const row of rows) {
    assert.deepEqual(Object.keys(row), Object.keys(rows[0]));
    for (const [name, value] of Object.entries(row)) {
      if (peers.includes(name)) assert.equal(value, null, name);
      if (typeof value === 'number') assert.ok(Number.isFinite(value), `${name} is ${value}`);
      if (name !== 'what') assert.equal(figures[`${row.what} ${name}`], value);
    }
  }
  assert.deepEqual(JSON.parse(JSON.stringify(figures)), figures);
  assert.ok(notes.every((note) => /^[A-Z].*\.$/.test(note)));
}

describe('The benches, on little', () => {
  let native = false;
  before(async () => {
    native = (await chooseBackend('auto')).name === 'tensorflow';
  });

  it('layout: UMAP, without peers', async function () {
    need(this, native, 'the native TensorFlow library');
    const result = await measureLayouts({ points: 200, epochs: 5, rounds: 1, threads: 2, peers: undefined }, silent);
    check(result, ['Latent Lens, 2 thread(s)'], []);
    assert.match(result.notes?.join(' ') ?? '', /Without peers: LATENT_LENS_PEERS names a folder/);
  });

  it('layout-methods: what each keeps', async function () {
    need(this, native, 'the native TensorFlow library');
    const result = await measureMethods({ points: 200, dims: 2, threads: 2, epochs: 20 }, silent);
    check(result, ['pca', 'umap', 'tsne', 'pacmap'], []);
    const kept = result.rows.map((row) => Number(row['triplets kept']));
    assert.ok(kept[0] > 0.6 && kept.every((share) => share > 0 && share <= 1), String(kept));
  });

  it('beside: training beside layouts', async function () {
    need(this, native, 'the native TensorFlow library');
    const result = await measureBeside({ examples: 300, rounds: 1, turn: 500 }, silent);
    check(result, ['training alone', 'beside UMAP', 'beside t-SNE'], []);
  });

  it('text: steps of a transformer, and texts that are written', async function () {
    need(this, native, 'the native TensorFlow library');
    const result = await measureText({ batchSizes: [4], rounds: 1, length: 6, peers: false, turn: 1 }, silent);
    check(result, ['transformer step, batch 4'], ['PyTorch eager ms', 'PyTorch compile ms', 'x PyTorch']);
    for (const name of ['compiled ms', 'first call ms', 'writing one ms', 'writing 16 ms'])
      assert.ok(Number(result.rows[0][name]) > 0, name);
  });

  it('measures: of points and of images, without peers', async function () {
    need(this, native, 'the native TensorFlow library');
    const digits = await generateDigits(300);
    try {
      const result = await measureMeasures(
        digits,
        {
          parts: ['neighbours', 'trustworthiness', 'log-likelihood'],
          points: 200,
          peerPoints: 100,
          images: 3,
          draws: 50,
          peers: false,
        },
        silent,
      );
      const peers = ['peer s', 'peer processors s', 'x peer', 'x peer, processors', 'difference'];
      check(
        result,
        [
          '15 neighbours, 200 x 32',
          'trustworthiness, 100 x 32',
          'trustworthiness, 200 x 32',
          'log p(x), 3 images, 50 draws',
        ],
        peers,
      );
    } finally {
      await digits.dispose();
    }
  });

  it('train: steps in turns, and their floor', async function () {
    need(this, native, 'the native TensorFlow library');
    const result = await measureTraining(
      {
        architectures: ['dense', 'conv'],
        batchSizes: [4],
        rounds: 1,
        peakTurns: 1,
        turn: 1,
        examples: 32,
        peers: false,
      },
      silent,
    );
    check(result, ['dense step, batch 4', 'conv step, batch 4'], ['PyTorch ms', 'PyTorch mode', 'x PyTorch']);
    for (const row of result.rows) {
      for (const name of ['compiled ms', 'eager ms', 'minimize ms', 'x minimize', 'x floor', 'first call ms']) {
        assert.ok(Number(row[name]) > 0, name);
      }
    }
    assert.equal(typeof result.figures.library, 'string');
    assert.ok(Number(result.figures.peakGflops) > 0);
  });

  it('family: steps of members with classes, codes, opponents and many draws', async function () {
    need(this, native, 'the native TensorFlow library');
    const families = ['vae', 'iwae', 'm2', 'factor-vae', 'vq-vae'] as const;
    const result = await measureFamily(
      { families, networks: ['dense'], rounds: 1, turn: 1, batchSize: 8, examples: 40, samples: 6, peers: false },
      silent,
    );
    check(result, families, ['PyTorch ms', 'PyTorch mode', 'x PyTorch']);
    for (const row of result.rows) assert.ok(Number(row.ms) > 0);
    assert.ok(Number(result.figures['iwae of 6 draws, x the cost of its operations']) > 0);
  });

  it('mnist: epochs and memory', async function () {
    need(this, native, 'the native TensorFlow library');
    const digits = await generateDigits(96);
    try {
      const result = await measureEpochs(digits, { epochs: 2, loaderEpochs: 1, peers: false }, silent);
      const what = [
        'seconds an epoch',
        'best seconds an epoch',
        'seconds to a test ELBO of -105',
        'test ELBO after 2 epochs',
        'peak resident set, MB',
      ];
      check(result, what, ['PyTorch in memory', 'PyTorch DataLoader']);
      const [middle, best, goal, elbo, memory] = result.rows.map((row) => row['Latent Lens']);
      assert.ok(Number(best) > 0 && Number(best) <= Number(middle));
      assert.deepEqual([goal, elbo], [null, null], 'there is no test part');
      assert.ok(process.platform !== 'linux' || Number(memory) > 50, `${memory} MB`);
    } finally {
      await digits.dispose();
    }
  });

  it('latency: decoding through the trainer, encoding', async function () {
    need(this, native, 'the native TensorFlow library');
    const result = await measureLatency(
      { architectures: ['dense'], examples: 64, calls: 3, rounds: 1, turn: 200, peers: false },
      silent,
    );
    check(result, ['dense decode 1, idle', 'dense decode 1, while training', 'dense encode 64'], ['PyTorch ms']);
    for (const row of result.rows) assert.ok(Number(row['p95 ms']) >= Number(row['median ms']));
    assert.deepEqual(
      result.rows.map((row) => row['goal ms']),
      [1, 16, null],
    );
  });

  it('explore: the cursor, another epoch, prior and codes, two runs, geodesics, ellipsoids', async function () {
    need(this, native, 'the native TensorFlow library');
    const browser = await findChromium(silent).catch(() => null);
    const settings = { architectures: ['dense'], examples: 64, epochs: 2, calls: 2, cursorCalls: 3, turn: 50 } as const;
    const result = await measureExploring({ ...settings, bodies: browser === null ? 0 : 20 }, silent);
    const what = [
      'cursor, idle',
      'cursor, while training',
      'another epoch',
      'prior and codes',
      'two runs compared',
      'geodesic of 32 nodes in 32 dimensions',
    ];
    const bodies = browser === null ? [] : ['20 ellipsoids, main thread, a frame'];
    check(result, [...what.map((each) => `dense, ${each}`), ...bodies], []);
    for (const row of result.rows.slice(0, what.length)) assert.ok(Number(row['p95 ms']) >= Number(row['median ms']));
    assert.ok(Number(result.rows[1]['training speed %']) > 0);
  });

  it('stream: an epoch from disk, and memory', async function () {
    need(this, native, 'the native TensorFlow library');
    const result = await measureStreaming({ megabytes: 8, memory: 1 }, silent);
    check(result, ['tiny', 'streamed'], []);
    for (const row of result.rows) {
      assert.ok(Number(row['seconds an epoch']) > 0);
      assert.ok(process.platform !== 'linux' || Number(row['peak MB']) > 50);
    }
  });

  it('view: points seen, turned, pointed at and selected in a browser', async function () {
    const browser = await findChromium(silent).catch(() => null);
    need(this, browser !== null, 'Chromium');
    const result = await measureViews({ counts: [600], rounds: 1, turn: 200 }, silent);
    const [ours, byWebgl, plain] = result.rows;
    const own = ['Latent Lens, 600 points', 'Latent Lens by WebGL, 600 points'];
    check({ ...result, rows: [ours, byWebgl] }, own, []);
    check({ ...result, rows: [plain] }, ['plain three.js, 600 points'], ['hover ms', 'first hover ms', 'lasso ms']);
    for (const row of result.rows) assert.ok(row['points drawn'] === 600 && Number(row['frames a second']) > 0);
    for (const name of ['first points ms', 'hover ms', 'lasso ms']) assert.ok(Number(ours[name]) > 0, name);
  });

  it('data: files loaded in processes of their own', async () => {
    const result = await measureLoading({ megabytes: 0.1, rounds: 1, peers: false }, silent);
    const what = ['npy, uint8 images', 'npy, float32 vectors', 'npy, float32 vectors, standardised'];
    const columns = ['peer ms', 'x peer', 'peer peak MB', 'peer growth / decoded'];
    const hdf5 = ['HDF5, uint8 images', 'HDF5, gzip, float32 vectors, standardised'];
    const sparse = ['sparse counts, .npz', 'sparse counts, Matrix Market'];
    check(result, [...what, 'IDX', 'IDX, gzip', 'CSV', ...hdf5, ...sparse, 'Arrow, float32 and words'], columns);
    for (const row of result.rows) {
      assert.ok(Math.abs(Number(row['decoded MB']) - 0.1) < 0.01, `${row.what}: ${row['decoded MB']} MB`);
      assert.ok(Number(row.ms) > 0 && Number(row['peak MB']) > 10);
    }
  });

  it('photos: the preset beside PCA', async () => {
    if (!native) return;
    const photos = await findPhotos();
    assert.deepEqual(await photos.take(2, 'train'), (await photos.take(3, 'train')).subarray(0, 2 * 64 * 64 * 3));
    assert.notDeepEqual(await photos.take(1, 'held'), await photos.take(1, 'train'));
    const result = await measurePhotos(photos, { counts: [12], held: 4, epochs: 1 }, silent);
    check(result, ['12 photos'], []);
    const [row] = result.rows;
    // Eleven components describe twelve photos wholly; with codes of so many, both come near.
    assert.ok(Number(row['PCA dB']) > 50, String(row['PCA dB']));
    for (const name of ['training dB', 'held out dB', 'PCA held out dB']) assert.ok(Number(row[name]) > 5, name);
  });
});
