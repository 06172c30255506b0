import type { ForkOffer } from '../protocol/trainer';
import type { RunSessions } from './run-sessions';
import { askTrainer } from './short-lived-trainer';
import type { TrainerClient } from './trainer-client';

/** Changes what a run's record says, by the trainer that has the run open, or else by one for this alone. */
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

  /** @throws UserError where other data are there. */
  async locateData(directory: string, source: string): Promise<void> {
    await askTrainer(this.spawn(), (trainer) => trainer.call('locateData', { directory, source }));
  }
}
