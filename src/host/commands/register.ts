import * as vscode from 'vscode';
import type { Messages } from '../messages';

/** Registers a command whose failure is told in one sentence. It then answers undefined. */
export function registerCommand(
  messages: Messages,
  command: string,
  run: (...args: unknown[]) => unknown,
): vscode.Disposable {
  return vscode.commands.registerCommand(command, async (...args: unknown[]) => {
    try {
      return await run(...args);
    } catch (error) {
      messages.failure(error);
      return undefined;
    }
  });
}
