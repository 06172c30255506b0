// The pictures of docs/ten-things.md: of MNIST, whose files lie in the folder mnist of LATENT_LENS_DATA.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { root, run } from '../processes.mjs';

const pictures = join(root, 'media', 'screenshots', 'ten-things');
const cli = join(root, 'dist', 'cli.js');
const data = process.env.LATENT_LENS_DATA ?? join(root, '..', 'shared', 'data');

const images = join(data, 'mnist', 'train-images-idx3-ubyte.gz');
const settings = ['--name', 'MNIST', '--preset', 'classic', '--epochs', '8', '--keep-weights', 'every'];

export async function prepare(folder) {
  const runs = join(folder, '.latent-lens', 'runs');
  await mkdir(runs, { recursive: true });
  console.log(`Training on ${images}.`);
  await run(process.execPath, [cli, 'train', '--data', images, '--out', join(runs, 'mnist'), ...settings]);
}

/** Opens a run, with all the room for it. */
async function open({ workbench }, panel, name) {
  await workbench.run('View: Close All Editors');
  await workbench.run('Latent Lens: Open Run…');
  await workbench.quickItems.filter({ hasText: name }).first().waitFor();
  await workbench.pick(name);
  await panel.pointsShown();
}

/** The panel alone. */
async function take(session, panel, name) {
  await session.workbench.page.mouse.move(2, 2);
  await session.workbench.page.waitForTimeout(1500);
  await mkdir(pictures, { recursive: true });
  await panel.frame.locator('body').screenshot({ path: join(pictures, `${name}.png`) });
}

async function mnist(session, panel) {
  await session.workbench.run('View: Toggle Primary Side Bar Visibility');
  await open(session, panel, 'MNIST');
  await panel.get('dimensions-toggle').click();
  await panel.get('dimension-rows').locator('canvas').nth(8).waitFor();
  await take(session, panel, 'dimensions');

  await panel.get('prior-toggle').click();
  await panel.get('holes').locator('canvas').first().waitFor();
  await take(session, panel, 'prior');

  await panel.get('paths-toggle').click();
  await panel.get('path-collect').click();
  await panel.clickSomePoint();
  const { x, y, width, height } = await panel.get('points').boundingBox();
  await session.workbench.page.mouse.click(x + 0.72 * width, y + 0.35 * height);
  await panel.get('path-row-geodesic').locator('.path-frame').nth(10).waitFor();
  await take(session, panel, 'paths');

  await panel.get('failures-toggle').click();
  await panel.get('failure-list').locator('canvas').first().waitFor();
  await take(session, panel, 'failures');

  await panel.get('byEpoch-toggle').click();
  await panel.get('by-epoch-tables').locator('canvas').nth(40).waitFor();
  await take(session, panel, 'by-epoch');
}

export const takes = [mnist];
