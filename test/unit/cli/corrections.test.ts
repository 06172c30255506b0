import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fingerprint, openDataset } from '../../../src/dataset';
import type { Corrections } from '../../../src/protocol/config';
import { latentLens } from './command-line';

const examples = 90;

describe('Corrections of data', () => {
  let folder: string;
  let right: Corrections;
  const at = (name: string) => join(folder, name);
  const table = (rows: readonly string[]) => ['a,b,kind', ...rows].join('\n');
  const rows = Array.from({ length: examples }, (_, i) => `${i % 11},${(i * 7) % 13},${['x', 'y'][i % 2]}`);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-corrections-'));
    await writeFile(at('rows.csv'), table(rows));
    const whole = await openDataset({ source: at('rows.csv'), labels: 'kind' });
    right = {
      examples,
      fingerprint: fingerprint(whole),
      exclude: [3, 50],
      labels: { '10': 'y', '60': 'y' },
      reviewed: [7],
    };
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function train(corrections: Corrections, run: string) {
    const model = { latent: 2, hidden: [8] };
    const data = { source: 'rows.csv', labels: 'kind', corrections };
    await writeFile(at('rows.latent.json'), JSON.stringify({ data, model, training: { epochs: 1 } }));
    return latentLens('train', '--config', at('rows.latent.json'), '--out', at(run));
  }

  async function refusal(corrections: Corrections): Promise<string> {
    const { code, stderr } = await train(corrections, 'refused');
    assert.equal(code, 2, stderr);
    return stderr;
  }

  it('are what a run is trained with, and what it has when it is opened again', async () => {
    const { code, stderr } = await train(right, 'run');
    assert.equal(code, 0, stderr);
    const { data, config } = JSON.parse(await readFile(at('run/run.json'), 'utf8'));
    assert.deepEqual([data.examples, data.excluded], [examples - 2, 2]);
    assert.deepEqual(config.data.corrections, right);
    const further = await latentLens('resume', '--run', at('run'), '--epochs', '2');
    assert.equal(further.code, 0, further.stderr);
    const found = await latentLens('failures', '--run', at('run'), '--kind', 'reconstruction', '--top', '90', '--json');
    const listed = found.events().filter(({ event }) => event === 'failure');
    // By their rows in the whole file, without those that are left out and the one that was found right.
    const expected = Array.from({ length: examples }, (_, row) => row).filter((row) => ![3, 50, 7].includes(row));
    assert.deepEqual(
      listed.map(({ row }) => Number(row)).sort((a, b) => a - b),
      expected,
    );
    for (const { row, line } of listed) assert.equal(line, Number(row) + 2);
  });

  it('change labels, by the rows of the whole data', async () => {
    const { columns } = await openDataset({ source: at('rows.csv'), labels: 'kind', corrections: right });
    const { values, categories } = columns.find(({ name }) => name === 'kind')!;
    const names = Array.from(values, (code) => categories![code]);
    assert.equal(names.length, examples - 2);
    // Before the 10th one example is left out, before the 60th two.
    assert.deepEqual([names[8], names[9], names[10], names[58]], ['y', 'y', 'y', 'y']);
    assert.equal(names.filter((name) => name === 'y').length, 45 + 2 - 1);
  });

  it('are refused in a sentence where they do not fit', async () => {
    assert.match(
      await refusal({ ...right, labels: { '4': 'z' } }),
      /label z that example 4 is to have is none that kind has/,
    );
    assert.match(await refusal({ ...right, reviewed: [90] }), /of example 90, and the data have 90/);
    assert.match(await refusal({ ...right, exclude: [-1] }), /data\.corrections\.exclude/);
    await writeFile(at('rows.csv'), table(rows.slice(1)));
    assert.match(await refusal(right), /are of other data, or of the same data read in another way/);
    await writeFile(at('rows.csv'), table(rows.with(5, '400,1,x')));
    assert.match(await refusal(right), /are of other data, or of the same data read in another way/);
    await writeFile(at('rows.csv'), table(rows));
  });

  it('of labels need a column of classes', async () => {
    const whole = await openDataset({ source: at('rows.csv'), ignore: ['kind'] });
    const corrections = { examples, fingerprint: fingerprint(whole), labels: { '1': 'x' } };
    await assert.rejects(
      openDataset({ source: at('rows.csv'), ignore: ['kind'], corrections }),
      /no column of classes as their label/,
    );
  });
});
