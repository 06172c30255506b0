import * as vscode from 'vscode';
import { isUserError } from '../protocol/errors';
import type { ResumeParams } from '../protocol/trainer';
import type { RunSession } from './run-session';
import { translate } from './sentences';

/** Goes on with a run; where it can't be told whether another trainer works on it, a person decides. */
export async function resumeOrTakeOver(session: RunSession, params: ResumeParams = {}): Promise<void> {
  try {
    await session.resume(params);
  } catch (error) {
    if (!isUserError(error) || error.code !== 'run.ownerUnknown') throw error;
    const takeOver = vscode.l10n.t('Take Over');
    const answer = await vscode.window.showWarningMessage(translate(error), { modal: true }, takeOver);
    if (answer === takeOver) await session.resume({ ...params, takeOver: true });
  }
}
