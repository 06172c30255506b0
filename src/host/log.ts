import * as vscode from 'vscode';

/** The output channel that holds what is not for a person's eyes. */
export function createLog(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel('Latent Lens', { log: true });
}
