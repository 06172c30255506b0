import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { animalTable as table } from '../harness/animals';
import { until } from '../harness/processes';
import { useEditor } from './editor';
import { violations } from './violations';

const request = {
  name: 'Animals',
  data: { source: 'animals.csv', labels: 'animal' },
  model: { kind: 'vae', hidden: [32], latent: 3 },
  training: { epochs: 40, batchSize: 16, seed: 7 },
};

describe('the drawer of failures', () => {
  let configuration: string;
  const editor = useEditor({}, async (folder) => {
    configuration = join(folder, 'rows.latent.json');
    await writeFile(join(folder, 'animals.csv'), `${table().join('\n')}\n`);
    await writeFile(configuration, JSON.stringify(request));
  });
  const corrections = async () => JSON.parse(await readFile(configuration, 'utf8')).data.corrections;
  const item = (index: number) => editor.panel.get(`failure-${index}`);
  const part = (index: number, testid: string) => item(index).locator(`[data-testid="${testid}"]`);
  const count = (kind: string) => editor.panel.get(`failures-${kind}`).locator('.failure-count').textContent();

  it('lists by kind what is likely wrong, why, and where it stands', async () => {
    await editor.session.workbench.openFile('rows.latent.json');
    await editor.session.workbench.run('Latent Lens: Train from This File');
    await editor.panel.status(/Trained 40 epochs/);
    await editor.panel.get('failures-toggle').click();
    await item(17)
      .filter({ hasText: 'labelled ant, likely cow' })
      .filter({ hasText: 'animals.csv, line 19' })
      .waitFor();
    assert.deepEqual([await count('label'), await count('duplicate')], ['1', '1']);
    assert.deepEqual(await violations(editor.panel.frame), []);
    await item(17).locator('.failure-go').click();
    await editor.panel.get('inspector').filter({ hasText: 'animal: ant' }).waitFor();
  });

  it('writes what is decided to the configuration of the data, and takes it back', async () => {
    await part(17, 'failure-label').focus();
    await part(17, 'failure-label').selectOption('cow');
    await part(17, 'failure-take-back').waitFor();
    await editor.panel.get('failures-duplicate').click();
    await part(30, 'failure-exclude').focus();
    await editor.session.workbench.page.keyboard.press('Enter');
    await item(30).filter({ hasText: 'Left out from the next training on' }).waitFor();
    const { labels, exclude } = await corrections();
    assert.deepEqual({ labels, exclude }, { labels: { '17': 'cow' }, exclude: [30] });
    // Whoever decided by key stands at what takes it back.
    await editor.session.workbench.page.keyboard.press('Enter');
    await part(30, 'failure-exclude').waitFor();
    assert.equal((await corrections()).exclude, undefined);
  });

  it('shows the others as problems of the editor', async () => {
    await editor.panel.get('failures-problems').click();
    const { page } = editor.session.workbench;
    await page.locator('.markers-panel').getByText('Example 30: equals example 20').waitFor();
    await until('no problem at the one that is decided', async () => {
      const panel = page.locator('.markers-panel');
      return (await panel.count()) > 0 && (await panel.getByText('Example 17').count()) === 0;
    });
  });
});
