import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../harness/processes';
import { useEditor } from './editor';
import { violations } from './violations';

const examples = 1000;
const request = {
  name: 'Short',
  data: { source: 'builtin:digits', limit: examples },
  model: { kind: 'vae', hidden: [32], latent: 4 },
  training: { epochs: 1, batchSize: 64, seed: 7 },
};

describe('views that are taken away and opened again', () => {
  let folder = '';
  const editor = useEditor({}, async (opened) => {
    folder = opened;
    await writeFile(join(folder, 'short.latent.json'), JSON.stringify(request));
  });
  const stage = (attribute: string) => editor.panel.get('points').getAttribute(`data-${attribute}`);
  const shows = (count: number) => until(`${count} shown`, async () => Number(await stage('shown')) === count);
  const coloured = (column: string) => until(`colours by ${column}`, async () => (await stage('colour')) === column);

  const save = async (name: string) => {
    const { panel, session } = editor;
    await panel.get('views').click();
    await panel.get('views-save').click();
    await until('a proposed name', async () => (await session.workbench.quickInput.inputValue()).includes('Short'));
    await session.workbench.type(join(folder, name));
    await session.workbench.notification(`${name} is written.`).waitFor();
    return JSON.parse(await readFile(join(folder, name), 'utf8'));
  };
  const shownAgain = async () => {
    await shows(100);
    await coloured('split');
    await until('the layout', () => editor.panel.get('axes').isVisible());
  };

  it('are kept by name, and shown again', async () => {
    const { panel, session } = editor;
    await session.workbench.openFile('short.latent.json');
    await session.workbench.run('Latent Lens: Train from This File');
    await panel.status(/Trained 1 epoch/);
    await panel.epochShown(1);
    await panel.get('query').fill('digit = 4');
    await panel.get('query').press('Enter');
    await shows(100);
    await panel.choose('colour-by', 'Split');
    await panel.choose('projection', 'Latent axes, 2-D');
    await shownAgain();
    await panel.get('views').click();
    assert.deepEqual(await violations(panel.frame), []);
    await panel.get('views-name').fill('fours');
    await panel.get('views-name').press('Enter');
    await panel.get('views-close').click();
    await panel.get('filters-clear').click();
    await panel.choose('colour-by', 'digit');
    await panel.choose('projection', 'PCA');
    await shows(examples);
    await panel.get('views').click();
    await panel.get('views-list').getByText('fours').click();
    await shownAgain();
    await panel.get('points').locator('[tabindex]').first().focus();
    await session.workbench.page.keyboard.press('Control+z');
    await shows(examples);
    await session.workbench.page.keyboard.press('Control+Shift+z');
    await shownAgain();
  });

  it('open a run from a file exactly as it was', async () => {
    const { panel, session } = editor;
    const { page } = session.workbench;
    const before = await panel.get('views').count();
    assert.equal(before, 1);
    await panel.get('points').locator('[tabindex]').first().focus();
    for (const key of ['ArrowLeft', 'ArrowUp', '+', '+']) await page.keyboard.press(key);
    // The camera is told of once it is at rest.
    let saved = await save('a.latentview.json');
    saved = await until('a camera', async () => (saved.camera ? saved : await save('a.latentview.json')));
    assert.ok(!JSON.stringify(saved).includes(folder), 'no path of this machine');
    assert.deepEqual(saved.view.projection, { kind: 'axes', axes: [0, 1, -1] });
    await panel.get('filters-clear').click();
    await panel.choose('projection', 'PCA');
    await session.workbench.run('View: Close All Editors');
    await session.workbench.fileItem('a.latentview.json').dblclick();
    await panel.epochShown(1);
    await shownAgain();
    assert.deepEqual(await save('b.latentview.json'), saved);
  });

  it('say why they are not shown', async () => {
    const { panel, session } = editor;
    const saved = JSON.parse(await readFile(join(folder, 'a.latentview.json'), 'utf8'));
    const open = async (name: string, change: object) => {
      await writeFile(join(folder, name), JSON.stringify({ ...saved, ...change }));
      // What the explorer says of the file before lies over this one while the pointer rests there.
      await session.workbench.page.mouse.move(0, 0);
      await session.workbench.fileItem(name).dblclick();
    };
    await open('newer.latentview.json', { version: 9 });
    await session.workbench.notification('was saved by a newer version').waitFor();
    await open('other.latentview.json', { run: { ...saved.run, created: 'before' } });
    await session.workbench.notification('is of the run Short, and at').waitFor();
    await open('odd.latentview.json', { view: { ...saved.view, haze: 1 } });
    await panel.get('notice').filter({ hasText: 'does not know, at view.haze.' }).waitFor();
    await shownAgain();
  });
});
