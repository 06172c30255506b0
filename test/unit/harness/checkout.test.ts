import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFile, cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../harness/paths';

/** A folder with the checkout's rules for its checks, and a file that keeps them. */
async function makeCheckout(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'latent-lens-checkout-'));
  for (const name of ['biome.json', '.gitignore']) await copyFile(join(projectRoot, name), join(folder, name));
  await writeFile(join(folder, 'kept.mjs'), "export const answer = 'kept';\n");
  return folder;
}

/** Lint and format as `npm run check` does. */
function check(folder: string): { readonly passed: boolean; readonly output: string } {
  const biome = join(projectRoot, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const { status, stdout, stderr } = spawnSync(process.execPath, [biome, 'check', '.'], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { passed: status === 0, output: `${stdout}${stderr}` };
}

describe('What is written into a checkout', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await makeCheckout();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('by training there, as `npm start -- --train` does, is not read by its checks', async () => {
    assert.deepEqual(check(folder).passed, true);
    const cli = join(projectRoot, 'dist', 'cli.js');
    const flags = ['--data', 'builtin:digits', '--limit', '64', '--epochs', '1'];
    for (const place of ['.', 'src']) {
      const cwd = join(folder, place);
      await mkdir(cwd, { recursive: true });
      const { status, stderr } = spawnSync(process.execPath, [cli, 'train', ...flags], { cwd, encoding: 'utf8' });
      assert.equal(status, 0, stderr);
    }
    const { passed, output } = check(folder);
    assert.ok(passed, output);

    // Biome would have found fault with it.
    const [run] = await readdir(join(folder, '.latent-lens', 'runs'));
    await cp(join(folder, '.latent-lens', 'runs', run), join(folder, 'elsewhere'), { recursive: true });
    assert.match(check(folder).output, /elsewhere.run\.json/);
  });

  for (const place of ['dist/test-results/some-test', 'dist-vsix', '.cache', '.vscode-test']) {
    it(`into ${place} is not read by its checks`, async () => {
      await mkdir(join(folder, place), { recursive: true });
      await writeFile(join(folder, place, 'record.json'), '{"a" :1}');
      const { passed, output } = check(folder);
      assert.ok(passed, output);
    });
  }

  it('by people is', async () => {
    await writeFile(join(folder, 'record.json'), '{"a" :1}');
    assert.equal(check(folder).passed, false);
  });
});
