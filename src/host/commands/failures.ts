import * as vscode from 'vscode';
import type { Correction } from '../../protocol/failures';
import { correctCommand, labelsOf } from '../failures/failure-problems';
import type { Host } from '../host';
import { registerCommand } from './register';

/** What the quick fixes of problems do. */
export function failureCommands({ messages, sessions, settings, corrections }: Host): vscode.Disposable[] {
  return [
    registerCommand(messages, correctCommand, async (directory, row, wanted) => {
      if (typeof directory !== 'string' || typeof row !== 'number') return;
      const session = sessions.open(directory, settings.backend);
      const correction = wanted === 'ask' ? await askLabel(labelsOf(await session.ready())) : (wanted as Correction);
      if (correction) await corrections.correct(session, row, correction);
    }),
  ];
}

async function askLabel(labels: readonly string[]): Promise<Correction | undefined> {
  const label = await vscode.window.showQuickPick([...labels], { title: vscode.l10n.t('The right label') });
  return label === undefined ? undefined : { kind: 'relabel', label };
}
