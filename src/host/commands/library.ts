import type * as vscode from 'vscode';
import type { Host } from '../host';
import { registerCommand } from './register';

/** *Select Native Library…* */
export function libraryCommands({ messages, libraryPicker }: Host): vscode.Disposable[] {
  return [registerCommand(messages, 'latentLens.selectNativeLibrary', () => libraryPicker.select())];
}
