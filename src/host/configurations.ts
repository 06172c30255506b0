import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import type { RunRequest } from '../protocol/config';
import { type ConfigurationState, readConfigurationState } from './configuration-messages';
import { ConfigurationPage, type ConfigurationParts } from './configuration-page';
import { panelOptions } from './panel-html';

/** Also an activation event in package.json. */
export const configurationType = 'latentLens.configure';

export interface ConfigurationOrigin {
  /** The `*.latent.json` file that the request stands in: relative paths start at its folder, and it is where to save. */
  readonly file?: string;
}

/**
 * Opens a page on which a person changes a request, and trains or saves it. Paths are absolute, or start at the folder of
 * the file, else at the first folder of the workspace.
 */
export type OpenConfiguration = (request: RunRequest, origin?: ConfigurationOrigin) => void;

/** The pages on which trainings are configured, each for itself; and again after a reload. */
export class Configurations implements vscode.WebviewPanelSerializer {
  constructor(private readonly parts: ConfigurationParts) {}

  readonly open: OpenConfiguration = (request, { file } = {}) => {
    const folder = file === undefined ? workspaceFolder() : dirname(file);
    const title = file === undefined ? vscode.l10n.t('Configure Training') : basename(file);
    const panel = vscode.window.createWebviewPanel(configurationType, title, vscode.ViewColumn.Active, panelOptions);
    this.adopt(panel, { request, file: file ?? null, folder });
  };

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, kept: unknown): Promise<void> {
    const state = readConfigurationState(kept);
    if (!state) {
      panel.dispose();
      return;
    }
    panel.webview.options = panelOptions;
    this.adopt(panel, state);
  }

  private adopt(panel: vscode.WebviewPanel, state: ConfigurationState): void {
    panel.iconPath = vscode.Uri.joinPath(this.parts.extensionUri, 'media', 'activity-bar.svg');
    new ConfigurationPage(state, panel, this.parts);
  }
}

function workspaceFolder(): string {
  return vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? process.cwd();
}
