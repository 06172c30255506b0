import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeMachineSettings } from '../harness/code-server';
import { isRunning, until } from '../harness/processes';
import { useEditor } from './editor';

/** Long enough to be training whenever it is looked at. */
const request = {
  name: 'Long',
  data: { source: 'builtin:digits', limit: 2000 },
  model: { kind: 'vae', hidden: [32], latent: 3 },
  // Epochs that come as fast as the panel can draw them would leave the editor no time.
  training: { epochs: 100_000, passes: 10, batchSize: 64, seed: 7 },
};

async function fill(folder: string): Promise<void> {
  await writeFile(join(folder, 'long.latent.json'), JSON.stringify(request));
}

async function recordIn(folder: string) {
  const runs = join(folder, '.latent-lens', 'runs');
  const [name] = await readdir(runs).catch(() => []);
  return name === undefined ? undefined : JSON.parse(await readFile(join(runs, name, 'run.json'), 'utf8'));
}

describe('a window that is reloaded while a run trains', () => {
  const editor = useEditor({}, fill);

  it('never loses a click on a run of the runs view', async () => {
    const { workbench } = editor.session;
    await workbench.openFile('long.latent.json');
    await workbench.run('Latent Lens: Train from This File');
    await editor.panel.epochShown(1);
    await workbench.page.locator('.activitybar .action-label[aria-label*="Latent Lens"]').first().click();
    const line = workbench.page.locator('.pane-body .monaco-list-row').filter({ hasText: 'Long' }).first();
    for (let click = 0; click < 15; click++) {
      await workbench.page.locator('.tab').filter({ hasText: 'long.latent.json' }).first().click();
      await line.click();
      await workbench.page.locator('.tab.active').filter({ hasText: 'Long' }).waitFor();
    }
    assert.equal(await workbench.notification(/Actual command not found/).count(), 0);
  });

  it('offers to resume it, once, with nothing lost', async () => {
    const { workbench, folder } = editor.session;
    // A window is ready when its list of files is there.
    await workbench.page.locator('.activitybar .action-label[aria-label*="Explorer"]').first().click();
    await workbench.reload();
    const offer = workbench.notification(/Long was training when the window closed/);
    await offer.waitFor();
    const before = await recordIn(folder);
    assert.equal(before.status, 'interrupted');
    await offer.getByText('Resume', { exact: true }).click();
    await until('training to go on', async () => {
      const record = await recordIn(folder);
      return record.status === 'running' && record.epochs > before.epochs;
    });
    await workbench.run('Latent Lens: Stop Training');
    await until('training to stop', async () => (await recordIn(folder)).status === 'stopped');
  });
});

describe('a window that is reloaded while a run trains that is to be kept', () => {
  const editor = useEditor({}, async (folder, data) => {
    await fill(folder);
    await writeMachineSettings(data, { 'latentLens.keepTraining': true });
  });

  it('takes the training over, which stops when asked', async () => {
    const { workbench, folder } = editor.session;
    await workbench.openFile('long.latent.json');
    await workbench.run('Latent Lens: Train from This File');
    await editor.panel.epochShown(1);
    const { worker, epochs } = await recordIn(folder);
    await workbench.reload();
    await workbench.statusItem(/Long: epoch \d+/).waitFor();
    const after = await recordIn(folder);
    assert.equal(after.status, 'running');
    assert.equal(after.worker.pid, worker.pid, 'the same trainer');
    await editor.panel.epochShown(epochs + 1);
    assert.equal(await workbench.notification(/was training when the window closed/).count(), 0);
    await workbench.run('Latent Lens: Stop Training');
    await until('training to stop', async () => (await recordIn(folder)).status === 'stopped');
    await workbench.run('View: Close All Editors');
    await until('the trainer to end', () => !isRunning(worker.pid));
  });
});
