// Takes the README's pictures, with real training in the real editor: npm run screenshots
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownTarget, packageExtension } from './package.mjs';
import { main, root } from './processes.mjs';
import { setup } from './setup.mjs';

const pictures = join(root, 'media', 'screenshots');
const request = { data: 'builtin:digits', preset: 'explore', training: { epochs: 40 } };

/** The space while it takes shape, in dark. */
async function latentSpace({ workbench }, panel) {
  await workbench.openFile('digits.latent.json');
  await workbench.run('Latent Lens: Train from This File');
  await panel.epochShown(1);
  await workbench.run('View: Toggle Primary Side Bar Visibility');
  await panel.get('points').hover();
  await panel.epochShown(12);
  await workbench.screenshot(join(pictures, 'latent-space.png'));
}

/** A point and what lies behind it, in light. */
async function inspector(session, panel) {
  await panel.status(/Trained 40 epochs/);
  await session.workbench.theme('Light Modern', 'light');
  await panel.frame.locator('body.vscode-light').waitFor();
  await panel.get('frame').click();
  await panel.clickSomePoint();
  await panel.get('cursor-here').click();
  await panel.get('cursor-image').locator('canvas').waitFor();
  await session.workbench.screenshot(join(pictures, 'inspector.png'));
}

/** The pairs that the model gets most wrong. */
async function reconstructions(session, panel) {
  await session.workbench.theme('Dark Modern', 'dark');
  await panel.frame.locator('body.vscode-dark').waitFor();
  await panel.page('reconstructions');
  await panel.get('reconstruction-grid').locator('.cell[data-index] canvas').first().waitFor();
  await session.workbench.screenshot(join(pictures, 'reconstructions.png'));
}

await main(import.meta.url, async () => {
  await setup();
  const { PanelPage, Session } = await import('../dist/test/harness/index.js');
  const out = await mkdtemp(join(tmpdir(), 'latent-lens-'));
  try {
    const [vsix] = await packageExtension({ targets: [ownTarget()], out });
    const session = await Session.open(
      { vsix, name: 'demo', settings: { 'workbench.colorTheme': 'Default Dark Modern' }, width: 1600, height: 1000 },
      (folder) => writeFile(join(folder, 'digits.latent.json'), JSON.stringify(request, null, 2)),
    );
    try {
      const panel = new PanelPage(session.workbench);
      for (const take of [latentSpace, inspector, reconstructions]) {
        await take(session, panel);
        console.log(`Taken: ${take.name}`);
      }
    } finally {
      await session.close();
    }
  } finally {
    await rm(out, { recursive: true, force: true });
  }
});
