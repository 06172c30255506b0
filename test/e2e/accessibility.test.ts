import assert from 'node:assert/strict';
import { useEditor } from './editor';
import { violations } from './violations';

describe('accessibility', () => {
  const editor = useEditor({ settings: { 'workbench.colorTheme': 'Default High Contrast' } });

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
    assert.deepEqual(await violations(editor.panel.frame), []);
  });

  it('of the reconstructions', async () => {
    await editor.panel.page('reconstructions');
    await editor.panel.get('reconstruction-grid').locator('.cell[data-index]').first().waitFor();
    assert.deepEqual(await violations(editor.panel.frame), []);
  });
});
