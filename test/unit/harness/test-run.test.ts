import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { need } from '../../harness/need';
import { projectRoot } from '../../harness/paths';
import type { TestRunResult } from '../../harness/test-run';

interface Outcome extends TestRunResult {
  readonly complaint?: string;
}

/**
 * Runs test files as `npm test` does, in a process of its own, and answers what it makes of them. Mocha inside mocha would
 * share its globals.
 */
async function run(files: Readonly<Record<string, string>>, grep = ''): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'latent-lens-'));
  try {
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    const resultFile = join(folder, 'result.json');
    const module = JSON.stringify(join(projectRoot, 'dist', 'test', 'harness', 'test-run.js'));
    const paths = JSON.stringify(Object.keys(files).map((name) => join(folder, name)));
    const script = `require(${module}).runTests({ files: ${paths}, timeout: 60_000 }).then(({ failed }) => process.exit(failed ? 1 : 0))`;
    const { orders, readResult } = await import(
      pathToFileURL(join(projectRoot, 'scripts', 'test', 'results.mjs')).href
    );
    const env = { ...process.env, ...orders({ grep, resultFile }) };
    const code = await new Promise<number | null>((resolve) => {
      execFile(process.execPath, ['-e', script], { env }).once('exit', resolve);
    });
    const { result, complaint } = await readResult(resultFile, code);
    return complaint === undefined ? result : { ...result, complaint };
  } finally {
    await rm(folder, { recursive: true });
  }
}

const passing = `it('passes', () => {});`;
const counts = ({ passed, failed, skipped }: Outcome) => ({ passed, failed, skipped });

describe('a run of tests', () => {
  it('counts what passes and what fails', async () => {
    const failing = `it('fails', () => { throw new Error('no'); });`;
    const result = await run({ 'a.test.js': passing, 'b.test.js': failing });
    assert.deepEqual(counts(result), { passed: 1, failed: 1, skipped: [] });
    assert.equal(result.complaint, undefined);
  });

  it('names what is skipped, and what it lacks', async () => {
    const need = JSON.stringify(join(projectRoot, 'dist', 'test', 'harness', 'need.js'));
    const result = await run({
      'a.test.js': `${passing} it('rests', function () { require(${need}).need(this, false, 'a bed'); throw new Error(); });`,
      'b.test.js': `describe('all', () => { before(function () { require(${need}).need(this, 0, 'a bed'); }); it('rest', () => {}); });`,
    });
    assert.deepEqual(counts(result), { passed: 1, failed: 0, skipped: ['rests (without a bed)', 'all rest'] });
  });

  it('tells how long each took', async () => {
    const { durations } = await run({ 'a.test.js': `it('waits', (done) => setTimeout(done, 30)); ${passing}` });
    const [{ title, ms }] = durations;
    assert.deepEqual([title, ms > 0], ['waits', true]);
  });

  it('tells how long processors worked', async function () {
    need(this, process.platform === 'linux', 'Linux, which tells of it');
    const work = 'while (process.cpuUsage().user < 4e5);';
    const { processors } = await run({ 'a.test.js': `it('works', () => { ${work} });` });
    assert.ok(Number(processors) >= 0.35, `${processors}`);
  });

  it('fails where there is no test', async () => {
    assert.deepEqual(counts(await run({})), { passed: 0, failed: 1, skipped: [] });
  });

  it('fails where a file adds none', async () => {
    const result = await run({ 'a.test.js': passing, 'empty.test.js': '' });
    assert.deepEqual(counts(result), { passed: 1, failed: 1, skipped: [] });
  });

  it('fails where a file does not load, is not built, or has a test that hides the others', async () => {
    for (const content of ['throw new Error("broken");', 'require("./nowhere")', 'it.only("alone", () => {});']) {
      const result = await run({ 'a.test.js': passing, 'b.test.js': content });
      assert.deepEqual(counts(result), { passed: 0, failed: 1, skipped: [] }, content);
      assert.match(result.complaint ?? '', /ended with code 1 and without a result/);
    }
  });

  it('fails where it ends before its time, even as if all were well', async () => {
    for (const [ending, code] of [
      ['process.exit(0)', '0'],
      ['process.kill(process.pid, "SIGKILL")', 'null'],
    ]) {
      const result = await run({ 'a.test.js': `${passing} it('ends', () => new Promise(() => ${ending}));` });
      assert.deepEqual(counts(result), { passed: 0, failed: 1, skipped: [] });
      assert.match(result.complaint ?? '', new RegExp(`code ${code} and without a result`));
    }
  });

  it('runs those whose title has a text', async () => {
    const result = await run({ 'a.test.js': `${passing} it('other', () => {});` }, 'oth');
    assert.deepEqual(counts(result), { passed: 1, failed: 0, skipped: [] });
  });
});
