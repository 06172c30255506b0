import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PNG } from 'pngjs';
import { random } from '../../src/random';
import { animalTable as table } from '../harness/animals';
import { until } from '../harness/processes';
import { useEditor } from './editor';
import { violations } from './violations';

const request = {
  name: 'Animals',
  data: { source: 'animals.csv', labels: 'animal' },
  model: { kind: 'vae', hidden: [32], latent: 3 },
  training: { epochs: 40, batchSize: 16, seed: 7 },
};

describe('the drawer of failures', () => {
  let configuration: string;
  const editor = useEditor({}, async (folder) => {
    configuration = join(folder, 'rows.latent.json');
    await writeFile(join(folder, 'animals.csv'), `${table().join('\n')}\n`);
    await writeFile(configuration, JSON.stringify(request));
  });
  const corrections = async () => JSON.parse(await readFile(configuration, 'utf8')).data.corrections;
  const item = (index: number) => editor.panel.get(`failure-${index}`);
  const part = (index: number, testid: string) => item(index).locator(`[data-testid="${testid}"]`);
  const count = (kind: string) => editor.panel.get(`failures-${kind}`).locator('.failure-count').textContent();

  it('lists by kind what is likely wrong, why, and where it stands', async () => {
    await editor.session.workbench.openFile('rows.latent.json');
    await editor.session.workbench.run('Latent Lens: Train from This File');
    await editor.panel.status(/Trained 40 epochs/);
    await editor.panel.get('failures-toggle').click();
    await item(17)
      .filter({ hasText: 'labelled ant, likely cow' })
      .filter({ hasText: 'animals.csv, line 19' })
      .waitFor();
    assert.deepEqual([await count('label'), await count('duplicate')], ['1', '1']);
    assert.deepEqual(await violations(editor.panel.frame), []);
    await item(17).locator('.failure-go').click();
    await editor.panel.get('inspector').filter({ hasText: 'animal: ant' }).waitFor();
  });

  it('writes what is decided to the configuration of the data, and takes it back', async () => {
    await part(17, 'failure-label').focus();
    await part(17, 'failure-label').selectOption('cow');
    await part(17, 'failure-take-back').waitFor();
    await editor.panel.get('failures-duplicate').click();
    await part(30, 'failure-exclude').focus();
    await editor.session.workbench.page.keyboard.press('Enter');
    await item(30).filter({ hasText: 'Left out from the next training on' }).waitFor();
    const { labels, exclude } = await corrections();
    assert.deepEqual({ labels, exclude }, { labels: { '17': 'cow' }, exclude: [30] });
    // Whoever decided by key stands at what takes it back.
    await editor.session.workbench.page.keyboard.press('Enter');
    await part(30, 'failure-exclude').waitFor();
    assert.equal((await corrections()).exclude, undefined);
  });

  it('shows the others as problems of the editor', async () => {
    await editor.panel.get('failures-problems').click();
    const { page } = editor.session.workbench;
    await page.locator('.markers-panel').getByText('Example 30: equals example 20').waitFor();
    await until('no problem at the one that is decided', async () => {
      const panel = page.locator('.markers-panel');
      return (await panel.count()) > 0 && (await panel.getByText('Example 17').count()) === 0;
    });
  });

  it('shows none of them any more where their file has changed, and says so', async () => {
    await writeFile(join(dirname(configuration), 'animals.csv'), `${table().toReversed().join('\n')}\n`);
    const { workbench } = editor.session;
    await workbench.notification(/animals\.csv has changed, and its rows may be others now/).waitFor();
    await until('no problem', async () => (await workbench.page.getByText('Example 30: equals').count()) === 0);
  });
});

describe('failures among images', () => {
  const images = 40;
  let configuration: string;
  const editor = useEditor({}, async (folder) => {
    configuration = join(folder, 'pictures.latent.json');
    await mkdir(join(folder, 'pictures'));
    const draw = random(5);
    const pixels = Array.from({ length: images }, () => Buffer.from(Array.from({ length: 64 }, () => draw() % 256)));
    for (const [i, grey] of [...pixels, pixels[7]].entries()) {
      const name = i === images ? 'z-copy.png' : `${100 + i}.png`;
      await writeFile(join(folder, 'pictures', name), picture(grey));
    }
    const training = { epochs: 2, batchSize: 16, seed: 7 };
    const model = { kind: 'vae', hidden: [16], latent: 3 };
    await writeFile(configuration, JSON.stringify({ name: 'Pictures', data: { source: 'pictures' }, model, training }));
  });

  it('are decided in the editor that shows the image', async () => {
    const { workbench } = editor.session;
    await workbench.openFile('pictures.latent.json');
    await workbench.run('Latent Lens: Train from This File');
    await editor.panel.status(/Trained 2 epochs/);
    await workbench.run('Latent Lens: Show Failures as Problems');
    const problem = workbench.page.locator('.markers-panel').getByText(`Example ${images}: equals example 7`);
    await problem.waitFor();
    await problem.dblclick();
    await workbench.tab('z-copy.png').waitFor();
    // The picture takes the focus when it comes, and with it what is being asked.
    await workbench.statusItem('8x8').waitFor();
    await workbench.run('Latent Lens: Decide on This Image…');
    await workbench.quickItems.filter({ hasText: `Leave example ${images} out` }).waitFor();
    await workbench.pick(`Leave example ${images} out`);
    await until('what is decided', async () => {
      const { corrections } = JSON.parse(await readFile(configuration, 'utf8')).data;
      return JSON.stringify(corrections?.exclude) === JSON.stringify([images]);
    });
    await problem.waitFor({ state: 'detached' });
    // What is decided is no longer asked.
    await workbench.run('Latent Lens: Decide on This Image…');
    await workbench.notification('Nothing is to be decided about this file.').waitFor();
  });
});

/** 8 x 8 pixels. */
function picture(grey: Buffer): Buffer {
  const png = new PNG({ width: 8, height: 8 });
  for (const [at, value] of grey.entries()) png.data.set([value, value, value, 255], 4 * at);
  return PNG.sync.write(png);
}
