import * as vscode from 'vscode';
import { type Sentence, UserError } from '../protocol/errors';
import { translate } from './sentences';

/** A button of a message. */
export interface Action {
  readonly title: string;
  run(): unknown;
}

/** Tells people what happened in one sentence each; the details go to the log. */
export class Messages {
  constructor(private readonly log: vscode.LogOutputChannel) {}

  /** What a person cancelled needs no message. */
  failure(error: unknown, ...actions: Action[]): void {
    if (error instanceof UserError && error.code === 'process.cancelled') return;
    this.log.error(detailOf(error));
    void this.say(vscode.window.showErrorMessage, sentenceOf(error), [...actions, this.showLog()]);
  }

  error(text: string, ...actions: Action[]): void {
    this.log.error(text);
    void this.say(vscode.window.showErrorMessage, text, [...actions, this.showLog()]);
  }

  warning(text: string, ...actions: Action[]): void {
    this.log.warn(text);
    void this.say(vscode.window.showWarningMessage, text, actions);
  }

  information(text: string, ...actions: Action[]): void {
    void this.say(vscode.window.showInformationMessage, text, actions);
  }

  private showLog(): Action {
    return { title: vscode.l10n.t('Show Log'), run: () => this.log.show(true) };
  }

  private async say(
    show: (message: string, ...titles: string[]) => Thenable<string | undefined>,
    text: string,
    actions: readonly Action[],
  ): Promise<void> {
    const chosen = await show(text, ...actions.map(({ title }) => title));
    try {
      await actions.find(({ title }) => title === chosen)?.run();
    } catch (error) {
      this.failure(error);
    }
  }
}

/** One translated sentence for any failure. */
export function sentenceOf(error: unknown): string {
  if (error instanceof UserError) return translate(error);
  const message = error instanceof Error ? error.message : String(error);
  return translate({ code: 'internal', params: { message } } satisfies Sentence);
}

/** Everything that is known of a failure, for the log. */
export function detailOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error instanceof UserError ? `${error.code}: ${error.message}` : (error.stack ?? error.message);
  return error.cause === undefined ? own : `${own}\n${detailOf(error.cause)}`;
}
