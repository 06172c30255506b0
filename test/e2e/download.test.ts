import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Locator } from 'playwright-core';
import { writeMachineSettings } from '../harness/code-server';
import { need } from '../harness/need';
import { FileServer, honest, sending, stalling } from '../unit/download/file-server';
import { useEditor } from './editor';

const images = 'mnist/train-images-idx3-ubyte.gz';
const imagesBytes = 9_912_422;

describe('a download', () => {
  let server: FileServer;
  let downloads: string;
  const editor = useEditor({ webgl: false }, async (_, data, own) => {
    server = await FileServer.start();
    downloads = join(own, 'downloads');
    await writeMachineSettings(data, {
      'latentLens.downloadMirror': server.url,
      'latentLens.downloadFolder': downloads,
    });
  });
  after(() => server.stop());

  const dialog = () => editor.session.workbench.page.locator('.monaco-dialog-box');
  const button = (name: string): Locator => dialog().getByRole('button', { name, exact: true });
  const kept = () => readdir(join(downloads, 'mnist')).catch(() => []);

  /** Chooses MNIST from the list, which is open already, or opens it. */
  async function choose(isOpen = false): Promise<void> {
    const { workbench } = editor.session;
    if (!isOpen) await workbench.run('Latent Lens: Use Data Set…');
    await workbench.quickInput.fill('Download MNIST');
    await workbench.pick('Download MNIST…');
    await dialog().waitFor();
  }

  it('is offered with its size and host, and asks for nothing before a person agrees', async () => {
    const { workbench } = editor.session;
    await workbench.run('Latent Lens: Use Data Set…');
    await workbench.quickItems.filter({ hasText: /Download Fashion-MNIST….*30\.9 MB from 127\.0\.0\.1/ }).waitFor();
    await choose(true);
    const text = (await dialog().textContent()) ?? '';
    for (const part of ['MNIST', '11.6 MB', `127.0.0.1:${server.port}`, downloads, '440fcabf73cc', 'f7ae60f92e00'])
      assert.ok(text.includes(part), `${part} is missing: ${text}`);
    await button('Cancel').click();
    // The list comes back.
    await workbench.quickItems.first().waitFor();
    assert.deepEqual(server.asked, []);
    assert.deepEqual(await kept(), []);
  });

  it('tells how far it is, and can be called off', async () => {
    const { workbench } = editor.session;
    server.files.set(images, Buffer.alloc(imagesBytes));
    server.usual = stalling(2_000_000);
    await choose(true);
    await button('Download').click();
    const progress = workbench.notification(/Downloading MNIST/);
    await progress.filter({ hasText: /\d MB of 11\.6 MB/ }).waitFor();
    await progress.hover();
    await progress.getByRole('button', { name: 'Cancel' }).click();
    await workbench.quickItems.first().waitFor();
    assert.deepEqual(await kept(), ['train-images-idx3-ubyte.gz.part']);
    await workbench.page.keyboard.press('Escape');
  });

  it('is refused when it is another file', async () => {
    const { workbench } = editor.session;
    server.usual = sending(200, {}, Buffer.alloc(imagesBytes));
    await choose();
    await button('Download').click();
    await workbench.notification(/SHA-256.*instead of 440fcabf/).waitFor();
    await workbench.quickItems.first().waitFor();
    assert.deepEqual(await kept(), []);
    await workbench.page.keyboard.press('Escape');
  });

  const shared = resolve('../shared/data/mnist');
  it('becomes the chosen data set, and is found from then on', async function () {
    need(this, existsSync(shared), 'MNIST at hand');
    const { workbench } = editor.session;
    server.usual = honest;
    for (const name of await readdir(shared)) server.files.set(`mnist/${name}`, await readFile(join(shared, name)));
    await choose();
    await button('Download').click();
    await workbench.notification(/mnist train is now the first choice/).waitFor();
    assert.equal((await kept()).length, 4);
    await workbench.run('Latent Lens: Use Data Set…');
    await workbench.quickItems.filter({ hasText: /mnist t10k/ }).waitFor();
    assert.equal(await workbench.quickItems.filter({ hasText: 'Download MNIST' }).count(), 0);
    await workbench.page.keyboard.press('Escape');
  });
});
