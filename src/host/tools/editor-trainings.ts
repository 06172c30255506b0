import * as vscode from 'vscode';
import type { RunRequest } from '../../protocol/config';
import { UserError } from '../../protocol/errors';
import type { RunStatus } from '../../protocol/run';
import type { Training, Trainings } from '../../tools/trainings';
import type { RunLauncher } from '../run-launcher';
import type { RunSession } from '../run-session';
import type { RunSessions } from '../run-sessions';

/** Trains as a person would have it: with a panel in view, in the list of runs, to be stopped by hand. */
export class EditorTrainings implements Trainings {
  constructor(
    private readonly launcher: RunLauncher,
    private readonly sessions: RunSessions,
  ) {}

  get all(): readonly Training[] {
    return this.sessions.training.flatMap((session) =>
      session.directory === undefined ? [] : [trainingOf(session, session.directory)],
    );
  }

  async begin(request: RunRequest): Promise<Training> {
    if (!vscode.workspace.isTrusted) throw new UserError('tool.untrusted');
    const [other] = this.sessions.training;
    if (other) throw new UserError('tool.training', { run: other.name });
    const directory = await this.launcher.start(request);
    const session = this.sessions.find(directory);
    if (session) return trainingOf(session, directory);
    // Its panel was closed in the meantime.
    return { directory, ended: Promise.resolve('interrupted'), stop: async () => {}, onEpoch: () => () => {} };
  }
}

function trainingOf(session: RunSession, directory: string): Training {
  return {
    directory,
    ended: endOf(session),
    stop: () => session.stop(),
    onEpoch: (listener) => {
      const { dispose } = session.onEpoch(({ metrics }) => listener(metrics.epoch));
      return dispose;
    },
  };
}

function endOf(session: RunSession): Promise<RunStatus> {
  return new Promise((resolve) => {
    const { status } = session;
    if (!session.training) resolve(status === 'loading' ? 'interrupted' : status);
    session.onStatus((change) => change.status !== 'running' && resolve(change.status));
  });
}
