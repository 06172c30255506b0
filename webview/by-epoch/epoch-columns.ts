import type { MadeByEpoch } from '../../src/protocol/by-epoch';
import { Latest } from '../latest';
import type { Panel } from '../panel';

/** Draws from the prior, always by the same noise. */
const draws = 8;
const seed = 1;

interface Wanted {
  readonly epochs: readonly number[];
  readonly indices: readonly number[];
}

interface Asked {
  readonly epoch: number;
  readonly indices: readonly number[];
}

/** What the model made after each epoch: asked for one after another, and once, as far as it can no longer change. */
export class EpochColumns {
  private readonly known = new Map<number, MadeByEpoch>();
  /** Whose weights are not there. */
  private readonly gone = new Set<number>();
  private wanted: Wanted = { epochs: [], indices: [] };
  private readonly asked: Latest<Asked, MadeByEpoch>;

  /** @param changed Another one is known. */
  constructor(
    { host, fail }: Pick<Panel, 'host' | 'fail'>,
    private readonly changed: () => void,
  ) {
    this.asked = new Latest(
      (params) => host.call('byEpoch', { ...params, draws, seed }),
      (made, params) => this.take(made, params),
      fail,
    );
  }

  /** Those that are known of the epochs that are wanted, in their order. */
  get all(): readonly MadeByEpoch[] {
    return this.wanted.epochs.flatMap((epoch) => this.known.get(epoch) ?? []);
  }

  get isComplete(): boolean {
    return this.missing === undefined;
  }

  want(wanted: Wanted): void {
    const { indices } = this.wanted;
    const same = indices.length === wanted.indices.length && indices.every((index, at) => index === wanted.indices[at]);
    if (!same) this.known.clear();
    this.wanted = same ? { ...wanted, indices } : wanted;
    this.askNext();
  }

  /** The weights of an epoch have changed: while it is the newest, training goes on from it. */
  forget(epoch: number): void {
    this.known.delete(epoch);
  }

  /** All may have changed. */
  forgetAll(): void {
    this.known.clear();
    this.gone.clear();
  }

  cancel(): void {
    this.asked.cancel();
  }

  private get missing(): number | undefined {
    return this.wanted.epochs.find((epoch) => !this.known.has(epoch) && !this.gone.has(epoch));
  }

  private askNext(): void {
    const { missing, wanted } = this;
    if (missing !== undefined && wanted.indices.length > 0) this.asked.ask({ epoch: missing, indices: wanted.indices });
  }

  private take(made: MadeByEpoch, { epoch, indices }: Asked): void {
    if (indices === this.wanted.indices) {
      if (made.epoch === epoch) this.known.set(epoch, made);
      else this.gone.add(epoch);
      this.changed();
    }
    this.askNext();
  }
}
