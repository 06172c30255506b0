import { type Sentence, toWireError } from '../protocol/errors';
import type { Emit } from '../protocol/rpc';
import type { EpochMetrics, RunStatus, WeightsInUse } from '../protocol/run';
import type { TrainerEvents } from '../protocol/trainer';
import type { Encodings } from '../training/encoding';
import type { RunDirectory } from '../training/store/run-directory';
import type { EpochWeights } from '../training/store/weights-file';
import type { TrainingLoop } from '../training/training-loop';
import type { FirstLook } from './first-look';
import type { FrameStore } from './frame-store';
import type { RunJournal } from './run-journal';

/** Between two reports of progress, ms. */
const reportInterval = 100;

/** What a training writes to, and whom it tells. */
export interface TrainingDesk {
  readonly directory: RunDirectory;
  readonly journal: RunJournal;
  readonly frames: FrameStore;
  readonly emit: Emit<TrainerEvents>;
  /** What comes before the first step, where somebody waits for it. */
  readonly look?: FirstLook;
  /** Called before the first step. */
  begun(): Promise<void>;
  /** Called after each epoch: whether its weights stay is decided there. */
  keepWeights(weights: EpochWeights): Promise<void>;
  weightsChanged(): void;
  /** What can be said of a failure beside what it says itself. It may take as long as the training since the last checkpoint. */
  explain(failure: unknown, signal: AbortSignal): Promise<unknown>;
  /** Called when nothing is under way any more, and before anybody hears of the end. Answers which weights are then used. */
  ended(): Promise<WeightsInUse>;
}

/** One training of a run, from its first step or a checkpoint to whatever ends it. It holds the run's lock meanwhile. */
export class TrainingJob {
  private readonly stopping = new AbortController();
  private stoppedAs: RunStatus = 'stopped';
  /** Settles when it is over, and all is on disk. */
  readonly done: Promise<void>;

  constructor(
    private readonly loop: TrainingLoop,
    private readonly desk: TrainingDesk,
  ) {
    // Begins only after the caller has its answer, so that the first event never overtakes it.
    this.done = Promise.resolve(desk.look?.wait(this.stopping.signal)).then(() => this.trainToEnd());
  }

  /** Ends training after the step under way and waits until all is on disk. */
  async stop(as: 'stopped' | 'interrupted'): Promise<void> {
    this.stoppedAs = as;
    this.stopping.abort();
    await this.done;
  }

  private async trainToEnd(): Promise<void> {
    const { loop, desk } = this;
    let reported = 0;
    try {
      await desk.begun();
      const result = await loop.train(
        {
          progress: (progress) => {
            if (performance.now() - reported < reportInterval) return;
            reported = performance.now();
            desk.emit('progress', progress);
          },
          epoch: (metrics, encodings) => this.keepEpoch(metrics, encodings),
        },
        this.stopping.signal,
      );
      if (result === 'stopped') await this.keepProgress();
      await desk.frames.keepPresent();
      desk.weightsChanged();
      await this.endAs(result === 'stopped' ? this.stoppedAs : 'completed');
    } catch (error) {
      await this.fail(await desk.explain(error, this.stopping.signal));
    } finally {
      loop.dispose();
    }
  }

  private async keepEpoch(metrics: EpochMetrics, codes: Encodings): Promise<void> {
    const { frames, journal, emit, keepWeights, weightsChanged } = this.desk;
    await frames.keep({ epoch: metrics.epoch, codes }, journal.record.config.training.epochs);
    await keepWeights({ epoch: metrics.epoch, weights: this.loop.weights() });
    weightsChanged();
    await this.keepProgress();
    await journal.addEpoch(metrics);
    emit('epoch', { metrics, frames: frames.epochs });
  }

  private keepProgress(): Promise<void> {
    return this.desk.directory.saveCheckpoint(this.loop.checkpoint(), this.loop.bestEpoch);
  }

  private async fail(error: unknown): Promise<void> {
    const failure = failureOf(error, this.desk.emit);
    // What could not be read may be back, and then the epoch need not be trained from its begin again.
    if (failure.code.startsWith('data.')) await this.keepProgress().catch((cause) => this.log(cause));
    await this.endAs(statusAfter(failure), failure);
  }

  private async endAs(status: RunStatus, failure?: Sentence): Promise<void> {
    const { directory, journal, ended, emit } = this.desk;
    // An epoch counts once it is on disk.
    await journal.changeStatus(status, journal.record.epochs, failure).catch((cause) => this.log(cause));
    await directory.release();
    emit('status', { status, failure, weights: await ended() });
  }

  private log(error: unknown): void {
    this.desk.emit('log', { level: 'error', message: String(error) });
  }
}

/** What went wrong, in a sentence; the details are logged. */
export function failureOf(error: unknown, emit: Emit<TrainerEvents>): Sentence {
  const { detail, ...failure } = toWireError(error);
  emit('log', { level: 'error', message: detail });
  return failure;
}

/** What could not be written can be trained again once there is room, and what could not be read once it is back. */
function statusAfter({ code }: Sentence): RunStatus {
  return code.startsWith('data.') || code === 'run.writeFailed' || code === 'run.link' ? 'interrupted' : 'failed';
}
