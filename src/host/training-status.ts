import * as vscode from 'vscode';
import type { RunSession } from './run-session';
import type { RunSessions } from './run-sessions';
import { runText, trainingText } from './training-text';

/** The command behind the status bar item; not in the palette. */
export const showTrainingCommand = 'latentLens.showTraining';

/** One status bar item while anything trains. Also keeps the context key `latentLens.training` true to it. */
export class TrainingStatus implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('latentLens.training', vscode.StatusBarAlignment.Left, 10);
  private shown = false;

  constructor(private readonly sessions: RunSessions) {
    this.item.name = vscode.l10n.t('Latent Lens training');
    this.item.command = showTrainingCommand;
    sessions.onDidChange(() => this.update());
  }

  dispose(): void {
    this.item.dispose();
  }

  private update(): void {
    const runs = this.sessions.training;
    if (runs.length > 0) {
      const text = trainingText(runs, vscode.l10n.t);
      this.item.text = `$(sync~spin) ${text}`;
      this.item.accessibilityInformation = { label: text };
      this.item.tooltip = tooltip(runs);
    }
    if (runs.length > 0 === this.shown) return;
    this.shown = runs.length > 0;
    if (this.shown) this.item.show();
    else this.item.hide();
    void vscode.commands.executeCommand('setContext', 'latentLens.training', this.shown);
  }
}

function tooltip(runs: readonly RunSession[]): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  for (const run of runs) {
    text.appendText(`${run.name}: ${runText(run, vscode.l10n.t)}`).appendMarkdown('\n\n');
  }
  return text.appendText(vscode.l10n.t('Click to show the latent space.'));
}
