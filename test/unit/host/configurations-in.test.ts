import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configurationsIn } from '../../../src/host/integration/configurations-in';

describe('Configurations in a folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-configurations-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function write(...names: readonly string[]): Promise<void> {
    for (const name of names) {
      await mkdir(join(folder, name, '..'), { recursive: true });
      await writeFile(join(folder, name), '{}');
    }
  }

  it('are found at any depth, the nearest first, and not where packages or hidden files are', async () => {
    await write('b/deep/er/x.latent.json', 'a.latent.json', 'b/y.latent.json', 'z.json');
    await write('node_modules/p/x.latent.json', '.git/x.latent.json', 'x.latentview.json');
    assert.deepEqual(await configurationsIn(folder), ['a.latent.json', 'b/y.latent.json', 'b/deep/er/x.latent.json']);
  });

  it('are fifty at most, and none where there is no folder', async () => {
    await write(...Array.from({ length: 60 }, (_, i) => `${i}.latent.json`));
    assert.equal((await configurationsIn(folder)).length, 50);
    assert.deepEqual(await configurationsIn(join(folder, 'none')), []);
  });
});
