import type { ForkOffer, ModelExport, ModelExported } from '../protocol/trainer';
import type { RunSessions } from './run-sessions';
import { askTrainer } from './short-lived-trainer';
import type { TrainerClient } from './trainer-client';

/** Changes what a run's record says, or takes its model away, by the trainer that has the run open, or else by one for this alone. */
export class RunChanges {
  constructor(
    private readonly sessions: RunSessions,
    private readonly spawn: () => TrainerClient,
  ) {}

  async rename(directory: string, name: string): Promise<void> {
    const session = this.sessions.find(directory);
    if (session?.summary) await session.rename(name);
    else await askTrainer(this.spawn(), (trainer) => trainer.call('rename', { directory, name }));
  }

  /** What to ask for, to fork a run. @param from As in a request. @throws UserError where there are no such weights. */
  fork(from: string): Promise<ForkOffer> {
    return askTrainer(this.spawn(), (trainer) => trainer.call('fork', { from }));
  }

  /** Writes its model for other programs. @throws UserError where that cannot be. */
  exportModel(model: ModelExport, signal: AbortSignal): Promise<ModelExported> {
    return askTrainer(this.spawn(), (trainer) => trainer.call('exportModel', model, signal));
  }

  /** @throws UserError where other data are there. */
  async locateData(directory: string, source: string): Promise<void> {
    await askTrainer(this.spawn(), (trainer) => trainer.call('locateData', { directory, source }));
  }
}
