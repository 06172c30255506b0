import { extname } from 'node:path';
import * as vscode from 'vscode';
import type { SourceLocation } from '../protocol/data';

const images = new Set(['.png', '.jpg', '.jpeg']);

/** Shows where an example came from: its image, its row of a table, or else the file among the others. */
export async function revealSource({ path, line }: SourceLocation): Promise<void> {
  const uri = vscode.Uri.file(path);
  if (line !== undefined) {
    const at = new vscode.Range(line - 1, 0, line - 1, 0);
    await vscode.commands.executeCommand('vscode.open', uri, { selection: at, viewColumn: vscode.ViewColumn.Beside });
  } else if (images.has(extname(path).toLowerCase())) {
    await vscode.commands.executeCommand('vscode.open', uri, { viewColumn: vscode.ViewColumn.Beside, preview: true });
  } else {
    await revealFile(uri);
  }
}

/** Selects a file or folder in the Explorer, or outside the workspace in the system's file manager. */
export async function revealFile(uri: vscode.Uri): Promise<void> {
  const inWorkspace = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  await vscode.commands.executeCommand(inWorkspace ? 'revealInExplorer' : 'revealFileInOS', uri);
}
