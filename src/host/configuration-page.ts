import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { exists } from '../data-path';
import type { RunRequest } from '../protocol/config';
import type { ConfigureMethods } from '../protocol/configure';
import { configurationEnding } from '../protocol/names';
import type { Handlers } from '../protocol/rpc';
import { resolvePaths } from '../request';
import { configurationName, configurationText } from './configuration-file';
import { type ConfigurationState, configureParams } from './configuration-messages';
import type { DataEditorTrainer } from './data-editor-trainer';
import type { DataPicker } from './data-picker';
import type { Messages } from './messages';
import { panelHtml } from './panel-html';
import { chooseRate } from './rate-choice';
import type { RunLauncher } from './run-launcher';
import type { Settings } from './settings';
import { back } from './steps';
import { checked } from './webview-messages';
import { WebviewPages } from './webview-page';

interface PageSide {
  readonly calls: Record<never, never>;
  readonly serves: ConfigureMethods;
  readonly emits: Record<never, never>;
  readonly hears: Record<never, never>;
}

export interface ConfigurationParts {
  readonly extensionUri: vscode.Uri;
  readonly trainer: DataEditorTrainer;
  readonly picker: DataPicker;
  readonly launcher: RunLauncher;
  readonly settings: Settings;
  readonly messages: Messages;
  readonly log: vscode.LogOutputChannel;
}

/** One page on which a training is configured. It keeps what was entered by itself; this side reads, trains and writes. */
export class ConfigurationPage {
  constructor(
    private state: ConfigurationState,
    private readonly panel: vscode.WebviewPanel,
    private readonly parts: ConfigurationParts,
  ) {
    const lease = parts.trainer.use();
    const pages = new WebviewPages<PageSide>(panel.webview, checked(configureParams, this.handlers()), parts.log);
    panel.webview.onDidReceiveMessage((message) => pages.receive(message));
    panel.onDidChangeViewState(() => {
      if (!panel.visible) pages.end('hidden');
    });
    panel.onDidDispose(() => {
      pages.end('closed');
      lease.dispose();
    });
    panel.webview.html = panelHtml(parts.extensionUri, 'configure');
  }

  private handlers(): Handlers<ConfigureMethods> {
    const { parts } = this;
    const { trainer, settings, launcher, picker, log } = parts;
    return {
      start: () => ({
        ...this.state,
        defaults: { backend: settings.backend, memory: settings.memoryLimit ?? null },
      }),
      describe: async ({ data }, signal) => {
        const resolved = await this.resolved({ data });
        const memory = data.memory ?? settings.memoryLimit;
        return trainer.get().call('describe', { data: { ...resolved, ...(memory && { memory }) } }, signal);
      },
      preview: async ({ data }, signal) =>
        trainer.get().call('previewTable', { data: await this.resolved({ data }) }, signal),
      chooseData: async () => {
        const picked = await picker.pick({ title: vscode.l10n.t('Choose Data') });
        this.panel.reveal();
        return picked === undefined || picked === back ? null : { data: picked.data };
      },
      train: async ({ request: asked }) => {
        const request = await resolvePaths(asked, this.state.folder, exists);
        // The run's panel hides this page, which could not say what goes wrong then.
        await launcher.start(request).catch((error: unknown) => parts.messages.failure(error));
        return null;
      },
      findRate: async ({ request: asked }) => {
        const request = await resolvePaths({ backend: settings.backend, ...asked }, this.state.folder, exists);
        const learningRate = await chooseRate(trainer.get(), request);
        return learningRate === null ? null : { learningRate };
      },
      save: ({ request }) => this.save(request),
      showLog: () => {
        log.show(true);
        return null;
      },
    };
  }

  private async resolved(request: RunRequest) {
    const { data } = await resolvePaths(request, this.state.folder, exists);
    return typeof data === 'string' ? { source: data } : data;
  }

  private async save(asked: RunRequest): Promise<{ readonly file: string } | null> {
    const { state, parts } = this;
    const file = state.file ?? join(state.folder, `${configurationName(asked)}${configurationEnding}`);
    // Without a filter: for an ending of two parts some dialogs add it once more.
    const uri = await vscode.window.showSaveDialog({
      title: vscode.l10n.t('Save the Configuration'),
      defaultUri: vscode.Uri.file(file),
    });
    if (!uri) return null;
    const request = await resolvePaths(asked, state.folder, exists);
    const root = vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? dirname(uri.fsPath);
    await vscode.workspace.fs.writeFile(uri, Buffer.from(configurationText(request, uri.fsPath, root)));
    this.state = { ...state, file: uri.fsPath };
    const name = basename(uri.fsPath);
    parts.messages.information(vscode.l10n.t('The configuration is saved as {0}.', name), {
      title: vscode.l10n.t('Open'),
      run: () => vscode.window.showTextDocument(uri),
    });
    return { file: uri.fsPath };
  }
}
