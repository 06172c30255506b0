// The README's pictures, of the built-in digits.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root, run } from '../processes.mjs';

const pictures = join(root, 'media', 'screenshots');
const cli = join(root, 'dist', 'cli.js');
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

/** A file of pictures with its labels, as it lies on disk. */
async function dataEditor({ workbench }, panel) {
  await workbench.run('View: Toggle Primary Side Bar Visibility');
  await workbench.openWith('digits.npy', 'Latent Lens Data Set');
  await panel.frame.locator('#example-0 canvas').waitFor();
  // All that is counted from end to end is known.
  await panel.get('duplicates').filter({ hasText: /\d/ }).waitFor();
  await workbench.run('View: Toggle Primary Side Bar Visibility');
  await workbench.screenshot(join(pictures, 'data-editor.png'));
}

/** A layout by UMAP with its clusters named, histograms, and a lasso on its way, in light. */
async function explorer({ workbench }, panel) {
  await workbench.theme('Light Modern', 'light');
  await workbench.run('View: Toggle Primary Side Bar Visibility');
  await workbench.openFile('classic.latent.json');
  await workbench.run('Latent Lens: Train from This File');
  await panel.status(/Trained 10 epochs/);
  await workbench.run('View: Toggle Primary Side Bar Visibility');
  await panel.choose('projection', 'UMAP, 2-D');
  await panel.get('layout-start').click();
  await panel.frame.locator('[data-testid=points]:not([data-layout=none])').waitFor();
  await panel.choose('names', 'Clusters');
  await panel.get('density-toggle').click();
  await panel.get('histograms-toggle').click();
  await panel.get('place-names').getByRole('button').first().waitFor();
  await panel.get('tool-lasso').click();
  const { x, y, width, height } = await panel.get('points').boundingBox();
  const [centreX, centreY, radius] = [x + width * 0.45, y + height * 0.5, height * 0.2];
  const { mouse } = workbench.page;
  await mouse.move(centreX + radius, centreY);
  await mouse.down();
  for (let step = 1; step <= 30; step++) {
    await mouse.move(centreX + radius * Math.cos(step / 5), centreY + radius * Math.sin(step / 5));
  }
  await workbench.screenshot(join(pictures, 'explorer.png'));
  await mouse.up();
}

/** What the pictures are of. */
export async function prepare(folder) {
  await writeFile(join(folder, 'digits.latent.json'), JSON.stringify(request, null, 2));
  await writeFile(
    join(folder, 'classic.latent.json'),
    JSON.stringify({ data: request.data, preset: 'classic' }, null, 2),
  );
  const [values, labels] = ['digits.npy', 'digits_labels.npy'].map((name) => join(folder, name));
  await run(process.execPath, [cli, 'convert', '--data', 'builtin:digits', '--out', values, '--labels', labels]);
}

export const takes = [latentSpace, inspector, reconstructions, dataEditor, explorer];
