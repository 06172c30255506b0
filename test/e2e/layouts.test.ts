import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../harness/processes';
import { useEditor } from './editor';
import { violations } from './violations';

const request = {
  name: 'Wide',
  data: { source: 'builtin:digits', limit: 1500 },
  model: { kind: 'vae', hidden: [32], latent: 6 },
  training: { epochs: 2, batchSize: 64, seed: 7 },
};

describe('layouts of the latent space', () => {
  const editor = useEditor({}, (folder) => writeFile(join(folder, 'wide.latent.json'), JSON.stringify(request)));
  const layout = () => editor.panel.get('points').getAttribute('data-layout');
  const status = (words: string | RegExp) => editor.panel.get('layout-status').filter({ hasText: words }).waitFor();
  const choose = async (label: string) => {
    await editor.panel.get('projection').click();
    await editor.panel.frame.getByRole('option', { name: label, exact: true }).click();
  };
  const type = async (name: string, value: string) => {
    const field = editor.panel.get(name);
    await field.fill(value);
    await field.press('Tab');
  };
  const stored = async (): Promise<string[]> => {
    const [run] = await readdir(join(editor.session.folder, '.latent-lens', 'runs'));
    const folder = join(editor.session.folder, '.latent-lens', 'runs', run);
    return (await readdir(folder)).includes('layouts') ? readdir(join(folder, 'layouts')) : [];
  };

  it('are not begun by choosing one', async () => {
    await editor.session.workbench.openFile('wide.latent.json');
    await editor.session.workbench.run('Latent Lens: Train from This File');
    await editor.panel.status(/Trained 2 epochs/);
    await editor.panel.epochShown(2);
    assert.equal(await editor.panel.get('layout-bar').isVisible(), false);
    await choose('UMAP, 3-D');
    await status('Not laid out yet: principal components are shown.');
    assert.equal(await editor.panel.get('umap-neighbours').inputValue(), '15');
    assert.deepEqual(await stored(), []);
    assert.deepEqual(await violations(editor.panel.frame), []);
  });

  it('are called off', async () => {
    await type('umap-epochs', '10000');
    await editor.panel.get('layout-start').click();
    await status(/Laying out: \d+/);
    assert.equal(await editor.panel.get('umap-neighbours').isDisabled(), true);
    await editor.panel.get('layout-start').filter({ hasText: 'Stop the layout' }).click();
    await status('Not laid out yet');
    assert.deepEqual(await stored(), []);
  });

  it('are kept with the run, and say how far to trust them', async () => {
    await type('umap-epochs', '100');
    await type('umap-minDist', '0.3');
    await editor.panel.get('layout-start').click();
    await status(/Trustworthiness 0\.9\d+, continuity 0\.9\d+/);
    await until('the layout to be on show', async () => (await layout()) === '2');
    assert.deepEqual((await stored()).sort(), [
      'umap-3d-n15-d0.3-e100-s1-epoch-00002.json',
      'umap-3d-n15-d0.3-e100-s1-epoch-00002.npy',
    ]);
  });

  it('are undone like any change, and chosen again as they were', async () => {
    await choose('PCA');
    await until('PCA', async () => (await layout()) === 'none');
    await choose('UMAP, 3-D');
    await until('the layout that is kept', async () => (await layout()) === '2');
    assert.equal(await editor.panel.get('umap-minDist').inputValue(), '0.3');
    await editor.panel.get('points').locator('[tabindex]').first().focus();
    await editor.session.workbench.page.keyboard.press('Control+z');
    await editor.panel.get('announcement').filter({ hasText: 'Undone: layout by UMAP' }).waitFor({ state: 'attached' });
    await until('PCA', async () => (await layout()) === 'none');
    await editor.session.workbench.page.keyboard.press('Control+Shift+z');
    await until('the layout again', async () => (await layout()) === '2');
  });

  it('decode at the cursor from the nearest codes, and say so', async () => {
    await editor.panel.get('cursor-toggle').click();
    await editor.panel.get('cursor-readout').filter({ hasText: 'UMAP has no inverse' }).waitFor();
    assert.match((await editor.panel.get('cursor-z').textContent()) ?? '', /z = \([−\d]/);
  });

  it('are of the selection alone where that is asked for, and of all again by one click', async () => {
    await editor.panel.get('query').fill('digit in (1, 2)');
    await editor.panel.get('query-select').click();
    const count = Number(await editor.panel.get('points').getAttribute('data-selected'));
    assert.ok(count > 100 && count < 1000, String(count));
    await editor.panel.get('layout-selection').click();
    await editor.panel
      .get('layout-part')
      .filter({ hasText: `Of ${count} points alone` })
      .waitFor();
    const shown = (wanted: number) =>
      until(
        `${wanted} points`,
        async () => (await editor.panel.get('points').getAttribute('data-shown')) === String(wanted),
      );
    await shown(count);
    await status(/Trustworthiness 0\.9\d+/);
    assert.ok(
      (await stored()).some((name) => /^umap-3d-n15-d0\.3-e100-s1-of-[0-9a-f]{16}-epoch-00002\.npy$/.test(name)),
    );
    assert.deepEqual(await violations(editor.panel.frame), []);
    await editor.panel.get('layout-all').click();
    await shown(1500);
    await status(/Trustworthiness 0\.9\d+/);
    // It is kept: nobody has to wait for it again.
    await editor.panel.get('layout-selection').filter({ hasText: 'Show the selection alone' }).click();
    await shown(count);
    await status(/Trustworthiness 0\.9\d+/);
    await editor.panel.get('layout-all').click();
    await shown(1500);
    await editor.panel.get('selection-clear').click();
  });

  it('are by t-SNE, too, and go on while the panel is behind another', async () => {
    await choose('t-SNE, 2-D');
    assert.equal(await editor.panel.get('tsne-perplexity').inputValue(), '30');
    assert.equal(await editor.panel.get('umap-minDist').isVisible(), false);
    await type('tsne-epochs', '10000');
    await editor.panel.get('layout-start').click();
    await status(/Laying out: \d+/);
    await editor.session.workbench.openFile('wide.latent.json');
    await editor.session.workbench.page.getByRole('tab', { name: /^Wide/ }).click();
    await status(/Laying out: \d+/);
    assert.equal(await editor.panel.get('tsne-perplexity').isDisabled(), true);
    await editor.panel.get('layout-start').filter({ hasText: 'Stop the layout' }).click();
    await status('Not laid out yet');
    await type('tsne-epochs', '150');
    await editor.panel.get('layout-start').click();
    await status(/Trustworthiness 0\.9\d+/);
    assert.ok((await stored()).includes('tsne-2d-p30-e150-s1-epoch-00002.npy'));
    await choose('PaCMAP, 3-D');
    assert.equal(await editor.panel.get('pacmap-neighbours').inputValue(), '10');
    await editor.panel.get('layout-start').click();
    await status(/Trustworthiness 0\.9\d+/);
    assert.ok((await stored()).includes('pacmap-3d-n10-e450-s1-epoch-00002.npy'));
    await choose('UMAP, 3-D');
    await until('the layout by UMAP', async () => (await layout()) === '2');
  });

  it('say of which epoch they are', async () => {
    await editor.panel.get('epoch-slider').press('ArrowLeft');
    await status('This is the layout of epoch 2. Lay out epoch 1 to see it.');
    await editor.panel.get('layout-start').click();
    await until('the layout of epoch 1', async () => (await layout()) === '1');
  });
});
