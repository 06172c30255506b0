import type * as vscode from 'vscode';
import type { Host } from '../host';
import { registerCommand } from './register';

/** *Show Log*. */
export function logCommands({ messages, log }: Host): vscode.Disposable[] {
  return [registerCommand(messages, 'latentLens.showLog', () => log.show())];
}
