import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { UserError } from '../../../../src/protocol/errors';
import { currentStatus, ownerState, ownIdentity, parseOwner } from '../../../../src/run-owner';
import { RunLock } from '../../../../src/training/store/run-lock';

const failsWith = (code: string) => (error: unknown) => error instanceof UserError && error.code === code;

describe('the lock of a run', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-lock-'));
    path = join(folder, 'run.lock');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Another process that takes the lock, says so, and waits. */
  async function holder() {
    const child = spawn(process.execPath, [join(__dirname, 'lock-holder.js'), folder], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [line] = await once(child.stdout, 'data');
    return { child, exited: once(child, 'exit'), said: String(line).trim() };
  }

  it('is held by one, and names it', async () => {
    const { child, exited, said } = await holder();
    assert.equal(said, 'held');
    await assert.rejects(RunLock.acquire(folder), failsWith('run.inUse'));
    await assert.rejects(RunLock.acquire(folder, { takeOver: true }), failsWith('run.inUse'));
    assert.equal(parseOwner(await readFile(path, 'utf8'))?.pid, child.pid);
    assert.equal((await holder()).said, 'run.inUse');
    child.stdin.end();
    await exited;
    assert.equal(existsSync(path), false);
  });

  it('names who has just been granted it as soon as that says who it is', async () => {
    const { child, exited } = await holder();
    const name = await readFile(path);
    await writeFile(path, '');
    const refused = assert.rejects(RunLock.acquire(folder), (error: unknown) => {
      assert.ok(error instanceof UserError);
      assert.deepEqual([error.code, error.params.pid], ['run.inUse', child.pid]);
      return true;
    });
    await setTimeout(150);
    await writeFile(path, name);
    await refused;
    child.stdin.end();
    await exited;
  });

  it('is released by death, and then not held by whoever gets the same process id, host name, or a text of garbage', async () => {
    const { child, exited } = await holder();
    child.kill('SIGKILL');
    await exited;
    assert.equal(existsSync(path), true);
    assert.equal(await currentStatus(folder, { status: 'running' }), 'interrupted');
    const own = ownIdentity();
    for (const text of [
      null,
      JSON.stringify({ ...own, started: '1' }),
      JSON.stringify({ ...own, hostname: 'renamed' }),
      JSON.stringify({ ...own, pid: 1 }),
      '{"pid": "x"}',
      '\0\0\0',
    ]) {
      if (text !== null) await writeFile(path, text);
      const lock = await RunLock.acquire(folder);
      await lock.release();
    }
  });

  it('cannot be told to be free where another system wrote to it not long ago; it can be taken over', async function () {
    if (process.platform !== 'linux') this.skip();
    const other = JSON.stringify({ ...ownIdentity(), boot: 'another', hostname: 'elsewhere' });
    await writeFile(path, other);
    await assert.rejects(RunLock.acquire(folder), failsWith('run.ownerUnknown'));
    assert.equal(await currentStatus(folder, { status: 'running' }), 'running');
    assert.equal(await readFile(path, 'utf8'), other);
    await (await RunLock.acquire(folder, { takeOver: true })).release();
    await writeFile(path, other);
    const longAgo = new Date(Date.now() - 120_000);
    await utimes(path, longAgo, longAgo);
    assert.equal(await currentStatus(folder, { status: 'running' }), 'interrupted');
    await (await RunLock.acquire(folder)).release();
  });

  it('goes to one of many that want it at once', async () => {
    const tried = await Promise.allSettled(Array.from({ length: 8 }, () => RunLock.acquire(folder)));
    const got = tried.filter((result) => result.status === 'fulfilled');
    assert.equal(got.length, 1);
    await Promise.all(got.map(({ value }) => value.release()));
    await (await RunLock.acquire(folder)).release();
  });
});

describe('the owner of a run', () => {
  const own = ownIdentity();

  it('is this process', () => {
    assert.equal(own.pid, process.pid);
    assert.equal(own.hostname, hostname());
    assert.equal(ownerState(own, 0), process.platform === 'linux' ? 'alive' : 'unknown');
  });

  it('is gone with its process, and unknown for a while where it cannot be asked', function () {
    assert.equal(ownerState({ ...own, pid: 2 ** 30 }, 0), 'gone');
    if (process.platform !== 'linux') this.skip();
    assert.equal(ownerState({ ...own, started: '1' }, 0), 'gone');
    for (const elsewhere of [
      { ...own, boot: 'another' },
      { ...own, namespace: 'pid:[1]' },
    ]) {
      assert.equal(ownerState(elsewhere, 5), 'unknown');
      assert.equal(ownerState(elsewhere, 1000), 'gone');
    }
  });
});
