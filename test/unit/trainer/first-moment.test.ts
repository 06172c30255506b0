import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { latentLens, type Running, start } from '../cli/command-line';

const run = promisify(execFile);
const data = ['--data', 'builtin:digits', '--limit', '300', '--seed', '5', '--latent', '2', '--json'];
const quick = [...data, '--set', 'model.hidden=[32]'];

/** What each epoch came to, its time left out. */
async function metrics(directory: string): Promise<object[]> {
  const lines = (await readFile(join(directory, 'metrics.jsonl'), 'utf8')).trim().split('\n');
  return lines.map((line) => ({ ...JSON.parse(line), seconds: 0 }));
}

async function status(directory: string): Promise<string> {
  return JSON.parse(await readFile(join(directory, 'run.json'), 'utf8')).status;
}

/** Until the run has a record, and so before its first epoch. */
async function begun(directory: string, { finished }: Running): Promise<void> {
  let over = false;
  void finished.then(() => {
    over = true;
  });
  for (;;) {
    const text = await readFile(join(directory, 'run.json'), 'utf8').catch(() => '');
    if (text !== '' || over) return;
    await new Promise(setImmediate);
  }
}

describe('A run in its first moment', function () {
  this.timeout(240_000);
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-first-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`is stopped by ${signal}, and can be resumed`, async () => {
      const out = join(folder, 'run');
      const running = start(['train', ...quick, '--epochs', '3000', '--out', out]);
      await begun(out, running);
      running.child.kill(signal);
      const { code, stderr, events } = await running.finished;
      assert.equal(code, 0, stderr);
      assert.equal(events().at(-1)?.status, 'stopped');
      assert.equal(await status(out), 'stopped');
    });
  }

  it('that is killed is resumed from its seed, and equals one that never was', async () => {
    const killed = join(folder, 'killed');
    const running = start(['train', ...quick, '--epochs', '3', '--out', killed]);
    await begun(killed, running);
    running.child.kill('SIGKILL');
    await running.finished;
    const resumed = await latentLens('resume', '--run', killed, '--json');
    assert.equal(resumed.code, 0, resumed.stderr);
    const whole = join(folder, 'whole');
    await latentLens('train', ...quick, '--epochs', '3', '--out', whole);
    assert.deepEqual(await metrics(killed), await metrics(whole));
  });

  it('that is killed leaves a folder that can be trained into', async () => {
    const out = join(folder, 'run');
    const running = start(['train', ...quick, '--epochs', '3', '--out', out]);
    await begun(out, running);
    running.child.kill('SIGKILL');
    await running.finished;
    const { code, stderr } = await latentLens('train', ...quick, '--epochs', '1', '--out', out);
    assert.equal(code, 0, stderr);
    assert.equal((await metrics(out)).length, 1);
  });

  it('is resumed by one of two that want to', async () => {
    const out = join(folder, 'run');
    const running = start(['train', ...quick, '--epochs', '40', '--out', out]);
    await begun(out, running);
    running.child.kill('SIGINT');
    await running.finished;
    const both = await Promise.all([1, 2].map(() => latentLens('resume', '--run', out, '--json')));
    // One may come when the other is done already; never do both train.
    for (const { code, stderr } of both) if (code !== 0) assert.match(stderr, /is being trained by process \d+/);
    assert.ok(both.some(({ code }) => code === 0));
    const epochs = (await metrics(out)).map((row) => (row as { epoch: number }).epoch);
    assert.deepEqual(
      epochs,
      Array.from({ length: 40 }, (_, i) => i + 1),
    );
    assert.equal((await readFile(join(out, 'metrics.jsonl'), 'utf8')).trim().split('\n').length, 40);
  });

  for (const size of ['4k', '16k', '3m']) {
    it(`on a disk of ${size} ends with a sentence, and goes on once there is room`, async function () {
      const disk = join(folder, 'disk');
      await mkdir(disk);
      const isMounted = await run('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', disk]).then(
        () => true,
        () => false,
      );
      // Only root may, and not in every container.
      if (!isMounted) this.skip();
      try {
        const out = join(disk, 'run');
        // A checkpoint of this model fits on none of them.
        const { code, stderr } = await latentLens('train', ...data, '--epochs', '2', '--out', out);
        assert.equal(code, 2, stderr);
        assert.match(stderr, /^latent-lens: .*(could not be written|cannot be written)/m);
        assert.doesNotMatch(stderr, /\n\s+at /);
        await run('mount', ['-o', 'remount,size=64m', disk]);
        const isRun = await readFile(join(out, 'run.json')).then(
          () => true,
          () => false,
        );
        // What is not there is not offered to be resumed.
        assert.equal(/resume the run/.test(stderr), isRun, stderr);
        const again = isRun
          ? await latentLens('resume', '--run', out, '--json')
          : await latentLens('train', ...data, '--epochs', '2', '--out', out);
        assert.equal(again.code, 0, again.stderr);
        assert.equal(again.events().at(-1)?.status, 'completed');
        assert.equal((await metrics(out)).length, 2);
      } finally {
        await run('umount', [disk]);
      }
    });
  }
});
