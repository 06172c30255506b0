import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { latentLens } from './command-line';

describe('latent-lens train, on data of which something is to be said', function () {
  this.timeout(300_000);
  let folder: string;
  const train = (...args: string[]) =>
    latentLens(
      ...['train', '--data', join(folder, 'rows.csv'), '--latent', '2', '--set', 'model.hidden=[8]', '--epochs', '1'],
      ...['--out', join(folder, 'run'), ...args],
    );

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-warnings-'));
    const rows = Array.from({ length: 60 }, (_, i) => `${i % 11},${i === 7 ? '' : (i * 7) % 13},`);
    await writeFile(join(folder, 'rows.csv'), ['a,b,c', ...rows].join('\n'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('says it, a line for each, where nothing else is printed', async () => {
    const { code, stdout, stderr } = await train();
    assert.equal(code, 0, stderr);
    const said = stderr.split('\n').filter((line) => line.includes('rows.csv'));
    assert.equal(said.length, 2, stderr);
    assert.match(said.join('\n'), /column c.*|column b/s);
    assert.doesNotMatch(stdout, /column/);
  });

  it('says it of data that are evaluated and encoded, too', async () => {
    const { code, stderr } = await train();
    assert.equal(code, 0, stderr);
    const run = ['--run', join(folder, 'run'), '--data', join(folder, 'rows.csv')];
    for (const args of [
      ['evaluate', ...run],
      ['encode', ...run, '--out', join(folder, 'z.npy')],
    ]) {
      const plain = await latentLens(...args);
      assert.match(plain.stderr, /rows\.csv.*column/);
      const { stdout } = await latentLens(...args, '--json');
      const events = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).event);
      assert.equal(events[0], 'warning');
      assert.match(events.at(-1), /^(evaluation|encoded)$/);
    }
  });

  it('says it to scripts as events with code and parameters', async () => {
    const { stdout, stderr } = await train('--json');
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const warnings = events.filter(({ event }) => event === 'warning');
    assert.deepEqual(
      warnings.map(({ code, params }) => [code, params.column]).sort(),
      [
        ['data.table.emptyColumns', 'c'],
        ['data.table.missing', 'b'],
      ],
      stderr,
    );
  });
});

describe('latent-lens train, of a model that collapses', function () {
  this.timeout(300_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-collapse-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const train = (beta: number) =>
    latentLens(
      ...['train', '--data', 'builtin:digits', '--limit', '300', '--epochs', '4', '--latent', '4'],
      ...['--set', 'model.hidden=[16]', '--set', `objective.beta=${beta}`, '--set', 'training.batchSize=32'],
      ...['--out', join(folder, `beta-${beta}`)],
    );

  it('says that it has, and what to try; of one that has not, nothing', async () => {
    const { code, stderr } = await train(500);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /none of the 4 latent dimensions depends on the example.*Try a smaller beta/);
    assert.doesNotMatch((await train(1)).stderr, /latent dimensions/);
  });

  it('keeps the KL of each dimension, which together are the KL', async () => {
    const text = await readFile(join(folder, 'beta-1', 'metrics.jsonl'), 'utf8');
    const rows = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.equal(rows.length, 4);
    for (const { klDimensions } of rows) assert.equal(klDimensions.length, 4);
    // By the weights after the epoch, over all examples: those that were held out have as much.
    const { klDimensions, validation } = rows[3];
    const sum = klDimensions.reduce((total: number, kl: number) => total + kl, 0);
    assert.ok(Math.abs(sum - validation.terms.kl) < 0.25 * sum, `${sum} for ${validation.terms.kl}`);
  });
});
