import type * as vscode from 'vscode';
import { DataEditor, type DataEditorParts } from './data-editor';
import { panelOptions } from './panel-html';

/** As in package.json, where the kinds of files are. */
export const dataEditorType = 'latentLens.data';

/** Shows files of data: *Open With…*, *Latent Lens Data Set*. They are never written. */
export class DataEditors implements vscode.CustomReadonlyEditorProvider {
  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly parts: DataEditorParts,
  ) {}

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => {} };
  }

  resolveCustomEditor({ uri }: vscode.CustomDocument, panel: vscode.WebviewPanel): void {
    panel.webview.options = panelOptions;
    new DataEditor(uri.fsPath, panel, this.extensionUri, this.parts);
  }
}
