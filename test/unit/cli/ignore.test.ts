import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { latentLens } from './command-line';

describe('latent-lens --ignore', function () {
  this.timeout(300_000);
  let folder: string;
  const place = (name: string) => join(folder, name);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-ignore-'));
    const rows = Array.from({ length: 40 }, (_, i) => ({ a: i % 7, b: (i * 5) % 11, c: i, v: [i, 1] }));
    await writeFile(place('rows.jsonl'), rows.map((row) => JSON.stringify(row)).join('\n'));
    await writeFile(place('rows.csv'), ['a,b,c', ...rows.map(({ a, b, c }) => `${a},${b},${c}`)].join('\n'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('leaves columns out of what is trained on', async () => {
    const settings = ['--latent', '2', '--set', 'model.hidden=[8]', '--epochs', '1', '--out', place('run')];
    const { code, stderr } = await latentLens(
      ...['train', '--data', place('rows.jsonl'), '--ignore', 'v', '--ignore', 'c', ...settings],
    );
    assert.equal(code, 0, stderr);
    const { data, config } = JSON.parse(await readFile(place('run/run.json'), 'utf8'));
    assert.deepEqual([data.kind, data.shape, config.data.ignore], ['table', [2], ['v', 'c']]);
  });

  it('leaves columns out of what is inspected and converted, in all tables', async () => {
    for (const [file, ...ignored] of [
      ['rows.jsonl', '--ignore', 'v', '--ignore', 'b'],
      ['rows.csv', '--ignore', 'b'],
    ]) {
      const { stdout } = await latentLens('inspect', '--data', place(file), ...ignored, '--json');
      assert.deepEqual(JSON.parse(stdout).shape, [40, 2], file);
      const out = place('x.npy');
      const { code, stderr } = await latentLens('convert', '--data', place(file), ...ignored, '--out', out);
      assert.equal(code, 0, stderr);
      assert.match((await readFile(out, 'latin1')).slice(0, 128), /\(40, 2\)/);
    }
    const { code, stderr } = await latentLens('inspect', '--data', place('rows.jsonl'), '--ignore', 'none');
    assert.notEqual(code, 0);
    assert.match(stderr, /none/);
  });
});
