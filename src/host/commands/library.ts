import type * as vscode from 'vscode';
import type { Host } from '../host';
import { registerCommand } from './register';

/** *Select Native Library…*. A keybinding or a test may name the library by its path, empty for the bundled one. */
export function libraryCommands({ messages, libraryPicker }: Host): vscode.Disposable[] {
  return [
    registerCommand(messages, 'latentLens.selectNativeLibrary', (path) =>
      typeof path === 'string' ? libraryPicker.use(path) : libraryPicker.select(),
    ),
  ];
}
