import { resolve } from 'node:path';
import * as vscode from 'vscode';
import { readRun } from '../run-listing';
import { runIn } from './announced-run';

interface RunLink extends vscode.TerminalLink {
  readonly directory: string;
}

/** Runs that are named in a terminal are opened by a click. */
export class RunLinks implements vscode.TerminalLinkProvider<RunLink> {
  /** @param open Shows a run. */
  constructor(private readonly open: (directory: string) => void) {}

  async provideTerminalLinks({ line, terminal }: vscode.TerminalLinkContext): Promise<RunLink[]> {
    const found = runIn(line);
    if (!found) return [];
    const directory = resolve(terminal.shellIntegration?.cwd?.fsPath ?? '/', found.directory);
    if (!(await readRun(directory))) return [];
    const tooltip = vscode.l10n.t('Open the run in Latent Lens');
    return [{ startIndex: found.startIndex, length: found.directory.length, tooltip, directory }];
  }

  handleTerminalLink({ directory }: RunLink): void {
    this.open(directory);
  }
}
