import { basename } from 'node:path';
import type * as vscode from 'vscode';
import type { DataConfig } from '../protocol/config';
import type { DataEditorEvents, DataEditorMethods } from '../protocol/data-editor';
import type { Handlers } from '../protocol/rpc';
import { dataEditorParams } from './data-editor-messages';
import type { DataEditorTrainer } from './data-editor-trainer';
import { DataEditorView } from './data-editor-view';
import { panelHtml } from './panel-html';
import { checked } from './webview-messages';
import { WebviewPages } from './webview-page';

interface EditorSide {
  readonly calls: Record<never, never>;
  readonly serves: DataEditorMethods;
  readonly emits: DataEditorEvents;
  readonly hears: Record<never, never>;
}

export interface DataEditorParts {
  readonly trainer: DataEditorTrainer;
  readonly log: vscode.LogOutputChannel;
  /** Asks for a model, and trains it. Tells a person by itself what goes wrong. */
  train(data: DataConfig): void;
}

/** One editor that shows a file of data. */
export class DataEditor {
  private readonly view: DataEditorView;
  private readonly pages: WebviewPages<EditorSide>;

  constructor(
    private readonly path: string,
    panel: vscode.WebviewPanel,
    extensionUri: vscode.Uri,
    private readonly parts: DataEditorParts,
  ) {
    const progress = (fraction: number) => this.pages.current?.connection.emit('progress', { fraction });
    this.view = new DataEditorView(path, parts.trainer, progress);
    this.pages = new WebviewPages<EditorSide>(panel.webview, checked(dataEditorParams, this.handlers()), parts.log);
    panel.webview.onDidReceiveMessage((message) => this.pages.receive(message));
    panel.onDidChangeViewState(() => {
      if (!panel.visible) this.pages.end('hidden');
    });
    panel.onDidDispose(() => {
      this.pages.end('closed');
      this.view.dispose();
    });
    panel.webview.html = panelHtml(extensionUri, 'data-editor');
  }

  private handlers(): Handlers<DataEditorMethods> {
    const { view, path, parts } = this;
    return {
      start: () => ({ name: basename(path) }),
      open: ({ array, again = false }, signal) => view.open(array, again, signal),
      thumbnails: (params, signal) => view.thumbnails(params, signal),
      cells: (params, signal) => view.cells(params, signal),
      survey: (_, signal) => view.survey(signal),
      train: () => {
        parts.train({ source: path, ...(view.array !== undefined && { array: view.array }) });
        return null;
      },
      showLog: () => {
        parts.log.show(true);
        return null;
      },
    };
  }
}
