import type { LoadedModel } from '../compute';
import { restoreWeights, type StoredTensors } from '../model/weights';
import { Mutex } from '../training/mutex';
import type { Frame } from './frame-store';

/** Where a past model comes from. */
export interface PastSources {
  create(): Promise<LoadedModel>;
  /** The weights after an epoch; null where they are not kept. */
  weights(epoch: number): Promise<StoredTensors | null>;
  /** The codes of the epoch, by a model that has its weights. */
  codes(epoch: number, loaded: LoadedModel): Promise<Frame>;
}

type Shown = LoadedModel & Frame;

/**
 * A second model of a run, which has the weights of one of its earlier epochs at a time: the first one may be training. It is
 * made when it is first needed.
 */
export class PastModel {
  private readonly turns = new Mutex();
  private loaded: LoadedModel | null = null;
  private frame: Frame | null = null;
  /** Those that ask by the weights as they are. */
  private users = 0;
  private whenIdle: (() => void) | null = null;

  constructor(private readonly sources: PastSources) {}

  /** Answers by the weights after an epoch, which stay until it is answered; null where they are not kept. */
  async use<T>(epoch: number, answer: (shown: Shown) => Promise<T>): Promise<{ readonly answer: T } | null> {
    const shown = await this.turns.exclusive(() => this.enter(epoch));
    if (!shown) return null;
    try {
      return { answer: await answer(shown) };
    } finally {
      this.users--;
      if (this.users === 0) this.whenIdle?.();
    }
  }

  /** What is on disk may be another: the run goes on from an earlier epoch. */
  async forget(): Promise<void> {
    await this.turns.exclusive(async () => {
      await this.idle();
      this.frame = null;
    });
  }

  private async enter(epoch: number): Promise<Shown | null> {
    if (this.frame?.epoch !== epoch && !(await this.change(epoch))) return null;
    this.users++;
    return { ...this.loaded!, ...this.frame! };
  }

  private async change(epoch: number): Promise<boolean> {
    const weights = await this.sources.weights(epoch);
    if (weights === null) return false;
    this.loaded ??= await this.sources.create();
    await this.idle();
    this.frame = null;
    restoreWeights(this.loaded.model, weights);
    this.frame = await this.sources.codes(epoch, this.loaded);
    return true;
  }

  private async idle(): Promise<void> {
    if (this.users > 0) {
      await new Promise<void>((resolve) => {
        this.whenIdle = resolve;
      });
    }
    this.whenIdle = null;
  }
}
