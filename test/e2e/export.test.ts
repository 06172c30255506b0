import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { PanelPage } from '../harness/panel-page';
import { until } from '../harness/processes';
import { filmLook } from '../unit/film/film-look';
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

  /** Answers the editor's dialog, which takes a path in another folder only once it has looked into that. */
  const saveTo = async (path: string) => {
    const { quickInput, page } = editor.session.workbench;
    await quickInput.fill(path);
    const ok = page.locator('.quick-input-widget:visible').getByRole('button', { name: 'OK' });
    await until('the dialog to be gone', async () => {
      await ok.click({ timeout: 1000 }).catch(() => undefined);
      return !(await quickInput.isVisible());
    });
  };

  /** Chooses in the dialog that is open, and answers the bytes of the file that then is there. */
  const save = async (choices: Readonly<Record<string, string>>, name: string): Promise<Buffer> => {
    const { panel, session } = editor;
    for (const [testid, value] of Object.entries(choices)) await panel.get(testid).selectOption(value);
    await panel.get('export-save').click();
    // The editor fills in what it proposes a moment after its dialog is there.
    const proposed = () => session.workbench.quickInput.inputValue();
    await until('a proposed name', async () => /Short - -one-/.test(await proposed()));
    await saveTo(join(folder, name));
    await session.workbench.notification(`${name} is written.`).waitFor();
    return readFile(join(folder, name));
  };

  /** Opens the dialog by its command, and has a film made; answers once it is asked where to. */
  const order = async (choices: Readonly<Record<string, string>>, numbers: Readonly<Record<string, string>>) => {
    const { panel, session } = editor;
    await session.workbench.run('Latent Lens: Export Film…');
    await panel.get('export-dialog').waitFor();
    assert.equal(await panel.get('export-what').inputValue(), 'film');
    for (const [testid, value] of Object.entries(choices)) await panel.get(testid).selectOption(value);
    for (const [testid, value] of Object.entries(numbers)) await panel.get(testid).fill(value);
  };
  const look = async (name: string, times: readonly number[]) => {
    const browser = editor.session.workbench.page.context().browser();
    const context = await browser!.newContext();
    try {
      const page = await context.newPage();
      const { pictures, ...rest } = await filmLook(page, join(folder, name), times);
      return { ...rest, pictures: pictures.map((text) => Buffer.from(text, 'base64')) };
    } finally {
      await context.close();
    }
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

  it('is the model for other programs, in a folder of its own', async () => {
    const { workbench } = editor.session;
    await workbench.run('Latent Lens: Export Model…');
    await workbench.pick('PyTorch');
    await until('a proposed name', async () => /Short - -one- torch/.test(await workbench.quickInput.inputValue()));
    await saveTo(join(folder, 'model'));
    await workbench.notification('model is written.').waitFor();
    const written = (await readdir(join(folder, 'model'))).sort();
    assert.deepEqual(written, ['latent-lens.json', 'model.py', 'model.safetensors']);
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

  it('is a film in which the points turn round', async () => {
    await order({ 'film-kind': 'turn', 'film-rate': '24' }, { 'film-seconds': '1', 'film-turns': '1' });
    assert.deepEqual(await violations(editor.panel.frame), []);
    assert.match(await editor.panel.text('export-hint'), /^24 pictures/);
    await save({}, 'turn.webm');
    const film = await look('turn.webm', [0.02, 0.27, 0.52, 0.77]);
    assert.deepEqual([film.width, film.height], [1280, 720]);
    assert.ok(Math.abs(film.duration - 1) < 0.01, `${film.duration} s`);
    const [first, ...others] = film.pictures;
    const apart = others.map((picture) => changed(first, picture));
    assert.ok(Math.min(...apart) > 2000, `${apart}`);
  });

  it('is a film of the epochs, with their numbers', async () => {
    await order({ 'film-kind': 'replay', 'film-rate': '24' }, { 'film-seconds': '1' });
    await save({}, 'replay.webm');
    const film = await look('replay.webm', [0.02, 0.45, 0.95]);
    assert.ok(Math.abs(film.duration - 1) < 0.01, `${film.duration} s`);
    const [begin, before, after] = film.pictures;
    // The points of epoch 0 stay for half of the film, then they go.
    assert.ok(changed(begin, before) < 0.2 * changed(before, after), `${changed(begin, before)}`);
    const corner = (picture: Buffer) => cutOut(picture, film.width, { width: 200, height: 40 });
    assert.ok(changed(corner(before), corner(after)) > 50);
  });

  it('is numbered pictures of a film in a folder of its own', async () => {
    const { panel, session } = editor;
    await order({ 'film-format': 'png', 'film-size': '3', 'film-rate': '24' }, { 'film-seconds': '1' });
    await panel.get('export-save').click();
    await until('a proposed folder', async () => /^\//.test(await session.workbench.quickInput.inputValue()));
    // The folder of the last file is proposed; a path that is typed there is completed while it is typed.
    await session.workbench.page
      .locator('.quick-input-widget:visible')
      .getByRole('button', { name: 'Save Here' })
      .click();
    await session.workbench.notification(/replay is written/).waitFor();
    const made = (await readdir(folder)).find((name) => /replay$/.test(name));
    const names = await readdir(join(folder, made ?? ''));
    assert.deepEqual(
      names.sort(),
      Array.from({ length: 24 }, (_, i) => `${String(i + 1).padStart(2, '0')}.png`),
    );
    const [first, last] = await Promise.all(
      [names[0], names[23]].map(async (name) => PNG.sync.read(await readFile(join(folder, made!, name)))),
    );
    assert.deepEqual([first.width, first.height], [1080, 1080]);
    assert.ok(changed(first.data, last.data) > 1000);
  });

  it('is nothing of a film that is called off', async () => {
    const { panel, session } = editor;
    await order({ 'film-kind': 'turn', 'film-format': 'webm', 'film-size': '2' }, { 'film-seconds': '120' });
    await panel.get('export-save').click();
    await until('a proposed name', async () => /turn/.test(await session.workbench.quickInput.inputValue()));
    await saveTo(join(folder, 'long.webm'));
    await panel
      .get('film-progress-words')
      .filter({ hasText: /[1-9]\d* of/ })
      .waitFor();
    assert.ok((await readdir(folder)).some((name) => /^long\.webm\..*tmp$/.test(name)));
    assert.deepEqual(await violations(panel.frame), []);
    await panel.get('film-cancel').click();
    await panel.get('film-progress').waitFor({ state: 'hidden' });
    await until('nothing of it', async () => !(await readdir(folder)).some((name) => /^long/.test(name)));
  });

  it('is no film where it cannot be written, and that is said', async () => {
    const { panel, session } = editor;
    await mkdir(join(folder, 'gone'));
    await order({ 'film-size': '0', 'film-rate': '24' }, { 'film-seconds': '2' });
    await panel.get('export-save').click();
    await until('a proposed name', async () => /turn/.test(await session.workbench.quickInput.inputValue()));
    await saveTo(join(folder, 'gone', 'film.webm'));
    await panel
      .get('film-progress-words')
      .filter({ hasText: /[1-9]\d* of/ })
      .waitFor();
    await rm(join(folder, 'gone'), { recursive: true });
    await panel.frame.getByText(/film\.webm could not be written/).waitFor();
    assert.equal(await panel.get('film-progress').isVisible(), false);
  });

  it('is a web page that shows the panel to whoever opens it, and reaches for nothing', async () => {
    const { panel, session } = editor;
    await panel.choose('projection', 'UMAP, 2-D');
    await panel.get('layout-start').click();
    await panel.get('points').and(panel.frame.locator('[data-layout="1"]')).waitFor();
    await panel.page('reconstructions');
    await session.workbench.run('Latent Lens: Export as Web Page…');
    await panel.get('export-hint').filter({ hasText: 'all examples to look at' }).waitFor();
    assert.deepEqual(await violations(panel.frame), []);
    assert.match(
      await panel.text('export-hint'),
      /about [\d.]+ MB.*all 1,000 examples after 2 of 2 epochs.*neighbourhoods.*trust.* 2 layouts.*posterior.*the decoder/s,
    );
    const text = String(await save({}, 'handed on.html'));
    for (const place of [folder, tmpdir(), homedir()]) assert.ok(!text.includes(place), place);

    const browser = session.workbench.page.context().browser();
    const context = await browser!.newContext({ offline: true, colorScheme: 'light', reducedMotion: 'reduce' });
    const page = await context.newPage();
    const asked: string[] = [];
    const failed: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('pageerror', (error) => failed.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && failed.push(message.text()));
    try {
      await page.goto(pathToFileURL(join(folder, 'handed on.html')).href);
      await handedOn(page);
      assert.deepEqual(
        asked.filter((url) => !/^(file|blob):/.test(url)),
        [],
      );
      assert.deepEqual(failed, []);
    } finally {
      await context.close();
    }
  });

  /** What somebody does with the page. */
  async function handedOn(page: Page): Promise<void> {
    const panel = new PanelPage({ page, webview: () => page.mainFrame() });
    assert.equal(await panel.pointsShown(), examples);
    // It opens as it was left: with what was asked for and selected.
    await panel.get('points').and(page.locator('[data-colour="digit"]')).waitFor();
    assert.ok(Number(await panel.get('points').getAttribute('data-selected')) > 0);
    assert.deepEqual(await violations(panel.frame), []);
    // Its layout came along; another can't be made there.
    await panel.get('points').and(page.locator('[data-layout="1"]')).waitFor();
    const layouts = panel.get('projection').locator('vscode-option');
    assert.deepEqual(await layouts.allTextContents(), ['Latent axes', 'Latent axes, 2-D', 'UMAP, 2-D']);
    assert.equal(await panel.get('layout-start').isVisible(), false);
    await panel.choose('projection', 'Latent axes');
    await panel.get('points').and(page.locator('[data-layout="none"]')).waitFor();
    await panel.choose('projection', 'UMAP, 2-D');
    await panel.get('points').and(page.locator('[data-layout="1"]')).waitFor();
    await panel.choose('projection', 'Latent axes');
    await panel.get('points').and(page.locator('[data-layout="none"]')).waitFor();
    await panel.choose('colour-by', 'reconstruction error');
    await panel.get('points').and(page.locator('[data-colour="reconstruction"]')).waitFor();
    await panel.choose('colour-by', 'trust of the layout');
    await panel.get('points').and(page.locator('[data-colour="trust"]')).waitFor();
    await panel.choose('colour-by', 'continuity of the layout');
    await panel.get('points').and(page.locator('[data-colour="continuity"]')).waitFor();
    await panel.choose('colour-by', 'digit');
    await panel.get('points').and(page.locator('[data-colour="digit"]')).waitFor();
    assert.ok((await panel.coloursOf(panel.get('points'))) > 50);

    const index = await panel.clickSomePoint();
    for (const which of ['original', 'reconstruction', 'difference']) {
      assert.ok((await panel.coloursOf(panel.get(`inspector-${which}`))) > 5, which);
    }
    await panel.get('cursor-here').click();
    // The picture in it is another at each place.
    const cursor = panel.get('cursor-image');
    await cursor.locator('canvas').waitFor();
    const before = await panel.pixels(cursor);
    await panel.get('points').getByRole('application').focus();
    for (let i = 0; i < 12; i++) await page.keyboard.press('Alt+ArrowRight');
    await until('another picture', async () => !Buffer.from(await panel.pixels(cursor)).equals(before));
    assert.ok((await panel.coloursOf(cursor)) > 20);

    // Its decoder makes paths and traversals there. A geodesic takes slopes, and directions all examples.
    await panel.get('paths-toggle').click();
    await panel.get('path-add-pinned').click();
    await panel.get('path-add-cursor').click();
    for (const kind of ['straight', 'spherical', 'graph'])
      assert.ok((await panel.coloursOf(panel.get(`path-row-${kind}`).locator('.path-frame').nth(4))) > 5, kind);
    for (const testid of ['path-row-geodesic', 'ways-directions'])
      assert.equal(await panel.get(testid).count(), 0, testid);
    await panel.get('ways-traversals').click();
    assert.ok((await panel.coloursOf(panel.get('traversal-2').locator('.path-frame').nth(8))) > 5);
    assert.deepEqual(await violations(panel.frame), []);
    await panel.get('paths-close').click();
    const plain = await panel.pixels(panel.get('points'));
    await panel.get('posterior-toggle').click();
    await panel
      .get('posterior-words')
      .filter({ hasText: /^One standard deviation of q\(z\|x\), of [\d,]+ points\.$/ })
      .waitFor();
    await until('bodies', async () => !Buffer.from(await panel.pixels(panel.get('points'))).equals(plain));
    await panel.get('posterior-toggle').click();

    for (const testid of [
      'codes-toggle',
      'prior-toggle',
      'byEpoch-toggle',
      'layout-start',
      'stop',
      'resume',
      'train-further',
      'show-log',
      'reveal-source',
    ]) {
      assert.equal(await panel.get(testid).isVisible(), false, testid);
    }
    await panel.page('reconstructions');
    await panel.get('page-reconstructions').waitFor();
    assert.deepEqual(await violations(panel.frame), []);
    await panel.page('space');
    await panel.get('export').click();
    assert.deepEqual(await panel.get('export-what').locator('option').allTextContents(), ['Picture']);
    const downloading = page.waitForEvent('download');
    await panel.get('export-save').click();
    assert.match((await downloading).suggestedFilename(), /Short.*\.(png|svg)$/);

    await page.reload();
    await panel.get('inspector-title').waitFor();
    assert.equal(await panel.inspectedIndex(), index);
    assert.deepEqual(await violations(panel.frame), []);
  }

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

/** Pixels (RGBA) that are other than before. */
function changed(before: Uint8Array, after: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < before.length; at += 4) {
    const apart = [0, 1, 2].reduce((sum, channel) => sum + Math.abs(before[at + channel] - after[at + channel]), 0);
    if (apart > 90) count++;
  }
  return count;
}

/** The upper left corner of a picture (RGBA). */
function cutOut(picture: Buffer, across: number, { width, height }: { width: number; height: number }): Buffer {
  return Buffer.concat(
    Array.from({ length: height }, (_, row) => picture.subarray(4 * row * across, 4 * (row * across + width))),
  );
}

/** Pixels that are neither grey nor transparent. */
function coloured({ data }: PNG): number {
  let count = 0;
  for (let at = 0; at < data.length; at += 4) {
    const [low, high] = [Math.min(...data.subarray(at, at + 3)), Math.max(...data.subarray(at, at + 3))];
    if (high - low > 60 && data[at + 3] > 200) count++;
  }
  return count;
}
