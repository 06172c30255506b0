import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { BackendChoice, DataConfig } from '../protocol/config';
import type { DownloadPlace } from '../protocol/download';
import type { RunPlaces } from './run-sessions';

const section = 'latentLens';

/** The extension's settings, as they are now. */
export class Settings {
  /** @param storage Where runs are kept when no folder is open. */
  constructor(private readonly storage: vscode.Uri) {}

  get backend(): BackendChoice {
    const chosen = v.safeParse(BackendChoice, vscode.workspace.getConfiguration(section).get('backend'));
    return chosen.success ? chosen.output : 'auto';
  }

  /** Whether what trains goes on while the window is reloaded. */
  get keepTraining(): boolean {
    return vscode.workspace.getConfiguration(section).get('keepTraining') === true;
  }

  /** Whether a layout begins only when training is over. */
  get layoutsWait(): boolean {
    return vscode.workspace.getConfiguration(section).get('layoutsWait') !== false;
  }

  /** Where downloads come from and go to. The editor's own proxy goes before the environment's. */
  get downloads(): DownloadPlace {
    const mirror = text(section, 'downloadMirror');
    const folder = text(section, 'downloadFolder');
    const proxy = text('http', 'proxy');
    return { ...(mirror && { mirror }), ...(folder && { folder: atHome(folder) }), ...(proxy && { proxy }) };
  }

  /** The memory that examples may take, MB; undefined where the machine's decides. */
  get memoryLimit(): number | undefined {
    const limit = v.safeParse(
      v.unwrap(DataConfig.entries.memory),
      vscode.workspace.getConfiguration(section).get('memoryLimit'),
    );
    return limit.success ? limit.output : undefined;
  }

  /** Data with the memory that they may take. */
  bounded(data: DataConfig): DataConfig {
    const memory = data.memory ?? this.memoryLimit;
    return memory === undefined ? data : { ...data, memory };
  }

  /** The path of the TensorFlow library that was selected; empty for the bundled one. */
  get nativeLibrary(): string {
    return text(section, 'nativeLibrary');
  }

  /** On this machine, for all workspaces. @param path Empty for the bundled library. */
  async selectNativeLibrary(path: string): Promise<void> {
    const settings = vscode.workspace.getConfiguration(section);
    await settings.update('nativeLibrary', path || undefined, vscode.ConfigurationTarget.Global);
  }

  /** Where a new run of the data at `source` is kept: with the workspace folder that holds them, or the first. */
  runPlaces(source: string): RunPlaces {
    const home = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(source)) ?? vscode.workspace.workspaceFolders?.[0];
    return { runs: this.runsFolderIn(home), ...(home && { project: home.uri.fsPath }) };
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
    if (isAbsolute(atHome(path))) return atHome(path);
    return folder ? join(folder.uri.fsPath, path) : join(this.storage.fsPath, 'runs');
  }
}

function text(group: string, name: string): string {
  const value = vscode.workspace.getConfiguration(group).get(name);
  return typeof value === 'string' ? value.trim() : '';
}

/** With `~` for the home folder, as people write it. */
function atHome(path: string): string {
  return path.startsWith('~/') ? join(homedir(), path.slice(2)) : path;
}
