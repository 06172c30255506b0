import * as vscode from 'vscode';
import type { PanelMethods } from '../../protocol/panel';
import type { Handlers } from '../../protocol/rpc';
import type { RunSession } from '../run-session';
import type { CorrectionDesk } from './correction-desk';
import type { FailureProblems } from './failure-problems';

/** What the host has for failures. */
export interface FailureParts {
  readonly desk: CorrectionDesk;
  readonly problems: FailureProblems;
}

/** Answers what a panel asks about what is wrong with examples. */
export function failureHandlers(
  session: RunSession,
  { desk, problems }: FailureParts,
): Pick<Handlers<PanelMethods>, 'failures' | 'correct' | 'showProblems'> {
  return {
    failures: async (params, signal) => {
      const trainer = await session.connected();
      return desk.annotated(session, await trainer.call('failures', params, signal));
    },
    correct: async ({ row, correction }) => ({ file: await desk.correct(session, row, correction) }),
    showProblems: async (_, signal) => {
      const count = await problems.show(session, signal);
      if (count > 0) await vscode.commands.executeCommand('workbench.actions.view.problems');
      return { problems: count };
    },
  };
}
