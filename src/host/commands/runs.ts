import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Host } from '../host';
import { readRun } from '../run-listing';
import { directoryOf, pickRun } from '../run-picker';
import { revealFile } from '../source-reveal';
import { registerCommand } from './register';

/** What the runs view offers for a run on disk: delete it, show its folder; and look again. */
export function runCommands({ messages, panels, runs }: Host): vscode.Disposable[] {
  return [
    registerCommand(messages, 'latentLens.deleteRun', async (argument) => {
      const directory = directoryOf(argument) ?? (await pickRun(runs, vscode.l10n.t('Delete Run')));
      const run = directory === undefined ? undefined : await readRun(directory);
      if (!run || !(await confirm(run.name))) return;
      await panels.closeRun(run.directory);
      await remove(vscode.Uri.file(run.directory), run.name);
      runs.refresh();
    }),
    registerCommand(messages, 'latentLens.revealRun', async (argument) => {
      const directory = directoryOf(argument) ?? (await pickRun(runs, vscode.l10n.t('Reveal Run')));
      if (directory !== undefined) await revealFile(vscode.Uri.file(join(directory, 'run.json')));
    }),
    registerCommand(messages, 'latentLens.refreshRuns', () => runs.refresh()),
  ];
}

async function confirm(name: string): Promise<boolean> {
  const title = vscode.l10n.t('Move to Trash');
  const question = vscode.l10n.t('Delete the run {0} with its checkpoints and latents?', name);
  return (await vscode.window.showWarningMessage(question, { modal: true }, title)) === title;
}

/** To the trash; where there is none, a person is asked again, for that cannot be undone. */
async function remove(uri: vscode.Uri, name: string): Promise<void> {
  try {
    await vscode.workspace.fs.delete(uri, { recursive: true, useTrash: true });
  } catch {
    const title = vscode.l10n.t('Delete Permanently');
    const question = vscode.l10n.t('There is no trash here. Delete the run {0} for good? This cannot be undone.', name);
    if ((await vscode.window.showWarningMessage(question, { modal: true }, title)) !== title) return;
    await vscode.workspace.fs.delete(uri, { recursive: true });
  }
}
