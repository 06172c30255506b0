import assert from 'node:assert/strict';
import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { readViewFile, viewText } from '../../../src/host/views/view-file';
import { sentenceOf, temporaryFolder } from '../dataset/builders';

const record = { name: 'digits', created: '2026-01-02T03:04:05.000Z', fingerprint: 'abc' };
const camera = { position: [0, 1, 5], target: [0, 0, 0] } as const;

describe('a file with a view', () => {
  const folder = temporaryFolder();
  const place = (name: string) => join(folder.path, name);
  const save = async (name: string) => {
    await folder.write('project/runs/one/run.json', JSON.stringify({ ...record, more: true }));
    const shown = { view: { colour: 'digit' }, camera, directory: place('project/runs/one'), record };
    return folder.write(name, viewText(shown, place(name)));
  };

  it('finds its run, also when both have moved', async () => {
    await save('project/views/a.latentview.json');
    const text = await readFile(place('project/views/a.latentview.json'), 'utf8');
    assert.ok(!text.includes(folder.path), 'no path of this machine');
    assert.equal(JSON.parse(text).run.path, '../runs/one');
    await rename(place('project'), place('elsewhere'));
    assert.deepEqual(await readViewFile(place('elsewhere/views/a.latentview.json')), {
      directory: place('elsewhere/runs/one'),
      view: { colour: 'digit' },
      camera,
    });
  });

  it('is refused with a sentence', async () => {
    const saved = JSON.parse(await readFile(await save('project/a.latentview.json'), 'utf8'));
    const refusal = async (change: object | string) => {
      const text = typeof change === 'string' ? change : JSON.stringify({ ...saved, ...change });
      return sentenceOf(readViewFile(await folder.write('project/b.latentview.json', text)));
    };
    assert.equal((await refusal('{')).code, 'view.unreadable');
    assert.match((await refusal({ colour: 'x' })).message, /b\.latentview\.json cannot be read \(colour/);
    assert.equal((await refusal({ camera: { position: [0], target: [0, 0, 0] } })).code, 'view.unreadable');
    assert.equal((await refusal({ version: 2, unknown: 1 })).code, 'view.newer');
    assert.equal((await refusal({ run: { ...saved.run, path: 'runs/none' } })).code, 'view.noRun');
    assert.equal((await refusal({ run: { ...saved.run, created: 'another time' } })).code, 'view.otherRun');
    assert.equal((await refusal({ fingerprint: 'other data' })).code, 'view.otherRun');
  });
});
