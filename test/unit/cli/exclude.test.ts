import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fingerprint, openDataset } from '../../../src/dataset';
import { exportSelection } from '../../../src/export/export-selection';
import { wholeData } from '../../../src/trainer/run-data';
import { latentLens } from './command-line';

describe('latent-lens train --exclude', function () {
  this.timeout(300_000);
  let folder: string;
  const place = (name: string) => join(folder, name);
  const train = (...args: string[]) =>
    latentLens(
      'train',
      '--data',
      place('rows.csv'),
      '--latent',
      '2',
      '--set',
      'model.hidden=[8]',
      '--epochs',
      '1',
      ...args,
    );

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-exclude-'));
    const rows = Array.from({ length: 60 }, (_, i) => `${i % 11},${(i * 7) % 13}`);
    await writeFile(place('rows.csv'), ['a,b', ...rows].join('\n'));
    const data = await openDataset({ source: place('rows.csv') });
    const list = { version: 1, data: 'rows', examples: 60, fingerprint: fingerprint(data), exclude: [[10, 29]] };
    await writeFile(place('list.exclude.json'), JSON.stringify(list));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('leaves examples out before it splits, and goes on without the list', async () => {
    const { code, stderr } = await train('--exclude', place('list.exclude.json'), '--out', place('run'));
    assert.equal(code, 0, stderr);
    const { data, config } = JSON.parse(await readFile(place('run/run.json'), 'utf8'));
    assert.deepEqual([data.examples, data.excluded], [40, 20]);
    assert.equal(config.data.exclude, place('list.exclude.json'));
    await rm(place('list.exclude.json'));
    const further = await latentLens('resume', '--run', place('run'), '--epochs', '2');
    assert.equal(further.code, 0, further.stderr);
    await copyFile(place('run/exclude.json'), place('list.exclude.json'));
  });

  it('says where its own list is gone', async () => {
    await rm(place('run/exclude.json'));
    const { code, stderr } = await latentLens('resume', '--run', place('run'), '--epochs', '3');
    assert.equal(code, 2);
    assert.match(stderr, /trained without some of its examples, and its list of them, .*exclude\.json, cannot be read/);
  });

  it('trains on a data set that was taken away from a run', async () => {
    const dataset = await openDataset({ source: 'builtin:digits', limit: 200 });
    const run = { data: wholeData(dataset), fingerprint: '', name: 'digits' };
    const examples = Uint32Array.from({ length: 50 }, (_, i) => 3 * i);
    await exportSelection(run, place('some.npy'), 'dataset', examples);
    const { code, stderr } = await latentLens(
      ...['train', '--data', place('some.npy'), '--epochs', '1', '--out', place('some')],
    );
    assert.equal(code, 0, stderr);
    const { data } = JSON.parse(await readFile(place('some/run.json'), 'utf8'));
    assert.deepEqual([data.examples, data.shape, data.columns[0].type], [50, [28, 28, 1], 'category']);
  });

  it('refuses a list of other data in one sentence', async () => {
    const { code, stderr } = await train('--limit', '50', '--exclude', place('list.exclude.json'));
    assert.equal(code, 2);
    assert.match(stderr, /was made for other data \(rows\), or for the same data read in another way/);
  });
});
