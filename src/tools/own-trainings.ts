import type { TrainerClient } from '../host/trainer-client';
import type { RunRequest } from '../protocol/config';
import { UserError } from '../protocol/errors';
import type { RunStatus } from '../protocol/run';
import type { Training, Trainings } from './trainings';

/** Trains one run at a time, in a process of its own, where no editor does it. */
export class OwnTrainings implements Trainings {
  private training: (Training & { readonly name: string }) | undefined;
  private begins = false;

  /** @param project The folder that data and runs may move with. */
  constructor(
    private readonly start: () => TrainerClient,
    private readonly places: { readonly runs: string; readonly project: string },
  ) {}

  get all(): readonly Training[] {
    return this.training ? [this.training] : [];
  }

  async begin(request: RunRequest, signal: AbortSignal): Promise<Training> {
    if (this.training || this.begins) throw new UserError('tool.training', { run: this.training?.name ?? '' });
    this.begins = true;
    const client = this.start();
    try {
      const ended = endOf(client);
      const { directory, record } = await client.call('train', { request, ...this.places }, signal);
      const training = {
        directory,
        name: record.name,
        ended,
        stop: async () => void (await client.call('stop', {})),
        onEpoch: (listener: (epoch: number) => void) => client.on('epoch', ({ metrics }) => listener(metrics.epoch)),
      };
      this.training = training;
      void ended.then(() => {
        this.training = undefined;
        void client.stop();
      });
      return training;
    } catch (error) {
      void client.stop();
      throw error;
    } finally {
      this.begins = false;
    }
  }
}

/** Settles when what it trains is over, and also when its process is: the run can then be resumed. */
function endOf(client: TrainerClient): Promise<RunStatus> {
  return new Promise((resolve) => {
    client.on('status', ({ status }) => status !== 'running' && resolve(status));
    void client.stopped.then(() => resolve('interrupted'));
  });
}
