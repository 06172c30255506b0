import * as vscode from 'vscode';
import type { RunRequest } from '../protocol/config';
import { curveInMarks, type RateCurve, roundedRate } from '../protocol/rate-curve';
import { type Choice, pickOne } from './quick-input';
import { back } from './steps';
import type { TrainerClient } from './trainer-client';

/** Characters of the curve: as many as fit a list. */
const width = 60;

/**
 * Finds learning rates for a training that is asked for, which takes a while and can be called off, and has a person choose.
 * @returns null where none is taken
 */
export async function chooseRate(trainer: TrainerClient, request: RunRequest): Promise<number | null> {
  const title = vscode.l10n.t('Find Learning Rate');
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  const found = await vscode.window.withProgress(options, async (progress, token) => {
    const called = new AbortController();
    token.onCancellationRequested(() => called.abort());
    progress.report({ message: vscode.l10n.t('a fresh model is trained with rising rates') });
    return trainer.call('findRate', { request }, called.signal).catch((error: unknown) => {
      if (called.signal.aborted) return null;
      throw error;
    });
  });
  if (found === null) return null;
  const { asked, ...curve } = found;
  const answer = await pickOne({
    title,
    placeholder: vscode.l10n.t('Loss by learning rate: {0}', curveInMarks(curve, width)),
    choices: choicesOf(curve, asked),
  });
  return answer === undefined || answer === back ? null : answer;
}

function choicesOf({ tenth, steepest }: RateCurve, asked: number): readonly Choice<number>[] {
  const choice = (rate: number | null, description: string): Choice<number>[] =>
    rate === null ? [] : [{ label: String(roundedRate(rate)), description, value: roundedRate(rate) }];
  return [
    ...choice(tenth, vscode.l10n.t('suggested: a tenth of the rate at which the loss is lowest')),
    ...choice(steepest, vscode.l10n.t('more careful: where the loss falls fastest')),
    { label: String(asked), description: vscode.l10n.t('as it is'), value: asked },
  ];
}
