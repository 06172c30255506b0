import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { extension, note } from './support';

describe('activation', () => {
  it('loads no tensor library into the extension host', async () => {
    const begun = performance.now();
    await extension().activate();
    note(`activated in ${(performance.now() - begun).toFixed(1)} ms`);
    assert.ok(extension().isActive);

    const report = process.report?.getReport() as { sharedObjects: string[] };
    assert.deepEqual(
      report.sharedObjects.filter((path) => /tensorflow|tfjs/.test(path)),
      [],
    );
    const bundle = await readFile(join(extension().extensionPath, 'dist', 'extension.js'), 'utf8');
    assert.ok(!bundle.includes('@tensorflow/'), 'the bundle of the host contains tfjs');
    note(`extension.js has ${Math.round(bundle.length / 1000)} kB unminified`);
  });

  it('offers sessions and training to other extensions', async () => {
    const { version, sessions } = await extension().activate();
    assert.equal(version, 1);
    assert.deepEqual(sessions(), []);
  });
});

describe('contributions', () => {
  it('registers every command that the manifest names', async () => {
    const { contributes } = extension().packageJSON;
    const named: string[] = contributes.commands.map(({ command }: { command: string }) => command);
    const known = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      named.filter((command) => !known.has(command)),
      [],
    );
    const titles = [
      'trainVae',
      'trainAutoencoder',
      'stopTraining',
      'openLatentSpace',
      'inspectReconstructions',
      'openRun',
      'compareRuns',
      'useDataSet',
      'showLog',
    ];
    assert.deepEqual(
      titles.filter((title) => !named.includes(`latentLens.${title}`)),
      [],
    );
  });

  it('has settings with defaults', () => {
    const settings = vscode.workspace.getConfiguration('latentLens');
    assert.equal(settings.get('backend'), 'auto');
    assert.equal(settings.get('runsFolder'), '.latent-lens/runs');
  });
});
