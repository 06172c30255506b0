import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shownWithin, spreadPlace } from '../../../../src/dataset/examples/memory';
import { type SpooledExamples, spoolExamples } from '../../../../src/dataset/examples/spooled-examples';
import { UserError } from '../../../../src/protocol/errors';

const examples = 1000;
const width = 3;
const division = { shown: 7, streamMemory: 4096 };

describe('Examples kept on disk', () => {
  let cache: string;
  const before = process.env.XDG_CACHE_HOME;

  beforeEach(async () => {
    cache = await mkdtemp(join(tmpdir(), 'latent-lens-spool-'));
    process.env.XDG_CACHE_HOME = cache;
  });
  afterEach(async () => {
    if (before === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = before;
    await rm(cache, { recursive: true, force: true });
  });

  /** Row i holds i, i + 0.5 and 0; added in pieces of unlike sizes. */
  async function filled(): Promise<SpooledExamples> {
    async function* pieces() {
      for (let begin = 0, size = 1; begin < examples; begin += size, size = Math.min(size * 2, examples - begin)) {
        const rows = new Float32Array(size * width);
        for (let i = 0; i < size; i++) rows.set([begin + i, begin + i + 0.5], i * width);
        yield rows;
        rows.fill(-1);
      }
    }
    return spoolExamples('/data/x', examples, division, { width, type: 'floats' }, pieces());
  }

  it('are read at any place as they were added', async () => {
    const { stream } = await filled();
    assert.deepEqual([...(await stream.read(998, 1000))], [998, 998.5, 0, 999, 999.5, 0]);
    await stream.close();
    assert.deepEqual([...(await stream.read(0, 1))], [0, 0.5, 0]);
    assert.equal(stream.examples, examples);
    assert.equal(stream.bytesPerExample, 12);
    await stream.close();
  });

  it('are shown by an even sample', async () => {
    const { values, stream } = await filled();
    for (let index = 0; index < division.shown; index++) {
      const place = spreadPlace(index, division.shown, examples);
      assert.deepEqual([...values.subarray(index * width, (index + 1) * width)], [place, place + 0.5, 0]);
      assert.equal(stream.placeOf(index), place);
    }
    assert.deepEqual(
      [...shownWithin(division, examples, 143, 287)],
      [{ index: 2, row: spreadPlace(2, 7, examples) - 143 }],
    );
    await stream.close();
  });

  it('may be bytes', async () => {
    async function* pieces() {
      yield Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    }
    const few = { shown: 2, streamMemory: 8 };
    const { values, stream } = await spoolExamples('/data/x', 4, few, { width: 2, type: 'bytes' }, pieces());
    assert.deepEqual([...values], [1, 2, 5, 6]);
    assert.deepEqual(await stream.read(1, 3), Uint8Array.of(3, 4, 5, 6));
    await stream.close();
  });

  it('say which data they are of where their file is damaged', async () => {
    const { stream } = await filled();
    const [file] = await readdir(join(cache, 'latent-lens', 'rows'));
    await truncate(join(cache, 'latent-lens', 'rows', file), 100);
    await assert.rejects(stream.read(500, 501), (error) => {
      assert(error instanceof UserError && error.code === 'data.spool.failed');
      assert.equal(error.params.path, '/data/x');
      return true;
    });
    await stream.close();
  });

  it('are refused where there is no room for them, before any is written', async () => {
    const format = { width: 8, type: 'floats' } as const;
    async function* unasked(): AsyncGenerator<Float32Array> {
      yield assert.fail('It was asked for examples.');
    }
    await assert.rejects(spoolExamples('/data/x', 2 ** 45, division, format, unasked()), (error) => {
      assert(error instanceof UserError && error.code === 'data.spool.room');
      assert.equal(error.params.needed, 2 ** 30);
      return true;
    });
    assert.deepEqual(await readdir(join(cache, 'latent-lens', 'rows')), []);
  });

  it('keep nothing of what cannot be had to its end', async () => {
    async function* broken() {
      yield Uint8Array.of(1);
      throw new Error('It is cut off.');
    }
    const format = { width: 1, type: 'bytes' } as const;
    await assert.rejects(spoolExamples('/data/x', 2, division, format, broken()), /cut off/);
    assert.deepEqual(await readdir(join(cache, 'latent-lens', 'rows')), []);
  });

  it('take no room once their process has ended, however that came', async () => {
    const folder = join(cache, 'latent-lens', 'rows');
    await mkdir(folder, { recursive: true });
    const ended = Number(execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }));
    const left = join(folder, `${ended}-1.rows`);
    const running = join(folder, `${process.ppid}-1.rows`);
    await Promise.all([left, running].map((path) => writeFile(path, 'x')));
    const { stream } = await filled();
    assert.equal(existsSync(left), false);
    assert.equal(existsSync(running), true);
    await stream.close();
  });
});
