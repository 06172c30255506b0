import { realpath } from 'node:fs/promises';
import * as vscode from 'vscode';
import { placesOf } from '../data-path';
import { configurationOf } from './run-configuration';
import type { RunGate } from './run-session';

/**
 * What comes with a workspace that nobody trusts yet does nothing by itself: a person is asked before a run in it goes on, and
 * before it has data read that lie outside of the workspace.
 */
export const trustGate: RunGate = {
  async open(directory) {
    if (vscode.workspace.isTrusted) return true;
    // What cannot be read is refused by the trainer, too.
    const run = await configurationOf(directory).catch(() => null);
    if (run === null) return true;
    const outside = await firstOutside(placesOf(run.config.data));
    if (outside === undefined) return true;
    return isAllowed(
      vscode.l10n.t(
        'This workspace is not trusted, and its run {0} reads data outside of it: {1}. Open it?',
        run.name,
        outside,
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

/** The first path that leads out of the workspace, also by a link. */
async function firstOutside(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const place = await realpath(path).catch(() => path);
    if (vscode.workspace.getWorkspaceFolder(vscode.Uri.file(place)) === undefined) return path;
  }
  return undefined;
}

async function isAllowed(question: string, action: string): Promise<boolean> {
  return (await vscode.window.showWarningMessage(question, { modal: true }, action)) === action;
}
