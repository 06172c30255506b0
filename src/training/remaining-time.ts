/** Epochs over which older observations lose all but a third of their weight. */
const memoryInEpochs = 2;

/** A mean in which what lies further back counts for less. */
class FadingMean {
  private weight = 0;
  private sum = 0;

  /** @param memory How many things ago the weight is 1/e. */
  constructor(private readonly memory: number) {}

  /** So many things together took so long. */
  add(count: number, seconds: number): void {
    const kept = Math.exp(-count / this.memory);
    this.weight = this.weight * kept + count;
    this.sum = this.sum * kept + seconds;
  }

  /** Null before the first. */
  get value(): number | null {
    return this.weight > 0 ? this.sum / this.weight : null;
  }
}

/**
 * How long a training will go on, by how long it took so far: its steps, and what every epoch ends with, which is
 * validation, encoding of all examples and writing. A machine that others use, too, is as busy in the next minutes as it
 * was in the last ones, and not as in the last second: so means over epochs tell more than the newest step.
 */
export class RemainingTime {
  private readonly step: FadingMean;
  private readonly end = new FadingMean(memoryInEpochs);
  /** Of the first call, which makes the graph as well; it counts only while there is no other. */
  private first: number | null = null;

  constructor(
    private readonly epochs: number,
    private readonly stepsOfEpoch: number,
  ) {
    this.step = new FadingMean(memoryInEpochs * stepsOfEpoch);
  }

  tookSteps(count: number, seconds: number): void {
    if (this.first === null) this.first = seconds / count;
    else this.step.add(count, seconds);
  }

  endedEpoch(seconds: number): void {
    this.end.add(1, seconds);
  }

  /** Seconds, after so many whole epochs and so many steps of the next. 0 before anything is known. */
  after(epochs: number, steps: number): number {
    const ends = this.epochs - epochs;
    return (ends * this.stepsOfEpoch - steps) * (this.step.value ?? this.first ?? 0) + ends * (this.end.value ?? 0);
  }
}
