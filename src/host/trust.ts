import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import { readRun } from './run-listing';
import type { RunGate } from './run-session';

/**
 * What comes with a workspace that nobody trusts yet does nothing by itself: a person is asked before a run in it goes on, and
 * before it has data read that lie outside of the workspace.
 */
export const trustGate: RunGate = {
  async open(directory) {
    if (vscode.workspace.isTrusted) return true;
    const run = await readRun(directory);
    if (run?.kind !== 'run' || !isOutside(run.dataSource)) return true;
    return isAllowed(
      vscode.l10n.t(
        'This workspace is not trusted, and its run {0} reads data outside of it: {1}. Open it?',
        run.name,
        run.dataSource,
      ),
      vscode.l10n.t('Open'),
    );
  },

  async resume(name) {
    if (vscode.workspace.isTrusted) return true;
    return isAllowed(
      vscode.l10n.t('This workspace is not trusted. Go on with the training of {0}?', name),
      vscode.l10n.t('Resume'),
    );
  },
};

function isOutside(source: string): boolean {
  return isAbsolute(source) && vscode.workspace.getWorkspaceFolder(vscode.Uri.file(source)) === undefined;
}

async function isAllowed(question: string, action: string): Promise<boolean> {
  return (await vscode.window.showWarningMessage(question, { modal: true }, action)) === action;
}
