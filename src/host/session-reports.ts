import * as vscode from 'vscode';
import { verdictOn } from '../protocol/learning-curve';
import type { LatentPanels } from './latent-panels';
import type { Messages } from './messages';
import type { Crash, RunSession, StatusChange } from './run-session';
import type { RunSessions } from './run-sessions';
import { nats } from './run-text';
import { translate } from './sentences';

/** Tells people what becomes of their runs while they look elsewhere: an end, a failure, a trainer that died. */
export class SessionReports {
  /** Sentences already shown; a slower backend is worth one message, not one a run. */
  private readonly told = new Set<string>();

  constructor(
    sessions: RunSessions,
    private readonly panels: LatentPanels,
    private readonly messages: Messages,
    private readonly resume: (directory: string) => Promise<void>,
  ) {
    sessions.onDidOpen((session) => {
      session.onNotice((sentence) => this.tellOnce(translate(sentence)));
      session.onCrash((crash) => this.crashed(session, crash));
      let trained = session.training;
      session.onStatus((change) => {
        if (trained) this.ended(session, change);
        trained = change.status === 'running' && session.training;
      });
    });
  }

  private tellOnce(text: string): void {
    if (this.told.has(text)) return;
    this.told.add(text);
    this.messages.warning(text);
  }

  private crashed(session: RunSession, { reason, training }: Crash): void {
    const { directory } = session;
    if (directory === undefined) return;
    const sentence = translate({ code: 'process.closed', params: { reason } });
    const text = vscode.l10n.t('{0}: {1}', session.name, sentence);
    if (training) this.messages.error(text, { title: vscode.l10n.t('Resume'), run: () => this.resume(directory) });
    else
      this.messages.error(
        vscode.l10n.t(
          'The trainer that explores {0} ended ({1}). The next look starts it again.',
          session.name,
          reason,
        ),
      );
  }

  private ended(session: RunSession, { status, failure }: StatusChange): void {
    const { directory, name, summary } = session;
    if (directory === undefined) return;
    const open = {
      title: vscode.l10n.t('Open Latent Space'),
      run: () => void this.panels.open(directory, 'space'),
    };
    if (status === 'failed' && failure) {
      this.messages.error(vscode.l10n.t('{0}: {1}', name, translate(failure)));
    } else if (status === 'completed' && !this.panels.visible(session)) {
      const last = summary?.history.at(-1);
      if (!summary || !last) return;
      const text =
        last.elbo === null
          ? vscode.l10n.t('{0} is trained: {1} epochs, loss {2}.', name, last.epoch, nats(last.loss))
          : vscode.l10n.t('{0} is trained: {1} epochs, ELBO {2}.', name, last.epoch, nats(last.elbo));
      const { config, data } = summary.record;
      const verdict = verdictOn(summary.history, config, data);
      this.messages.information(verdict ? vscode.l10n.t('{0} {1}', text, translate(verdict)) : text, open);
    }
  }
}
