/** How long training on examples, or what epochs end with, took together. */
interface Taken {
  count: number;
  seconds: number;
}

/** Of one epoch. */
interface EpochTaken {
  readonly examples: Taken;
  /** Validation, encoding of all examples and writing. */
  readonly end: Taken;
}

/** However little remains, one epoch alone says too little. */
const fewestEpochs = 2;

/**
 * How long a training will go on, by how long it took so far: its steps, by how many examples they took, since batches may grow,
 * and what every epoch ends with, which is validation, encoding of all examples and writing. What else a machine does comes and goes: to foresee a long time, one
 * has to look back on a long time. So the means are over the last epochs, half as many as remain.
 */
export class RemainingTime {
  private readonly taken: EpochTaken[] = [];
  /** Seconds an example of the first call, which makes the graph as well; it counts only while there is no other. */
  private first: number | null = null;

  constructor(
    private readonly epochs: number,
    private readonly examplesOfEpoch: number,
  ) {
    this.begin();
  }

  tookExamples(count: number, seconds: number): void {
    if (this.first === null) this.first = seconds / count;
    else add(this.underWay.examples, count, seconds);
  }

  endedEpoch(seconds: number): void {
    add(this.underWay.end, 1, seconds);
    this.begin();
  }

  /** Seconds, after so many whole epochs and so many examples of the next. 0 before anything is known. */
  after(epochs: number, examples: number): number {
    const ends = this.epochs - epochs;
    // Beside the one under way.
    const last = this.taken.slice(-1 - Math.max(fewestEpochs, Math.ceil(ends / 2)));
    const each = mean(last.map(({ examples }) => examples)) ?? this.first ?? 0;
    const end = mean(last.map(({ end }) => end)) ?? 0;
    return (ends * this.examplesOfEpoch - examples) * each + ends * end;
  }

  private get underWay(): EpochTaken {
    return this.taken[this.taken.length - 1];
  }

  private begin(): void {
    this.taken.push({ examples: { count: 0, seconds: 0 }, end: { count: 0, seconds: 0 } });
  }
}

function add(taken: Taken, count: number, seconds: number): void {
  taken.count += count;
  taken.seconds += seconds;
}

/** Null where there is nothing yet. */
function mean(taken: readonly Taken[]): number | null {
  const count = taken.reduce((sum, { count }) => sum + count, 0);
  return count > 0 ? taken.reduce((sum, { seconds }) => sum + seconds, 0) / count : null;
}
