import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { need } from '../harness/need';
import { note, smallRun, status, train, workspaceFolder } from './support';

const settings = () => vscode.workspace.getConfiguration('latentLens');

describe('a selected native library', () => {
  const select = (path: string) => vscode.commands.executeCommand<boolean>('latentLens.selectNativeLibrary', path);

  afterEach(async () => {
    await settings().update('nativeLibrary', undefined, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('is none by default, and cannot be set by a workspace', async () => {
    assert.equal(settings().inspect('nativeLibrary')?.defaultValue, '');
    await assert.rejects(
      async () => settings().update('nativeLibrary', '/from/the/workspace', vscode.ConfigurationTarget.Workspace),
      /nativeLibrary/,
    );
  });

  it('that does not work is passed over by the run, and its record says so', async () => {
    const nowhere = join(workspaceFolder(), 'no-tensorflow');
    await settings().update('nativeLibrary', nowhere, vscode.ConfigurationTarget.Global);
    const { backend } = await status(await train(smallRun('Passed over', 1)), 'completed');
    note(`${backend.name} ${backend.version}`);
    assert.match(backend.fallback?.code ?? '', /^backend\.fallback-(bundled|broken)$/);
    assert.deepEqual(backend.fallback?.params.problem, { code: 'library.none', params: { path: nowhere } });
  });

  it('is not taken where it does not work', async () => {
    assert.equal(await select(join(workspaceFolder(), 'no-tensorflow')), false);
    assert.equal(settings().get('nativeLibrary'), '');
  });

  it('computes in new runs until the bundled one is selected again', async function () {
    const library = process.env.LATENT_LENS_TEST_LIBRARY;
    need(this, library, 'another TensorFlow, named by LATENT_LENS_TEST_LIBRARY');
    assert.equal(await select(library), true);
    const chosen = settings().get('nativeLibrary');
    const { backend } = await status(await train(smallRun('Selected', 1)), 'completed');
    note(`${backend.name} ${backend.version} of ${backend.library?.path}`);
    assert.deepEqual([backend.library?.path, backend.fallback], [chosen, undefined]);
    assert.equal(await select(''), true);
    assert.equal(settings().get('nativeLibrary'), '');
  });
});
