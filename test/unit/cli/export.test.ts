import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { latentLens } from './command-line';

describe('latent-lens export', () => {
  let folder: string;
  let run: string;
  const at = (name: string) => join(folder, name);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-export-'));
    run = at('run');
    const data = ['--data', 'builtin:digits', '--limit', '60', '--latent', '4', '--epochs', '2'];
    const { code, stderr } = await latentLens('train', ...data, '--backend', 'cpu', '--out', run);
    assert.equal(code, 0, stderr);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('says what a page will hold, and writes it', async () => {
    const args = ['export', '--run', run, '--backend', 'cpu', '--json', '--page', at('page.html')];
    const { code, stderr, events } = await latentLens(...args);
    assert.equal(code, 0, stderr);
    const [plan, exported, ...more] = events();
    assert.deepEqual(more, []);
    const { event, points, examples, epochs, withDecoder } = plan;
    assert.deepEqual([event, points, examples, epochs, withDecoder], ['plan', 60, 60, 3, true]);
    const text = await readFile(at('page.html'));
    assert.deepEqual(exported, { event: 'exported', out: at('page.html'), bytes: text.length });
    assert.match(String(text.subarray(0, 60)), /^<!DOCTYPE html>\n<html lang="en">/);
  });

  it('refuses in one sentence what it cannot do', async () => {
    const refusals: readonly (readonly [readonly string[], RegExp])[] = [
      [['--run', run], /^latent-lens: export needs --page, or --format and --out\n$/],
      [['--run', run, '--page', at('missing/page.html')], /^latent-lens: [^\n]*missing[^\n]*\n$/],
      [['--run', at('none'), '--page', at('x.html')], /^latent-lens: There is no run at [^\n]*\n$/],
    ];
    for (const [args, expected] of refusals) {
      const { code, stderr } = await latentLens('export', '--backend', 'cpu', ...args);
      assert.equal(code, 2, stderr);
      assert.match(stderr, expected);
    }
  });
});
