import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withFileLock } from '../../harness/file-lock';
import { delay } from '../../harness/processes';

describe('a file lock', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('lets one in at a time', async () => {
    const file = join(folder, 'one.lock');
    let inside = 0;
    let most = 0;
    const enter = () =>
      withFileLock(file, async () => {
        most = Math.max(most, ++inside);
        await delay(20);
        inside--;
      });
    await Promise.all([enter(), enter(), enter()]);
    assert.equal(most, 1);
    assert.ok(!existsSync(file));
  });

  it('is let go of when the action fails', async () => {
    const file = join(folder, 'failed.lock');
    await assert.rejects(
      withFileLock(file, () => Promise.reject(new Error('no'))),
      /no/,
    );
    assert.equal(await withFileLock(file, async () => 'again'), 'again');
  });

  it('is taken from a process that has died', async () => {
    const file = join(folder, 'stale.lock');
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    await writeFile(file, String(pid));
    assert.equal(await withFileLock(file, async () => 'taken'), 'taken');
  });
});
