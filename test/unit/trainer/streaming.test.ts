import assert from 'node:assert/strict';
import { readdirSync, truncateSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { encodeNpy } from '../../../src/dataset';
import { type Sentence, UserError } from '../../../src/protocol/errors';
import type { RunStatus } from '../../../src/protocol/run';
import { random } from '../../../src/random';
import { createTrainerService } from '../../../src/trainer/service';

const examples = 24_000;
const features = 64;

/** Vectors along a line, with noise: four times what a megabyte holds. */
function vectors(): Uint8Array {
  const next = random(11);
  const values = new Float32Array(examples * features);
  for (let i = 0; i < values.length; i++) values[i] = Math.floor(i / features) / examples + (next() % 1000) / 5000;
  return encodeNpy(values, [examples, features]);
}

interface Ended {
  readonly status: RunStatus;
  readonly failure?: Sentence;
}

/**
 * A trainer in this process, and how its training ends.
 * @param onProgress Hears each report of steps.
 * @param onEpoch Hears when an epoch is over.
 */
function trainer(
  onProgress: (step: number, epoch: number) => void = () => undefined,
  onEpoch: () => void = () => undefined,
) {
  let end: (ended: Ended) => void;
  const service = createTrainerService((event, params) => {
    const heard: unknown = params;
    if (event === 'progress') {
      const { step, epoch } = heard as { step: number; epoch: number };
      onProgress(step, epoch);
    }
    if (event === 'epoch') onEpoch();
    if (event === 'status' && (heard as Ended).status !== 'running') end(heard as Ended);
  });
  const never = new AbortController().signal;
  const ended = () =>
    new Promise<Ended>((resolve) => {
      end = resolve;
    });
  return { service, never, ended };
}

async function losses(directory: string): Promise<number[]> {
  const lines = (await readFile(join(directory, 'metrics.jsonl'), 'utf8')).trim().split('\n');
  return lines.map((line) => JSON.parse(line).loss);
}

describe('A run on data bigger than memory', () => {
  let folder: string;
  let source: string;
  const content = vectors();

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-streaming-'));
    source = join(folder, 'x.npy');
    await writeFile(source, content);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const request = () => ({
    data: { source, memory: 1 },
    model: { hidden: [16], latent: 2 },
    training: { epochs: 2, batchSize: 16 },
    backend: 'tensorflow' as const,
  });

  async function unbroken(): Promise<number[]> {
    const directory = join(folder, 'unbroken');
    const { service, never, ended } = trainer();
    const done = ended();
    await service.train({ request: request(), directory }, never);
    assert.equal((await done).status, 'completed');
    return losses(directory);
  }

  it('trains on all of them, and shows a sample', async () => {
    const { service, never, ended } = trainer();
    const done = ended();
    const directory = join(folder, 'run');
    const run = await service.train({ request: { ...request(), training: { epochs: 1 } }, directory }, never);
    const { data, config } = run.record;
    assert.equal(data.streamed, examples);
    assert.ok(data.examples < examples / 4);
    assert.equal(run.trainingExamples + run.validationExamples, examples);
    assert.equal(run.validationExamples, Math.round(data.examples / 10));
    assert.equal(config.data.memory, 1);
    assert.ok(data.warnings.some(({ code }) => code === 'data.streamed'));
    assert.equal((await done).status, 'completed');
    const { positions } = await service.latents({ epoch: null, projection: { kind: 'pca' } }, never);
    assert.equal(positions.length, 3 * data.examples);
  });

  it('is as if it had never been stopped, resumed by another process', async () => {
    const whole = await unbroken();
    const directory = join(folder, 'stopped');
    let stop: () => void = () => undefined;
    const reached = new Promise<void>((resolve) => {
      stop = resolve;
    });
    const first = trainer((step, epoch) => epoch === 1 && step > 100 && stop());
    const ended = first.ended();
    await first.service.train({ request: request(), directory }, first.never);
    await reached;
    await first.service.stop({}, first.never);
    assert.equal((await ended).status, 'stopped');

    const second = trainer();
    const done = second.ended();
    await second.service.open({ directory, backend: 'tensorflow' }, second.never);
    await second.service.resume({}, second.never);
    assert.equal((await done).status, 'completed');
    assert.deepEqual(await losses(directory), whole);
  });

  it('is interrupted with a sentence when its file is cut off, and goes on when it is back', async () => {
    const whole = await unbroken();
    const directory = join(folder, 'cut');
    let cut: Promise<void> | undefined;
    const { service, never, ended } = trainer((step, epoch) => {
      if (epoch === 1 && step > 50) cut ??= truncate(source, content.length >> 2);
    });
    const broken = ended();
    await service.train({ request: request(), directory }, never);
    const { status, failure } = await broken;
    assert.equal(status, 'interrupted');
    assert.equal(failure?.code, 'data.truncated');
    await cut;
    const without = trainer().service;
    const shown = await without.open({ directory, backend: 'tensorflow' }, never);
    assert.equal(shown.dataProblem?.code, 'data.truncated');
    await assert.rejects(
      async () => without.resume({}, never),
      (error: unknown) => error instanceof UserError && error.code === 'data.truncated',
    );

    await writeFile(source, content);
    const done = ended();
    await service.resume({}, never);
    assert.equal((await done).status, 'completed');
    assert.deepEqual(await losses(directory), whole);
  });
});

describe('A run on labelled data bigger than memory', () => {
  const count = 6000;
  let folder: string;
  let source: string;
  // A third of the vectors is of the rare class, and has the other sign; every fifth label is missing.
  const isLeft = (i: number) => i % 3 === 0;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-streaming-'));
    source = join(folder, 'x.npy');
    const next = random(13);
    const values = Float32Array.from({ length: count * features }, (_, i) => {
      const sign = isLeft(Math.floor(i / features)) ? -1 : 1;
      return sign + (next() % 1000) / 2000;
    });
    await writeFile(source, encodeNpy(values, [count, features]));
    const labels = Array.from({ length: count }, (_, i) => (i % 5 === 4 ? '' : isLeft(i) ? 'left' : 'right'));
    await writeFile(join(folder, 'y.txt'), [...labels.slice(0, -1), 'right'].join('\n'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const request = (family: 'cvae' | 'm2') => ({
    data: { source, labels: 'y.txt', memory: 1 },
    family,
    model: { hidden: [16], latent: 2 },
    // So many that it is not over before it is stopped: how far it is, is told but now and then.
    training: { epochs: 12, batchSize: 50, balance: 0.5, learningRate: 0.01 },
    backend: 'tensorflow' as const,
  });

  for (const family of ['cvae', 'm2'] as const) {
    it(`knows its classes (${family}), as if it had never been stopped, and is evaluated as in memory`, async () => {
      const whole = trainer();
      const done = whole.ended();
      const directory = join(folder, `${family}-unbroken`);
      const { record } = await whole.service.train({ request: request(family), directory }, whole.never);
      assert.equal(record.data.streamed, count);
      assert.equal((await done).status, 'completed');

      const stopped = join(folder, `${family}-stopped`);
      let stop: () => void = () => undefined;
      const reached = new Promise<void>((resolve) => {
        stop = resolve;
      });
      const first = trainer((_step, epoch) => epoch >= 2 && stop());
      const ended = first.ended();
      await first.service.train({ request: request(family), directory: stopped }, first.never);
      await Promise.race([reached, ended]);
      await first.service.stop({}, first.never);
      assert.equal((await ended).status, 'stopped');
      const second = trainer();
      const finished = second.ended();
      await second.service.open({ directory: stopped, backend: 'tensorflow' }, second.never);
      await second.service.resume({}, second.never);
      assert.equal((await finished).status, 'completed');
      assert.deepEqual(await losses(stopped), await losses(directory));

      // The first feature of what is drawn of a class, on average.
      const drawn = async (ofClass: number) => {
        const params = { count: 40, seed: 5, projection: { kind: 'pca' }, ofClass } as const;
        const { examples: found } = await whole.service.samples(params, whole.never);
        assert.ok(found.kind === 'rows');
        return found.rows.reduce((sum, [value]) => sum + Number(value), 0) / 40;
      };
      const [left, right] = [await drawn(0), await drawn(1)];
      assert.ok(right - left > 0.3, `${left} and ${right}`);
      const evaluated = (memory: number) =>
        whole.service.evaluate(
          { directory, data: { source, labels: 'y.txt', memory }, backend: 'tensorflow' },
          whole.never,
        );
      const streamed = await evaluated(1);
      assert.deepEqual(streamed, { ...(await evaluated(1000)), warnings: streamed.warnings });
      if (family === 'cvae') return;
      assert.equal(streamed.labelled, (count * 4) / 5 + 1);
      assert.ok(Number(streamed.accuracy) > 0.95, `${streamed.accuracy}`);
    });
  }
});

describe('A run on images bigger than memory', () => {
  const count = 420;
  let folder: string;
  let before: string | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-streaming-'));
    before = process.env.XDG_CACHE_HOME;
    process.env.XDG_CACHE_HOME = join(folder, 'cache');
    await mkdir(join(folder, 'images'));
    const next = random(12);
    for (let i = 0; i < count; i++) {
      const image = new PNG({ width: 32, height: 32 });
      for (let at = 0; at < image.data.length; at++) image.data[at] = at % 4 === 3 ? 255 : next() & 255;
      await writeFile(join(folder, 'images', `${i}.png`), PNG.sync.write(image));
    }
  });
  afterEach(async () => {
    if (before === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = before;
    await rm(folder, { recursive: true, force: true });
  });

  it('is interrupted with a sentence when their decoded copy is damaged, and goes on by another', async () => {
    const request = {
      data: { source: join(folder, 'images'), memory: 1 },
      model: { hidden: [16], latent: 2 },
      training: { epochs: 2, batchSize: 16 },
      backend: 'tensorflow' as const,
    };
    const copies = join(folder, 'cache', 'latent-lens', 'images');
    let harm = () => {};
    const { service, never, ended } = trainer(undefined, () => harm());
    const whole = ended();
    const { record } = await service.train({ request, directory: join(folder, 'whole') }, never);
    assert.equal(record.data.streamed, count);
    assert.equal((await whole).status, 'completed');

    harm = () => {
      for (const name of readdirSync(copies)) truncateSync(join(copies, name), 1000);
      harm = () => {};
    };
    const broken = ended();
    const directory = join(folder, 'broken');
    await service.train({ request, directory }, never);
    const { status, failure } = await broken;
    assert.deepEqual([status, failure?.code], ['interrupted', 'data.images.copyLost']);
    const done = ended();
    await service.resume({}, never);
    assert.equal((await done).status, 'completed');
    assert.deepEqual(await losses(directory), await losses(join(folder, 'whole')));
  });
});
