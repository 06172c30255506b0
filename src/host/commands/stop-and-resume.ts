import * as vscode from 'vscode';
import type { Host } from '../host';
import { RunNode } from '../run-nodes';
import { directoryOf, pickRun, pickSession } from '../run-picker';
import { showTrainingCommand } from '../training-status';
import { registerCommand } from './register';

/** *Stop Training*, *Resume Training*, and what a click on the status bar does. */
export function stopAndResumeCommands({ messages, sessions, panels, runs, launcher }: Host): vscode.Disposable[] {
  return [
    registerCommand(messages, 'latentLens.stopTraining', async (argument) => {
      const directory = directoryOf(argument);
      const listed =
        argument instanceof RunNode ? sessions.all.find((session) => session === argument.session) : undefined;
      const given = listed ?? (directory === undefined ? panels.active : sessions.find(directory));
      const session = given?.training ? given : await pickSession(sessions.training, vscode.l10n.t('Stop Training'));
      if (!session) messages.information(vscode.l10n.t('Nothing is training.'));
      else if (session.status === 'loading') await sessions.close(session);
      else await session.stop();
    }),
    registerCommand(messages, 'latentLens.resumeTraining', async (argument) => {
      const shown = panels.active?.directory;
      const resumable = panels.active && ['stopped', 'interrupted'].includes(panels.active.status);
      const directory =
        directoryOf(argument) ??
        (resumable ? shown : undefined) ??
        (await pickRun(runs, vscode.l10n.t('Resume Training'), ({ status }) =>
          ['stopped', 'interrupted'].includes(status),
        ));
      if (directory !== undefined) await launcher.resume(directory);
    }),
    registerCommand(messages, showTrainingCommand, async () => {
      const session = await pickSession(sessions.training, vscode.l10n.t('Training'));
      if (session) panels.show(session, 'space');
    }),
  ];
}
