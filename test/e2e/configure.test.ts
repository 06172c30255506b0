import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fields } from '../../src/protocol/fields';
import { until } from '../harness/processes';
import { useEditor } from './editor';
import { violations } from './violations';

const rows = Array.from({ length: 300 }, (_, i) =>
  [i + 1, (i % 17) / 4, i % 5 === 0 ? '' : (i % 23) / 9, i % 3 ? 'red' : 'blue', i % 2 ? 'odd' : 'even'].join(','),
);

describe('the page to configure a training', () => {
  const editor = useEditor({ settings: { 'workbench.colorTheme': 'Default High Contrast' } }, async (folder) => {
    await writeFile(join(folder, 'flowers.csv'), ['id,length,width,colour,species', ...rows].join('\n'));
    const request = { data: 'flowers.csv', preset: 'classic', training: { epochs: 7 } };
    await writeFile(join(folder, 'small.latent.json'), JSON.stringify(request));
  });
  const get = (testid: string) => editor.panel.get(testid);
  const value = (key: string) => get(key).inputValue();
  const read = () => get('data-about').filter({ hasText: 'flowers, 300 rows' }).waitFor();

  it('opens by Customise, with every setting of a request', async () => {
    const { workbench } = editor.session;
    await workbench.run('Latent Lens: Train VAE');
    await workbench.pick('flowers');
    await workbench.pick('Customise');
    await get('configure').waitFor();
    await read();
    assert.equal(await value('data.source'), join(editor.session.folder, 'flowers.csv'));
    for (const { key } of fields) {
      // The preset has cards, and roles are in the list of columns.
      const own = key === 'preset' ? 'presets' : /^data\.(roles|ignore)$/.test(key) ? 'columns' : `setting-${key}`;
      assert.equal(await get(own).count(), 1, key);
    }
    assert.deepEqual(await violations(editor.panel.frame), []);
  });

  it('shows what the columns hold, and reads the data anew as their roles change', async () => {
    const columns = get('columns');
    await columns.getByText('red, blue').or(columns.getByText('blue, red')).waitFor();
    assert.equal(await get('role-species').inputValue(), 'automatic');
    const input = get('network').locator('tr', { hasText: 'Example x' });
    // Two numbers, and two categories of one column.
    await input.filter({ hasText: '4' }).waitFor();
    await get('role-colour').selectOption('ignore');
    await input.filter({ hasText: '2' }).waitFor();
  });

  it('says what is wrong where it is, and does not train so', async () => {
    await get('model.latent').fill('0');
    await get('error-model.latent').filter({ hasText: 'Latent dimensions must be at least 1, not 0.' }).waitFor();
    await get('status').filter({ hasText: 'One setting is to be corrected.' }).waitFor();
    await get('train').click();
    assert.equal(await get('model.latent').evaluate((own) => own === own.ownerDocument.activeElement), true);
    assert.deepEqual(await violations(editor.panel.frame), []);
    await get('model.latent').fill('2');
    await get('error-model.latent').waitFor({ state: 'hidden' });
    assert.equal(await get('model.latent').getAttribute('aria-invalid'), 'false');
  });

  it('fills in another preset but for what was changed, which can be taken back', async () => {
    await get('training.epochs').fill('3');
    await get('reset-training.epochs')
      .filter({ hasText: /Reset to \d+/ })
      .waitFor();
    await get('preset-classic').check({ force: true });
    await until('the hidden layers of the other preset', async () => (await value('model.hidden')) === '256');
    assert.equal(await value('training.epochs'), '3');
    assert.equal(await value('model.latent'), '2');
    await get('reset-model.latent').click();
    await until('the latent dimensions of the preset', async () => (await value('model.latent')) === '32');
  });

  it('keeps what was entered over a reload, also what is wrong', async () => {
    await get('training.batchSize').fill('many');
    await get('error-training.batchSize').waitFor();
    await editor.session.workbench.reload();
    await read();
    assert.equal(await value('training.batchSize'), 'many');
    assert.equal(await value('training.epochs'), '3');
    assert.equal(await get('role-colour').inputValue(), 'ignore');
    await get('training.batchSize').fill('10');
    await get('error-training.batchSize').waitFor({ state: 'hidden' });
  });

  it('finds a learning rate, and takes the one that is chosen', async () => {
    const { workbench } = editor.session;
    const before = await value('training.learningRate');
    await get('find-rate').click();
    await workbench.pick('suggested');
    await until('the learning rate that was suggested', async () => {
      const rate = await value('training.learningRate');
      return rate !== before && Number(rate) > 0;
    });
    await get('reset-training.learningRate').click();
    await until('the learning rate of the preset', async () => (await value('training.learningRate')) === before);
  });

  it('trains, by the keyboard', async () => {
    await get('training.batchSize').press('Control+Enter');
    await editor.panel.status(/Trained 3 epochs/);
    assert.match(await editor.panel.text('about'), /dense layers 256 · 32 latent dimensions/);
  });

  it('opens what a file says, and saves it there', async () => {
    const { workbench, folder } = editor.session;
    await workbench.openFile('small.latent.json');
    await workbench.run('Latent Lens: Configure Training…');
    await get('configure').waitFor();
    await read();
    assert.equal(await value('training.epochs'), '7');
    assert.equal(await get('preset-classic').isChecked(), true);
    await get('objective.beta').fill('0.5');
    await get('save').click();
    await workbench.quickInput.waitFor();
    const file = join(folder, 'small.latent.json');
    const saved = await until('the saved file', async () => {
      // It is there already: the editor asks once more.
      if (await workbench.quickInput.isVisible()) await workbench.page.keyboard.press('Enter');
      const text = await readFile(file, 'utf8');
      return text.includes('objective') && text;
    });
    assert.deepEqual(JSON.parse(saved), {
      data: 'flowers.csv',
      preset: 'classic',
      training: { epochs: 7 },
      objective: { beta: 0.5 },
    });
  });
});
