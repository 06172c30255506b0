import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { BackendChoice } from '../protocol/config';

const section = 'latentLens';

/** The extension's settings, as they are now. */
export class Settings {
  /** @param storage Where runs are kept when no folder is open. */
  constructor(private readonly storage: vscode.Uri) {}

  get backend(): BackendChoice {
    const chosen = v.safeParse(BackendChoice, vscode.workspace.getConfiguration(section).get('backend'));
    return chosen.success ? chosen.output : 'auto';
  }

  /** Where a new run of the data at `source` is kept: with the workspace folder that holds them, or the first. */
  runsFolder(source?: string): string {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const home = source === undefined ? undefined : vscode.workspace.getWorkspaceFolder(vscode.Uri.file(source));
    return this.runsFolderIn(home ?? folders[0]);
  }

  /** Every folder that may hold runs. */
  runsFolders(): readonly string[] {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const paths =
      folders.length > 0 ? folders.map((folder) => this.runsFolderIn(folder)) : [this.runsFolderIn(undefined)];
    return [...new Set(paths)];
  }

  onDidChange(listener: () => void): vscode.Disposable {
    return vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(section)) listener();
    });
  }

  private runsFolderIn(folder: vscode.WorkspaceFolder | undefined): string {
    const setting = vscode.workspace.getConfiguration(section, folder).get('runsFolder');
    const path = typeof setting === 'string' && setting.trim() !== '' ? setting.trim() : '.latent-lens/runs';
    if (path.startsWith('~/')) return join(homedir(), path.slice(2));
    if (isAbsolute(path)) return path;
    return folder ? join(folder.uri.fsPath, path) : join(this.storage.fsPath, 'runs');
  }
}
