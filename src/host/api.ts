import * as vscode from 'vscode';
import type { RunRequest } from '../protocol/config';
import type { RunStatus } from '../protocol/run';
import { checkRequest } from '../request';
import type { RunLauncher } from './run-launcher';
import type { RunSessions } from './run-sessions';

/** An open run. */
export interface OpenRun {
  /** Undefined until the run is on disk. */
  readonly directory: string | undefined;
  readonly name: string;
  readonly status: RunStatus | 'loading';
  readonly training: boolean;
  /** Finished epochs. */
  readonly epochs: number;
  /** Of its trainer process; undefined when that has ended. */
  readonly pid: number | undefined;
}

/** What the extension offers to other extensions: the value of `activate`. */
export interface LatentLensApi {
  readonly version: 1;
  /** The open runs: those that train, and those in a panel. */
  sessions(): readonly OpenRun[];
  /**
   * Starts a run and shows its panel. Paths are absolute. Settles with the run's folder once it trains.
   * @throws UserError when it cannot begin
   */
  train(request: RunRequest): Promise<string>;
}

export function createApi(sessions: RunSessions, launcher: RunLauncher): LatentLensApi {
  return {
    version: 1,
    sessions: () =>
      sessions.all.map(({ directory, name, status, training, summary, pid }) => ({
        directory,
        name,
        status,
        training,
        epochs: summary?.record.epochs ?? 0,
        pid,
      })),
    train: async (request) => launcher.start(checkRequest(request, 'train', vscode.l10n.t)),
  };
}
