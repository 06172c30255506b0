import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../harness/processes';
import { useEditor } from './editor';
import { violations } from './violations';

const examples = 600;
const data = { source: 'builtin:digits', limit: examples };
const requests = {
  kept: {
    name: 'Kept',
    data,
    model: { kind: 'vae', hidden: [32], latent: 3 },
    training: { epochs: 400, batchSize: 64, seed: 7, keepWeights: { epochs: 'every' } },
  },
  chosen: {
    name: 'Chosen',
    data,
    model: { kind: 'vae', hidden: [32], latent: 8, posterior: { name: 'quantised', codes: 16, groups: 4 } },
    training: { epochs: 3, batchSize: 64, seed: 7 },
  },
};

describe('what only a VAE can show', () => {
  const editor = useEditor({}, async (folder) => {
    for (const [name, request] of Object.entries(requests))
      await writeFile(join(folder, `${name}.latent.json`), JSON.stringify(request));
  });
  const press = (keys: string) => editor.session.workbench.page.keyboard.press(keys);
  const train = async (name: string) => {
    await editor.session.workbench.openFile(`${name}.latent.json`);
    await editor.session.workbench.run('Latent Lens: Train from This File');
  };

  it('is what it makes by epoch, while it trains', async () => {
    const { panel } = editor;
    await train('kept');
    await panel.epochShown(1);
    await panel.get('byEpoch-toggle').click();
    const [reconstructions, samples] = [0, 1].map((at) => panel.get('by-epoch-tables').locator('table').nth(at));
    const epochs = async () => (await reconstructions.locator('thead button').allTextContents()).map(Number);
    await until('three epochs', async () => (await epochs()).length >= 3);
    const newest = Math.max(...(await epochs()));
    await until('a newer one', async () => Math.max(...(await epochs())) > newest);
    await panel.get('stop').click();
    await panel.status(/Stopped/);
    let shown: number[] = [];
    // Of each example the original and a picture for each epoch; of each draw a picture for each.
    await until('a picture for each epoch', async () => {
      shown = await epochs();
      const [made, drawn] = await Promise.all(
        [reconstructions, samples].map((table) => table.locator('canvas').count()),
      );
      const isDone = (await panel.get('byEpoch').getByRole('progressbar').count()) === 0;
      return isDone && shown.length > 2 && made === 8 * (1 + shown.length) && drawn === 8 * shown.length;
    });
    const [first, last] = [reconstructions.locator('tbody tr').first().locator('canvas'), shown.length];
    assert.notDeepEqual(await panel.pixels(first.nth(1)), await panel.pixels(first.nth(last)));
    assert.deepEqual(await violations(panel.frame), []);
    // A click on an epoch goes there, by key as well.
    await reconstructions.locator('thead button').first().focus();
    await press('Enter');
    await until(
      'the points of that epoch',
      async () => Number(await panel.get('points').getAttribute('data-epoch')) === shown[0],
    );
    await press('Control+z');
    await panel.get('byEpoch-close').click();
  });

  it('is posteriors as bodies, and points at draws of them', async () => {
    const { panel } = editor;
    const points = panel.get('points');
    const before = await panel.pixels(points);
    await panel.get('posterior-toggle').click();
    await panel
      .get('posterior-words')
      .filter({ hasText: `One standard deviation of q(z|x), of ${examples} points.` })
      .waitFor();
    await until('other pixels', async () => !Buffer.from(await panel.pixels(points)).equals(before));
    assert.deepEqual(await violations(panel.frame), []);
    const index = await panel.clickSomePoint();
    await panel.get('query').fill('digit = 4');
    await panel.get('query').press('Shift+Enter');
    await panel
      .get('posterior-words')
      .filter({ hasText: /of \d{1,2} points/ })
      .waitFor();
    await panel.get('posterior-bar').getByText('At a draw').click();
    await panel.get('posterior-again').waitFor();
    const drawn = await panel.pixels(points);
    await panel.get('posterior-again').click();
    await until('another draw', async () => !Buffer.from(await panel.pixels(points)).equals(drawn));
    // It is undone step by step.
    await points.getByRole('application').focus();
    for (const words of ['draw again', 'points at draws']) {
      await press('Control+z');
      await panel
        .get('announcement')
        .filter({ hasText: `Undone: ${words}` })
        .waitFor({ state: 'attached' });
    }
    assert.equal(await panel.inspectedIndex(), index);
    // Other layouts have none, and say why.
    await panel.choose('projection', 'UMAP');
    await panel.get('posterior-words').filter({ hasText: 'stretch the space unevenly' }).waitFor();
    await panel.get('posterior-toggle').click();
    await panel.get('posterior-bar').waitFor({ state: 'hidden' });
  });

  it('is codes that are chosen from a list, and what another one in the place of one does', async () => {
    const { panel } = editor;
    await train('chosen');
    await panel.status(/Trained 3 epochs/);
    await panel.get('codes-toggle').click();
    await panel
      .get('code-list-0')
      .filter({ hasText: /[\d.]+ ± [\d.]+perplexity, of 16 codes/ })
      .waitFor();
    await until('four parts', async () => (await panel.get('parts').locator('button').count()) === 4);
    assert.deepEqual(await violations(panel.frame), []);
    const part = panel.get('part-2');
    await panel.get('part-0').focus();
    await press('ArrowRight');
    await press('ArrowRight');
    await press('Enter');
    await until('the third part', async () => (await part.getAttribute('aria-pressed')) === 'true');
    const was = await part.textContent();
    const other = panel.get('swap-others').locator('button:not([aria-current])').first();
    const number = /\d+/.exec((await other.getAttribute('aria-label')) ?? '')?.[0];
    await other.click();
    await until('another code there', async () => (await part.textContent()) === number);
    await panel.get('cursor-image').locator('canvas').waitFor();
    await panel.get('swap-start-over').click();
    await until('the code as it was', async () => (await part.textContent()) === was);
    // Between codes of a list there is nothing.
    await panel.get('paths-toggle').click();
    await panel.get('paths-none').filter({ hasText: 'drawn from a list' }).waitFor();
    await panel.get('posterior-toggle').click();
    await panel.get('posterior-words').filter({ hasText: 'no body in space' }).waitFor();
  });
});
