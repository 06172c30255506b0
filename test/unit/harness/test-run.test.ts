import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../harness/paths';
import type { TestRunResult } from '../../harness/test-run';

/** Runs test files in a process of its own: mocha inside mocha would share its globals. */
async function run(files: Readonly<Record<string, string>>, grep = ''): Promise<TestRunResult> {
  const folder = await mkdtemp(join(tmpdir(), 'latent-lens-'));
  try {
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    const result = join(folder, 'result.json');
    const module = JSON.stringify(join(projectRoot, 'dist', 'test', 'harness', 'test-run.js'));
    const script = `require(${module}).runTests({ folder: ${JSON.stringify(folder)}, timeout: 1000 })`;
    const env = { ...process.env, LATENT_LENS_TEST_RESULT: result, LATENT_LENS_TEST_GREP: grep };
    await new Promise((resolve) => execFile(process.execPath, ['-e', script], { env }, resolve));
    return JSON.parse(await readFile(result, 'utf8'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

const passing = `it('passes', () => {});`;

describe('a run of tests', () => {
  it('counts what passes and what fails', async () => {
    const failing = `it('fails', () => { throw new Error('no'); });`;
    const result = await run({ 'a.test.js': passing, 'b.test.js': failing });
    assert.deepEqual(result, { passed: 1, failed: 1, leftOut: [] });
  });

  it('names what is left out', async () => {
    const result = await run({ 'a.test.js': `${passing} it.skip('rests', () => {});` });
    assert.deepEqual(result, { passed: 1, failed: 0, leftOut: ['rests'] });
  });

  it('fails where there is no test', async () => {
    assert.equal((await run({})).failed, 1);
  });

  it('fails where a file adds none', async () => {
    assert.deepEqual(await run({ 'a.test.js': passing, 'empty.test.js': '' }), { passed: 1, failed: 1, leftOut: [] });
  });

  it('runs those whose title has a text', async () => {
    const result = await run({ 'a.test.js': `${passing} it('other', () => {});` }, 'oth');
    assert.deepEqual(result, { passed: 1, failed: 0, leftOut: [] });
  });
});
