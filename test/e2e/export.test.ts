import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { until } from '../harness/processes';
import { useEditor } from './editor';
import { violations } from './violations';

const examples = 1000;
const request = {
  name: 'Short / "one"',
  data: { source: 'builtin:digits', limit: examples },
  model: { kind: 'vae', hidden: [32], latent: 3 },
  training: { epochs: 1, batchSize: 64, seed: 7 },
};

describe('what is taken away from the panel', () => {
  let folder = '';
  const editor = useEditor({}, async (opened) => {
    folder = opened;
    await writeFile(join(folder, 'short.latent.json'), JSON.stringify(request));
  });
  const stage = async (attribute: string) => Number(await editor.panel.get('points').getAttribute(`data-${attribute}`));
  const shows = (what: string, count: number) => until(`${count} ${what}`, async () => (await stage(what)) === count);

  /** Chooses in the dialog that is open, and answers the bytes of the file that then is there. */
  const save = async (choices: Readonly<Record<string, string>>, name: string): Promise<Buffer> => {
    const { panel, session } = editor;
    for (const [testid, value] of Object.entries(choices)) await panel.get(testid).selectOption(value);
    await panel.get('export-save').click();
    // The editor fills in what it proposes a moment after its dialog is there.
    const proposed = () => session.workbench.quickInput.inputValue();
    await until('a proposed name', async () => /Short - -one-/.test(await proposed()));
    await session.workbench.type(join(folder, name));
    await session.workbench.notification(`${name} is written.`).waitFor();
    return readFile(join(folder, name));
  };

  it('is asked for by button and command, in a dialog that says what there is', async () => {
    const { panel, session } = editor;
    await session.workbench.openFile('short.latent.json');
    await session.workbench.run('Latent Lens: Train from This File');
    await panel.status(/Trained 1 epoch/);
    await panel.epochShown(1);
    await panel.get('export').click();
    const dialog = panel.get('export-dialog');
    await dialog.waitFor();
    assert.deepEqual(await violations(panel.frame), []);
    await session.workbench.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await panel.page('reconstructions');
    await session.workbench.run('Latent Lens: Export…');
    await dialog.waitFor();
    await panel.get('export-cancel').click();
  });

  it('is a picture of what is shown', async () => {
    const { panel } = editor;
    await panel.get('export').click();
    const opaque = PNG.sync.read(await save({ 'export-what': 'picture', 'export-format': 'png' }, 'plain.png'));
    await panel.get('export').click();
    await panel.get('export-transparent').check();
    const fine = PNG.sync.read(await save({ 'export-what': 'picture', 'export-format': 'png2' }, 'fine.png'));
    assert.deepEqual([fine.width, fine.height], [2 * opaque.width, 2 * opaque.height]);
    const alphas = (picture: PNG) => picture.data.filter((_, at) => at % 4 === 3);
    assert.ok(alphas(opaque).every((alpha) => alpha === 255));
    const share = alphas(fine).filter((alpha) => alpha === 0).length / (fine.width * fine.height);
    assert.ok(share > 0.3 && share < 0.999, `${share} of it is transparent`);
    assert.ok(coloured(opaque) > 500 && coloured(fine) > 4 * 500, `${coloured(opaque)}, ${coloured(fine)}`);
  });

  it('is a scalable picture with each point, axes and legend', async () => {
    const { panel } = editor;
    await panel.get('export').click();
    await panel.get('export-transparent').uncheck();
    const text = String(await save({ 'export-what': 'picture', 'export-format': 'svg' }, 'points.svg'));
    const entries = await panel.get('legend').locator('.legend-entry').count();
    assert.equal(text.match(/<circle/g)?.length, examples + entries);
    assert.ok((text.match(/<line/g)?.length ?? 0) > 10);
    assert.match(text, />digit<\/text>/);
    const parsed = await panel.frame
      .locator('body')
      .evaluate(`new DOMParser().parseFromString(${JSON.stringify(text)}, 'image/svg+xml').documentElement.nodeName`);
    assert.equal(parsed, 'svg');
  });

  it('is the codes of what is selected', async () => {
    const { panel } = editor;
    await panel.get('query').fill('digit = 4');
    await panel.get('query-select').click();
    const count = await until('a selection', () => stage('selected'));
    await panel.get('export').click();
    const choices = { 'export-what': 'latents', 'export-which': 'selected', 'export-format': 'csv' };
    const [head, ...rows] = String(await save(choices, 'codes.csv'))
      .trimEnd()
      .split('\n');
    assert.match(head, /^example,z0,z1,z2,digit,/);
    assert.equal(rows.length, count);
    assert.ok(rows.every((row) => row.split(',')[4] === '4'));
  });

  it('is left out where a configuration says so', async () => {
    const { panel, session } = editor;
    const count = await stage('selected');
    await panel.get('export').click();
    await save({ 'export-what': 'exclude', 'export-which': 'selected' }, 'fours.exclude.json');
    const data = { ...request.data, exclude: 'fours.exclude.json' };
    await writeFile(join(folder, 'rest.latent.json'), JSON.stringify({ ...request, data }));
    await session.workbench.openFile('rest.latent.json');
    await session.workbench.run('Latent Lens: Train from This File');
    await panel.status(/Trained 1 epoch/);
    await panel.epochShown(1);
    await shows('shown', examples - count);
    await panel.frame.getByText(`left out: ${count} of ${examples}.`).waitFor();
    const four = panel.get('legend').locator('.legend-entry').filter({ hasText: /^4/ });
    assert.match((await four.locator('.legend-count').textContent()) ?? '', /^0$/);
  });
});

/** Pixels that are neither grey nor transparent. */
function coloured({ data }: PNG): number {
  let count = 0;
  for (let at = 0; at < data.length; at += 4) {
    const [low, high] = [Math.min(...data.subarray(at, at + 3)), Math.max(...data.subarray(at, at + 3))];
    if (high - low > 60 && data[at + 3] > 200) count++;
  }
  return count;
}
