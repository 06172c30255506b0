import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../harness/processes';
import { useEditor } from './editor';
import { violations } from './violations';

describe('a run that keeps the weights of its epochs, of a model that knows classes', () => {
  const editor = useEditor({}, async (folder) => {
    const request = {
      data: { source: 'builtin:digits', limit: 300 },
      preset: 'explore',
      family: 'cvae',
      training: { epochs: 5, passes: 1, keepWeights: { epochs: 'powers' } },
    };
    await writeFile(join(folder, 'kept.latent.json'), JSON.stringify(request));
  });
  const note = () => editor.panel.get('inspector').getByTestId('weights-note');

  it('says what they take before it trains', async () => {
    const { workbench } = editor.session;
    await workbench.openFile('kept.latent.json');
    await workbench.run('Latent Lens: Configure Training');
    await editor.panel.get('configure').waitFor();
    // 473,494 weights of 4 bytes, of epochs 0, 1, 2 and 4.
    await editor.panel.get('kept-weights').filter({ hasText: '7.6' }).waitFor();
  });

  it('inspects an old epoch by its own weights, and says where there are none', async () => {
    const { panel } = editor;
    await panel.get('train').click();
    await panel.status(/Trained 5 epochs/);
    await panel.clickSomePoint();
    await note()
      .filter({ hasText: /^Weights after epoch 5$/ })
      .waitFor();
    await panel.get('epoch-slider').fill('2');
    await note()
      .filter({ hasText: /^Weights after epoch 2$/ })
      .waitFor();
    await panel.get('epoch-slider').fill('3');
    await note()
      .filter({ hasText: 'Weights after epoch 5; the points are of epoch 3, whose weights are not kept' })
      .waitFor();
  });

  it('turns the codes of an epoch onto those of another, and plays the epochs round and round', async () => {
    const { panel } = editor;
    const alignedTo = (epoch: string) =>
      until(`turned onto ${epoch}`, async () => (await panel.get('points').getAttribute('data-aligned')) === epoch);
    await panel.get('epoch-slider').fill('3');
    await panel.get('replay-open').click();
    await panel.get('align-epochs').check();
    await alignedTo('5');
    await panel.get('align-onto').selectOption('4');
    await alignedTo('4');
    await panel.frame
      .locator('#space-summary')
      .filter({ hasText: 'Turned onto epoch 4.' })
      .waitFor({ state: 'attached' });
    assert.deepEqual(await violations(panel.frame), []);
    await panel.get('trails').check();
    // One is pinned.
    await panel.get('trails-words').filter({ hasText: 'Trails of 1, from epoch 0 to 3' }).waitFor();
    await panel.get('query').fill('digit in (1, 2)');
    await panel.get('query').press('Shift+Enter');
    await panel.get('trails-words').filter({ hasText: 'Trails of 60, from epoch 0 to 3' }).waitFor();
    await panel.get('trails-epochs').selectOption('4');
    await panel.get('epoch-slider').fill('4');
    await panel.get('trails-words').filter({ hasText: 'Trails of 60, from epoch 1 to 4' }).waitFor();
    await panel.get('trails').uncheck();
    await panel.get('replay-speed').selectOption('8');
    await panel.get('replay-loop').check();
    await panel.get('epoch-play').click();
    const shown = async () => Number(await panel.get('points').getAttribute('data-epoch'));
    await until('the last epoch', async () => (await shown()) === 5);
    await until('the first again', async () => (await shown()) <= 1);
    await panel.get('epoch-play').click();
    await panel.get('align-epochs').uncheck();
    await alignedTo('none');
    await panel.get('replay-open').click();
  });

  it('decodes a place with the class that is chosen', async () => {
    const { panel } = editor;
    const picture = async () => panel.pixels(panel.get('cursor-image').locator('canvas'));
    await panel.get('cursor-toggle').click();
    const usual = await picture();
    await panel.choose('cursor-class', '1');
    await until('another digit at the cursor', async () => Buffer.compare(await picture(), usual) !== 0);
    await panel.get('cursor-toggle').click();
  });

  it('is forked from the epoch on show, with other settings', async () => {
    const { panel, session } = editor;
    await panel.get('epoch-slider').fill('2');
    await note()
      .filter({ hasText: /^Weights after epoch 2$/ })
      .waitFor();
    await session.workbench.run('Latent Lens: Fork From This Epoch');
    await panel.get('configure').waitFor();
    assert.match(await panel.get('from').inputValue(), /kept@2$/);
    await panel.get('training.epochs').fill('1');
    await panel.get('train').click();
    await session.workbench.tab(/kept@2/).waitFor();
    await panel.status(/Trained 1 epoch/);
    await panel.epochShown(1);
  });
});
