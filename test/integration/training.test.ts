import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { readNpy } from '../../src/dataset/formats/npy/npy';
import type { EpochMetrics } from '../../src/protocol/run';
import {
  api,
  filesIn,
  finishedEpochs,
  isRunning,
  note,
  readMetrics,
  readRecord,
  session,
  smallRun,
  status,
  train,
  until,
  workspaceFolder,
} from './support';

const epochsOf = (metrics: readonly EpochMetrics[]) => metrics.map(({ epoch }) => epoch);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

async function closeEditors(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

describe('training by command', () => {
  afterEach(closeEditors);

  it('leaves a whole run on disk and shows its panel', async () => {
    const directory = await train(smallRun('Whole', 3));
    assert.equal(dirname(directory), join(workspaceFolder(), '.latent-lens', 'runs'));
    const record = await status(directory, 'completed');
    note(`${record.backend.name} ${record.backend.version}`);
    assert.equal(record.name, 'Whole');
    assert.equal(record.epochs, 3);
    assert.equal(record.config.training.seed, 7);
    assert.equal(record.data.examples, 512);
    assert.match(record.fingerprint, /^[0-9a-f]{64}$/);

    const metrics = await readMetrics(directory);
    assert.deepEqual(epochsOf(metrics), [1, 2, 3]);
    for (const { loss, terms, elbo, validation, beta } of metrics) {
      const { reconstruction, kl } = terms;
      assert.ok(kl >= 0 && reconstruction > 0 && validation, JSON.stringify(metrics));
      assert.ok(
        elbo !== null && Math.abs(elbo + reconstruction + kl) < 1e-3 * reconstruction,
        'elbo = -(reconstruction + kl)',
      );
      assert.ok(Math.abs(loss - (reconstruction + beta * kl)) < 1e-3 * loss, 'loss = reconstruction + beta kl');
    }
    assert.ok(metrics[2].loss < metrics[0].loss, 'three epochs lower the loss');

    assert.ok((await filesIn(directory, 'checkpoints')).includes('epoch-00003.safetensors'));
    assert.deepEqual(
      await filesIn(directory, 'latents'),
      upTo(4).map((n) => `epoch-0000${n - 1}.npy`),
    );
    const latents = await readNpy(join(directory, 'latents', 'epoch-00003.npy'));
    assert.deepEqual([...latents.shape], [512, 3]);
    assert.ok([...latents.data].every(Number.isFinite));

    const labels = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    assert.ok(
      labels.some((label) => label.includes('Whole')),
      labels.join(),
    );
  });

  it('trains a plain autoencoder, which has no ELBO', async () => {
    const directory = await train(
      { ...smallRun('Plain', 1), model: { hidden: [32], latent: 2 } },
      'latentLens.trainAutoencoder',
    );
    const record = await status(directory, 'completed');
    assert.equal(record.config.model.kind, 'ae');
    const [row] = await readMetrics(directory);
    assert.equal(row.elbo, null);
    assert.deepEqual(Object.keys(row.terms), ['reconstruction']);
  });

  it('ends its trainer when the panel of a finished run is closed', async () => {
    const directory = await train(smallRun('Closed', 1));
    await status(directory, 'completed');
    const pid = (await session(directory))?.pid;
    assert.ok(pid && isRunning(pid));
    await closeEditors();
    await until('the trainer to end', () => !isRunning(pid));
    assert.equal(await session(directory), undefined);
  });
});

describe('a run that stops', () => {
  afterEach(closeEditors);

  it('stops when asked, and goes on to what an unbroken run comes to', async () => {
    const request = smallRun('Unbroken', 16, 4096);
    const unbroken = await train(request);
    await status(unbroken, 'completed');

    const stopped = await train({ ...request, name: 'Stopped' });
    await finishedEpochs(stopped, 1);
    await vscode.commands.executeCommand('latentLens.stopTraining', stopped);
    const record = await status(stopped, 'stopped');
    assert.ok(record.epochs < 16, `it was stopped after epoch ${record.epochs}`);
    assert.equal((await readMetrics(stopped)).length, record.epochs);

    await vscode.commands.executeCommand('latentLens.resumeTraining', stopped);
    await status(stopped, 'completed');
    const [whole, resumed] = [await readMetrics(unbroken), await readMetrics(stopped)];
    assert.deepEqual(epochsOf(resumed), upTo(16));
    for (const [index, { loss }] of whole.entries()) {
      assert.ok(
        Math.abs(loss - resumed[index].loss) < 1e-4 * loss,
        `epoch ${index + 1}: ${loss}, ${resumed[index].loss}`,
      );
    }
  });

  it('is interrupted when its trainer is killed, harms no other run, and is resumed', async () => {
    const killed = await train(smallRun('Killed', 2000, 2048));
    const other = await train(smallRun('Other', 6, 2048));
    await finishedEpochs(killed, 2);
    const { pid } = (await session(killed)) ?? {};
    assert.ok(pid);
    process.kill(pid, 'SIGKILL');

    await until('the run to be interrupted', async () => (await session(killed))?.status === 'interrupted');
    const before = await readMetrics(killed);
    assert.ok(before.length >= 2 && before.length < 2000, `${before.length} epochs are kept`);
    assert.equal((await session(killed))?.training, false);
    const record = await status(other, 'completed');
    assert.equal(record.epochs, 6);
    assert.deepEqual(epochsOf(await readMetrics(other)), upTo(6));

    await vscode.commands.executeCommand('latentLens.resumeTraining', killed);
    await finishedEpochs(killed, before.length + 1);
    await vscode.commands.executeCommand('latentLens.stopTraining', killed);
    const after = await status(killed, 'stopped');
    const metrics = await readMetrics(killed);
    assert.deepEqual(metrics.slice(0, before.length), before, 'finished epochs are kept');
    assert.deepEqual(epochsOf(metrics), upTo(after.epochs));
  });
});

describe('a run that cannot begin', () => {
  const runs = () => join(workspaceFolder(), '.latent-lens', 'runs');

  async function refuses(request: Parameters<Awaited<ReturnType<typeof api>>['train']>[0], sentence: RegExp) {
    const before = await filesIn(runs());
    await assert.rejects((await api()).train(request), (error: Error) => {
      assert.match(error.message, sentence);
      assert.doesNotMatch(error.message, /\n|at .*:\d+:\d+/, 'one sentence, no stack');
      return true;
    });
    assert.deepEqual(await filesIn(runs()), before, 'no run is left behind');
    assert.deepEqual((await api()).sessions(), [], 'no trainer is left behind');
  }

  it('names a file that is missing', async () => {
    await refuses({ data: join(workspaceFolder(), 'nowhere.csv') }, /nowhere\.csv/);
  });

  it('names the setting that is wrong', async () => {
    await refuses({ data: 'builtin:digits', model: { latent: 0 } }, /model\.latent.*at least 1/);
  });

  it('refuses data of one row', async () => {
    await refuses({ data: { source: 'builtin:digits', limit: 1 } }, /builtin:digits|digits/);
  });

  it('names a runs folder that cannot be written', async () => {
    const settings = vscode.workspace.getConfiguration('latentLens');
    const file = __filename;
    await settings.update('runsFolder', join(file, 'runs'), vscode.ConfigurationTarget.Workspace);
    try {
      await refuses(smallRun('Nowhere', 1), new RegExp(basename(file).replaceAll('.', '\\.')));
    } finally {
      await settings.update('runsFolder', undefined, vscode.ConfigurationTarget.Workspace);
    }
    assert.ok((await readFile(file)).length > 0);
  });
});

describe('runs on disk', () => {
  afterEach(closeEditors);

  it('open again, with what they were', async () => {
    const directory = await train(smallRun('Again', 2));
    await status(directory, 'completed');
    await closeEditors();
    await until('the run to be closed', async () => !(await session(directory)));
    await vscode.commands.executeCommand('latentLens.openLatentSpace', directory);
    const open = await until('the run to be open', async () => {
      const run = await session(directory);
      return run?.status === 'completed' && run;
    });
    assert.equal(open.epochs, 2);
    assert.equal((await readRecord(directory)).status, 'completed');
  });

  it('compare side by side', async () => {
    const first = await train(smallRun('First', 1));
    const second = await train(smallRun('Second', 1));
    await Promise.all([status(first, 'completed'), status(second, 'completed')]);
    await closeEditors();
    await vscode.commands.executeCommand('latentLens.compareRuns', first, second);
    await until('two groups of editors', () => vscode.window.tabGroups.all.length === 2);
  });
});
