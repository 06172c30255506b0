// The pictures of docs/ten-things.md: of MNIST, the UCI census income data and a book, in the folders mnist, adult and darwin-text of
// LATENT_LENS_DATA.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root, run } from '../processes.mjs';

const pictures = join(root, 'media', 'screenshots', 'ten-things');
const cli = join(root, 'dist', 'cli.js');
const data = process.env.LATENT_LENS_DATA ?? join(root, '..', 'shared', 'data');

const images = join(data, 'mnist', 'train-images-idx3-ubyte.gz');
/** As adult.names calls them. */
const columns = [
  ...['age', 'workclass', 'fnlwgt', 'education', 'education-num', 'marital-status', 'occupation', 'relationship'],
  ...['race', 'sex', 'capital-gain', 'capital-loss', 'hours-per-week', 'native-country', 'income'],
];
const book = join(data, 'darwin-text', 'darwin.txt');
const everyEpoch = ['--keep-weights', 'every'];

export async function prepare(folder) {
  const runs = join(folder, '.latent-lens', 'runs');
  await mkdir(runs, { recursive: true });
  // The file has no header of its own.
  const census = join(folder, 'adult.csv');
  const rows = await readFile(join(data, 'adult', 'adult.data'), 'utf8');
  await writeFile(census, `${columns.join(', ')}\n${rows}`);
  const train = (name, source, ...settings) => {
    console.log(`Training on ${source}.`);
    const out = ['--out', join(runs, name.toLowerCase()), '--name', name];
    return run(process.execPath, [cli, 'train', '--data', source, ...out, ...settings, ...everyEpoch]);
  };
  await train('MNIST', images, '--preset', 'classic', '--epochs', '8');
  await train('Adult', census, '--labels', 'income', '--preset', 'explore', '--epochs', '12');
  await train('Darwin', book, '--preset', 'text', '--epochs', '6');
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

/** What stands beside the points, once it is there. */
async function show(panel, drawer, ready) {
  await panel.get(`${drawer}-toggle`).click();
  await ready.first().waitFor();
}

async function mnist(session, panel) {
  await session.workbench.run('View: Toggle Primary Side Bar Visibility');
  await open(session, panel, 'MNIST');
  await show(panel, 'dimensions', panel.get('dimension-rows').locator('canvas').nth(8));
  await take(session, panel, 'dimensions');

  await show(panel, 'prior', panel.get('holes').locator('canvas'));
  await take(session, panel, 'prior');

  await paths(session, panel);
  await take(session, panel, 'paths');

  await show(panel, 'failures', panel.get('failure-list').locator('canvas'));
  await take(session, panel, 'failures');

  await show(panel, 'byEpoch', panel.get('by-epoch-tables').locator('canvas').nth(40));
  await take(session, panel, 'by-epoch');
}

/** From one point to another. */
async function paths(session, panel) {
  await show(panel, 'paths', panel.get('path-collect'));
  await panel.get('path-collect').click();
  await panel.clickSomePoint();
  const { x, y, width, height } = await panel.get('points').boundingBox();
  await session.workbench.page.mouse.click(x + 0.72 * width, y + 0.35 * height);
  await panel.get('path-row-geodesic').locator('.path-frame').nth(10).waitFor();
}

async function table(session, panel) {
  await open(session, panel, 'Adult');
  await show(panel, 'prior', panel.get('holes').locator('button'));
  await take(session, panel, 'table-prior');
  await show(panel, 'failures', panel.get('failure-list').locator('li'));
  await take(session, panel, 'table-failures');
}

async function text(session, panel) {
  await open(session, panel, 'Darwin');
  await paths(session, panel);
  await take(session, panel, 'text-paths');
  await show(panel, 'byEpoch', panel.get('by-epoch-tables').locator('tr').nth(40));
  await take(session, panel, 'text-by-epoch');
}

export const takes = [mnist, table, text];
