import assert from 'node:assert/strict';
import { until } from '../harness/processes';
import { useEditor } from './editor';
import { violations } from './violations';

describe('from the command palette to the latent space', () => {
  // In motion, as most have it.
  const settings = { 'workbench.colorTheme': 'Default Dark Modern', 'workbench.reduceMotion': 'auto' };
  const editor = useEditor({ settings });

  it('trains a VAE on digits and shows its points while it learns', async () => {
    const { workbench } = editor.session;
    await workbench.run('Latent Lens: Train VAE');
    await workbench.pick('digits');
    await workbench.pick('Explore');
    await workbench.tab('digits').waitFor();
    const first = await editor.panel.epochShown(0);
    await workbench.statusItem(/epoch \d+\/\d+/).waitFor();
    assert.equal(await editor.panel.pointsShown(), 10_000);
    const later = await editor.panel.epochShown(first + 1);
    assert.ok(later > first);
  });

  it('trains to the end', async () => {
    await editor.panel.status(/Trained 20 epochs/);
    assert.equal(await editor.panel.epochShown(20), 20);
    await editor.panel.get('curve-loss').locator('canvas').waitFor();
  });

  it('shows what lies behind a point that is picked by key', async () => {
    const { panel, session } = editor;
    await panel.get('points').locator('[tabindex]').first().focus();
    await session.workbench.page.keyboard.press('Enter');
    await panel.get('inspector-original').waitFor();
  });

  it('shows what lies behind a point that is clicked', async () => {
    const { panel } = editor;
    const index = await panel.clickSomePoint();
    assert.ok(index >= 0 && index < 10_000);
    assert.equal(await panel.get('tooltip').isVisible(), false, 'the tooltip goes with the click');
    for (const picture of ['inspector-original', 'inspector-reconstruction', 'inspector-difference']) {
      await panel.get(picture).waitFor();
      assert.ok((await panel.coloursOf(panel.get(picture))) > 2, `${picture} is blank`);
    }
    assert.match(await panel.text('inspector-elbo'), /-?\d/);
    const weights = panel.get('inspector').getByTestId('weights-note');
    assert.equal(await weights.textContent(), 'Weights after epoch 20');
    assert.ok((await panel.get('neighbours').locator('canvas').count()) > 0, 'neighbours have pictures');
  });

  it('lists the nearest neighbours by the data, too', async () => {
    const { panel } = editor;
    const listed = () => panel.text('neighbours');
    const byCodes = await listed();
    await panel.get('neighbours-by-data').click();
    const byData = await until('others', async () => (await listed()) !== byCodes && listed());
    // Of pixels from 0 to 1, hundreds of which differ; codes of three dimensions are far closer together.
    const distances = [...byData.matchAll(/\d+\.\d\d/g)].map(([distance]) => Number(distance));
    assert.equal(distances.length, 8, byData);
    assert.ok(Math.min(...distances) > 1, byData);
    await panel.get('neighbours-by-codes').click();
    await until('those by codes', async () => (await listed()) === byCodes);
  });

  it('warns while the points are of another epoch than what the model makes', async () => {
    const { panel } = editor;
    await panel.get('epoch-slider').fill('3');
    const weights = panel.get('inspector').getByTestId('weights-note');
    await weights.filter({ hasText: 'Weights after epoch 20; the points are of epoch 3' }).waitFor();
    await panel.get('epoch-live').click();
    await weights.filter({ hasText: /^Weights after epoch 20$/ }).waitFor();
  });

  it('keeps its curves in a narrow panel, beside the inspector', async () => {
    const { panel } = editor;
    const { page } = editor.session.workbench;
    const size = page.viewportSize();
    await page.setViewportSize({ width: 700, height: 900 });
    const chart = panel.get('curve-loss').locator('canvas');
    await chart.waitFor({ state: 'hidden' });
    await panel.get('curves-toggle').click();
    await chart.waitFor();
    await chart.scrollIntoViewIfNeeded();
    if (size) await page.setViewportSize(size);
    await chart.waitFor();
  });

  it('colours by any column', async () => {
    const { panel } = editor;
    assert.equal(await panel.get('points').getAttribute('data-colour'), 'digit');
    await panel.choose('colour-by', 'Reconstruction error');
    await panel.frame.locator('[data-testid=points][data-colour=reconstruction]').waitFor();
  });

  it('decodes wherever the cursor stands', async () => {
    const { panel } = editor;
    await panel.get('cursor-toggle').click();
    await panel.get('cursor-image').locator('canvas').waitFor();
    await panel
      .get('support')
      .filter({ hasText: /examples/ })
      .waitFor();
    const before = await panel.text('cursor-z');
    await panel.get('points').locator('[tabindex]').first().focus();
    await editor.session.workbench.page.keyboard.press('Alt+ArrowRight');
    await panel.frame.locator('[data-testid=cursor-z]', { hasNotText: before }).waitFor();
    await panel.get('cursor-toggle').click();
  });

  it('decodes draws from the prior', async () => {
    const { panel } = editor;
    await panel.get('samples-toggle').click();
    await panel.get('samples').locator('canvas').first().waitFor();
    await panel.get('samples-toggle').click();
  });

  it('lists reconstructions, the worst first', async () => {
    const { panel } = editor;
    await panel.page('reconstructions');
    const cells = panel.get('reconstruction-grid').locator('.cell[data-index]');
    await cells.first().waitFor();
    assert.equal(await panel.get('reconstruction-grid').getAttribute('data-total'), '10000');
    const errors = (await panel.frame.locator('.pair-error').allTextContents()).map(Number);
    assert.ok(errors.length > 4 && errors.every((error, at) => at === 0 || error <= errors[at - 1]), errors.join());
    assert.ok((await panel.coloursOf(cells.first().locator('canvas').first())) > 2, 'a blank original');
  });

  it('comes back as it was after the window is reloaded', async () => {
    const { panel, session } = editor;
    await panel.page('space');
    // The editor has then heard of the page, too, and keeps it.
    await panel.epochShown(20);
    const pinned = await panel.inspectedIndex();
    await session.workbench.reload();
    await editor.panel.epochShown(20);
    assert.equal(await editor.panel.pointsShown(), 10_000);
    await editor.panel.get('inspector-original').waitFor();
    assert.equal(await editor.panel.inspectedIndex(), pinned);
    await editor.panel.frame.locator('[data-testid="points"][data-colour="reconstruction"]').waitFor();
  });

  it('is accessible in high contrast: the latent space with its inspector', async () => {
    const { panel, session } = editor;
    await session.workbench.theme('Dark High Contrast', 'high-contrast');
    await panel.frame.locator('body.vscode-high-contrast').waitFor();
    await panel.get('inspector-original').waitFor();
    assert.deepEqual(await violations(panel.frame), []);
  });

  it('is accessible in high contrast: the reconstructions', async () => {
    const { panel } = editor;
    await panel.page('reconstructions');
    await panel.get('reconstruction-grid').locator('.cell[data-index]').first().waitFor();
    assert.deepEqual(await violations(panel.frame), []);
  });

  it('offends no content security policy and throws nothing', () => {
    const { errors } = editor.session.workbench;
    assert.deepEqual(
      errors.filter((error) => /content security policy|latent-lens|webview\.js/i.test(error)),
      [],
    );
  });
});
