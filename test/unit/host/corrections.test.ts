import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { correctedText, findCorrections } from '../../../src/host/failures/corrections-file';
import { decided, decisionOn } from '../../../src/host/failures/decisions';
import { latentLens } from '../cli/command-line';

const data = { examples: 20, fingerprint: 'abc' };

describe('Decisions about examples', () => {
  it('stand by row, ascending, and only one about each', () => {
    let corrections = decided(undefined, data, 12, { kind: 'exclude' }, 'x');
    corrections = decided(corrections, data, 3, { kind: 'exclude' }, 'x');
    corrections = decided(corrections, data, 7, { kind: 'relabel', label: 'cow' }, 'x');
    corrections = decided(corrections, data, 9, { kind: 'right' }, 'x');
    assert.deepEqual(corrections, { ...data, exclude: [3, 12], labels: { 7: 'cow' }, reviewed: [9] });
    corrections = decided(corrections, data, 12, { kind: 'right' }, 'x');
    corrections = decided(corrections, data, 7, null, 'x');
    assert.deepEqual(corrections, { ...data, exclude: [3], reviewed: [9, 12] });
    assert.deepEqual(
      [3, 9, 7].map((row) => decisionOn(corrections, row)),
      [{ kind: 'exclude' }, { kind: 'right' }, undefined],
    );
    assert.deepEqual(decisionOn({ ...data, labels: { '4': 'ant' } }, 4), { kind: 'relabel', label: 'ant' });
    assert.equal(decisionOn(undefined, 3), undefined);
  });

  it('are not mixed with those about other data', () => {
    const other = { ...data, fingerprint: 'abd', exclude: [1] };
    assert.throws(
      () => decided(other, data, 2, { kind: 'right' }, 'a.latent.json'),
      /in a\.latent\.json are of other data/,
    );
  });
});

describe('The file of decisions', () => {
  let folder: string;
  const at = (name: string) => join(folder, name);
  const write = (name: string, value: unknown) => writeFile(at(name), JSON.stringify(value));

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-decisions-'));
    await mkdir(at('data'));
    await writeFile(at('data/rows.csv'), `a,b\n${Array.from({ length: 20 }, (_, i) => `${i},${i % 7}`).join('\n')}\n`);
    const args = ['train', '--latent', '2', '--epochs', '1', '--set', 'model.hidden=[8]'];
    for (const [source, run] of [
      [at('data/rows.csv'), 'run'],
      ['builtin:digits', 'digits'],
    ]) {
      const limit = run === 'digits' ? ['--limit', '100'] : [];
      const { code, stderr } = await latentLens(...args, '--data', source, ...limit, '--out', at(run));
      assert.equal(code, 0, stderr);
    }
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('is a new one beside the data, called as they are, with what the run was trained with', async () => {
    const file = await findCorrections(at('run'), undefined);
    assert.deepEqual(file, { path: at('data/rows.latent.json') });
    const corrections = { ...data, exclude: [4] };
    const { data: named, model } = JSON.parse(await correctedText(file, at('run'), corrections));
    assert.deepEqual(named, { source: 'rows.csv', corrections });
    assert.deepEqual([model.latent, model.hidden], [2, [8]]);
  });

  it('is one that is there for these data, and keeps all else that stands in it', async () => {
    await write('data/aaa.latent.json', { data: 'other.csv' });
    await write('data/broken.latent.json', { data: 5 });
    await write('data/rows.latent.json', { data: 'other.csv' });
    assert.equal((await findCorrections(at('run'), undefined)).path, at('data/rows-2.latent.json'));
    await write('data/mine.latent.json', { name: 'Mine', data: 'rows.csv', model: { latent: 5 } });
    const file = await findCorrections(at('run'), undefined);
    assert.equal(file.path, at('data/mine.latent.json'));
    const corrections = { ...data, reviewed: [1] };
    assert.deepEqual(JSON.parse(await correctedText(file, at('run'), corrections)), {
      name: 'Mine',
      model: { latent: 5 },
      data: { source: 'rows.csv', corrections },
    });
    // One with corrections goes first; where none are left, none are named.
    await write('data/zzz.latent.json', { data: { source: './rows.csv', corrections } });
    const corrected = await findCorrections(at('run'), undefined);
    assert.deepEqual([corrected.path, corrected.corrections], [at('data/zzz.latent.json'), corrections]);
    const { data: left } = JSON.parse(await correctedText(corrected, at('run'), data));
    assert.deepEqual(left, { source: './rows.csv' });
  });

  it('of built-in data stands in the folder that is open, and nowhere without one', async () => {
    assert.equal((await findCorrections(at('digits'), folder)).path, at('digits.latent.json'));
    await assert.rejects(findCorrections(at('digits'), undefined), /Open a folder/);
  });
});
