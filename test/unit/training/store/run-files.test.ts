import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { link, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../../../src/protocol/errors';
import type { Checkpoint } from '../../../../src/training/store/checkpoint';
import { RunDirectory } from '../../../../src/training/store/run-directory';
import { RunFiles } from '../../../../src/training/store/run-files';
import { need } from '../../../harness/need';
import { barImages, smallConfig } from '../builders';

const { summary, encoding } = barImages(4);
const record = {
  format: 2,
  name: 'a run',
  created: '2026-01-01T00:00:00.000Z',
  status: 'stopped',
  config: smallConfig(),
  data: summary,
  fingerprint: 'f',
  encoding,
  epochs: 2,
  backend: { name: 'cpu', version: '1' },
  versions: {},
} as const;

const checkpoint = (epoch: number): Checkpoint => ({
  epoch,
  partial: null,
  metrics: null,
  weights: new Map([['w', { shape: [1], values: Float32Array.of(epoch) }]]),
  optimizer: new Map(),
  best: null,
});

const isLink = (error: unknown) => error instanceof UserError && error.code === 'run.link';

describe("the files of a run, which are its user's", () => {
  let folder: string;
  let path: string;
  let run: RunDirectory;
  let elsewhere: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-files-'));
    elsewhere = join(folder, 'elsewhere');
    await mkdir(elsewhere);
    await writeFile(join(elsewhere, 'epoch-00001.safetensors'), 'precious');
    await writeFile(join(elsewhere, 'notes.txt'), 'precious');
    run = await RunDirectory.create({ directory: join(folder, 'run') }, 'x', record);
    path = run.path;
  });
  afterEach(async () => {
    await run.release();
    await rm(folder, { recursive: true, force: true });
  });

  const untouched = async () => {
    assert.deepEqual((await readdir(elsewhere)).sort(), ['epoch-00001.safetensors', 'notes.txt']);
    assert.equal(await readFile(join(elsewhere, 'notes.txt'), 'utf8'), 'precious');
  };

  it('are neither read nor written nor removed where a link to a folder leads', async () => {
    await symlink(elsewhere, join(path, 'checkpoints'));
    await symlink(elsewhere, join(path, 'latents'));
    await assert.rejects(run.saveCheckpoint(checkpoint(2), null), isLink);
    await assert.rejects(
      run.loadCheckpoint(() => undefined),
      isLink,
    );
    await assert.rejects(run.saveLatents(1, Float32Array.of(1), 1), isLink);
    await assert.rejects(run.frames(), isLink);
    await untouched();
  });

  it('leave nobody with the lock who could not sweep them', async () => {
    await run.release();
    await symlink(elsewhere, join(path, 'checkpoints'));
    await assert.rejects(run.claim(), isLink);
    await rm(join(path, 'checkpoints'));
    await run.claim();
  });

  it('are not where a link to a file leads', async () => {
    for (const name of ['metrics.jsonl', 'run.json']) {
      await rm(join(path, name), { force: true });
      await symlink(join(elsewhere, 'notes.txt'), join(path, name));
    }
    const files = new RunFiles(path);
    await assert.rejects(files.append('metrics.jsonl', '{}'), isLink);
    await assert.rejects(files.write('run.json', '{}'), isLink);
    await assert.rejects(files.read('run.json'), isLink);
    await assert.rejects(RunDirectory.open(path), isLink);
    await untouched();
  });

  it('are no folders, and no pipes, which to open would wait for ever', async function () {
    need(this, process.platform !== 'win32', 'pipes with names');
    const metrics = join(path, 'metrics.jsonl');
    const isUnreadable = (error: unknown) => error instanceof UserError && error.code === 'run.metricsUnreadable';
    await mkdir(metrics);
    await assert.rejects(run.readHistory(), isUnreadable);
    await rm(metrics, { recursive: true });
    for (const name of ['metrics.jsonl', 'run.json']) {
      await rm(join(path, name), { force: true });
      execFileSync('mkfifo', [join(path, name)]);
    }
    await assert.rejects(run.readHistory(), isUnreadable);
    await assert.rejects(new RunFiles(path).append('metrics.jsonl', '{}'), /it is no file/);
    await assert.rejects(RunDirectory.open(path), /There is no run/);
    await mkdir(join(path, 'latents'));
    execFileSync('mkfifo', [join(path, 'latents', 'epoch-00001.npy')]);
    await assert.rejects(run.readLatents(1, 1, 1), /it is no file/);
  });

  it('are locked by no link', async () => {
    await run.release();
    await symlink(join(elsewhere, 'notes.txt'), join(path, 'run.lock'));
    await assert.rejects(run.claim(), isLink);
    await untouched();
  });

  it('are temporary nowhere else, either', async () => {
    await symlink(join(elsewhere, 'notes.txt'), join(path, `metrics.jsonl.${process.pid}.tmp`));
    await new RunFiles(path).write('metrics.jsonl', 'x');
    assert.equal(await readFile(join(path, 'metrics.jsonl'), 'utf8'), 'x');
    await untouched();
  });

  it('of somebody else stay: notes, copies, folders, and checkpoints that this training did not write', async () => {
    const checkpoints = join(path, 'checkpoints');
    await run.saveCheckpoint(checkpoint(1), null);
    await mkdir(join(checkpoints, 'epoch-00004.safetensors'));
    for (const name of ['notes.txt', 'epoch-00001 copy.safetensors', 'epoch-00007.safetensors']) {
      await writeFile(join(checkpoints, name), 'mine');
    }
    for (const epoch of [2, 3]) await run.saveCheckpoint(checkpoint(epoch), null);
    assert.deepEqual((await readdir(checkpoints)).sort(), [
      'epoch-00001 copy.safetensors',
      'epoch-00003.safetensors',
      'epoch-00004.safetensors',
      'epoch-00007.safetensors',
      'notes.txt',
    ]);
    assert.equal((await run.loadCheckpoint(() => undefined))?.epoch, 3);
  });

  it('that dead processes have left half are removed once the run is claimed, and nothing beside them', async () => {
    await run.release();
    await mkdir(join(path, 'checkpoints'));
    await mkdir(join(path, 'latents'));
    const left = ['run.json.4711.tmp', 'checkpoints/epoch-00003.safetensors.12.tmp', 'latents/epoch-00000.npy.9.tmp'];
    const others = ['thesis.4711.tmp', 'checkpoints/best.safetensors.12.tmp', 'latents/x.tmp'];
    for (const name of [...left, ...others]) await writeFile(join(path, name), '');
    await run.claim();
    const names = (await readdir(path, { recursive: true })).filter((name) => name.endsWith('.tmp'));
    assert.deepEqual(names.sort(), [...others].sort());
  });

  it('that share their bytes with a copy by hard links leave it as it is', async () => {
    await run.appendEpoch({
      ...{ epoch: 1, loss: 1, terms: { reconstruction: 1, kl: 0 }, elbo: -1, validation: null },
      ...{ beta: 1, activeUnits: 1, seconds: 1 },
    });
    const copy = join(folder, 'copy.jsonl');
    await link(join(path, 'metrics.jsonl'), copy);
    const before = await readFile(copy, 'utf8');
    await new RunFiles(path).append('metrics.jsonl', '{"epoch":2}');
    assert.equal(await readFile(copy, 'utf8'), before);
    assert.equal(await readFile(join(path, 'metrics.jsonl'), 'utf8'), `${before}{"epoch":2}\n`);
  });
});
