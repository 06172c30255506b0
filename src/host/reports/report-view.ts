import { basename } from 'node:path';
import * as vscode from 'vscode';

/** Of the panels that show reports. */
const reportType = 'latentLens.report';

/** Shows a report that is written: a page in a panel of its own, for the editor shows no pages; Markdown in the editor's preview. */
export async function openReport(uri: vscode.Uri, title: string): Promise<void> {
  if (uri.path.endsWith('.md')) {
    await vscode.commands.executeCommand('markdown.showPreview', uri);
    return;
  }
  const page = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  const options = { enableScripts: false, localResourceRoots: [] };
  const panel = vscode.window.createWebviewPanel(
    reportType,
    `${title}: ${basename(uri.fsPath)}`,
    vscode.ViewColumn.Active,
    options,
  );
  panel.webview.html = page;
}
