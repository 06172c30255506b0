import { resolve } from 'node:path';
import type { BackendChoice, RunRequest } from '../protocol/config';
import { Emitter } from './event';
import { type RunGate, RunSession } from './run-session';
import type { TrainerClient } from './trainer-client';

/** Where a run is kept. */
export interface RunPlaces {
  readonly runs: string;
  readonly project?: string;
}

/** The open runs, each with a trainer process of its own, so that none can harm another. */
export class RunSessions {
  private readonly openEmitter = new Emitter<RunSession>();
  private readonly changeEmitter = new Emitter<void>();
  /** A session was added. */
  readonly onDidOpen = this.openEmitter.event;
  /** A session was added, changed or closed. */
  readonly onDidChange = this.changeEmitter.event;
  private readonly sessions = new Set<RunSession>();

  constructor(
    private readonly spawn: () => TrainerClient,
    private readonly gate: RunGate,
  ) {}

  get all(): readonly RunSession[] {
    return [...this.sessions];
  }

  get training(): readonly RunSession[] {
    return this.all.filter((session) => session.training);
  }

  find(directory: string): RunSession | undefined {
    const path = resolve(directory);
    return this.all.find((session) => session.directory === path);
  }

  /** Opens a run on disk for a panel to show, or finds it open. */
  open(directory: string, backend: BackendChoice): RunSession {
    const path = resolve(directory);
    return (
      this.find(path) ?? this.add(new RunSession({ kind: 'open', directory: path }, backend, this.spawn, this.gate))
    );
  }

  /** Starts a new run. @param project The folder in which the run and its data may move together. */
  train(request: RunRequest, { runs, project }: RunPlaces): RunSession {
    return this.add(
      new RunSession({ kind: 'train', request, runs, project }, request.backend ?? 'auto', this.spawn, this.gate),
    );
  }

  /** Takes over a run from the trainer that trains it. */
  join(directory: string, client: TrainerClient): RunSession {
    return this.add(new RunSession({ kind: 'kept', directory, client }, 'auto', this.spawn, this.gate));
  }

  /** Lets go of a run whose trainer is kept. */
  leave(session: RunSession): void {
    if (this.sessions.delete(session)) session.leave();
  }

  async close(session: RunSession): Promise<void> {
    if (!this.sessions.delete(session)) return;
    await session.close();
  }

  /** Ends every trainer. */
  async closeAll(): Promise<void> {
    await Promise.all(this.all.map((session) => this.close(session)));
  }

  private add(session: RunSession): RunSession {
    this.sessions.add(session);
    session.onDidChange(() => {
      // A run that neither trains nor is looked at needs no trainer.
      if (!session.training && !session.viewed) void this.close(session);
      this.changeEmitter.fire();
    });
    this.openEmitter.fire(session);
    this.changeEmitter.fire();
    return session;
  }
}
