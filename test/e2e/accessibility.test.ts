import assert from 'node:assert/strict';
import axe, { type AxeResults } from 'axe-core';
import { useEditor } from './editor';

describe('accessibility', () => {
  const editor = useEditor({ settings: { 'workbench.colorTheme': 'Default High Contrast' } });

  /** What axe finds wrong in the panel, with the element. */
  async function violations(): Promise<string[]> {
    const body = editor.panel.frame.locator('body');
    await body.evaluate(axe.source);
    // That rule wants the visible words in one piece; the names here are sentences with the same words in them.
    const rules = { 'label-content-name-mismatch': { enabled: false } };
    const options = JSON.stringify({ resultTypes: ['violations'], rules });
    const { violations } = (await body.evaluate(`axe.run(document, ${options})`)) as AxeResults;
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
  }

  it('of the latent space with its inspector', async () => {
    const { workbench } = editor.session;
    await workbench.run('Latent Lens: Train VAE');
    await workbench.pick('digits');
    await workbench.pick('Explore');
    await editor.panel.epochShown(1);
    await editor.panel.get('stop').click();
    await editor.panel.get('points').locator('[tabindex]').first().focus();
    await workbench.page.keyboard.press('Enter');
    await editor.panel.get('inspector-original').waitFor();
    assert.deepEqual(await violations(), []);
  });

  it('of the reconstructions', async () => {
    await editor.panel.page('reconstructions');
    await editor.panel.get('reconstruction-grid').locator('.cell[data-index]').first().waitFor();
    assert.deepEqual(await violations(), []);
  });
});
