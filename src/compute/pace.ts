/** How long a call should take, ms: long enough for its own cost not to count, short enough for others to be answered. */
const target = 40;

/** Sizes calls by the speed of the one before. */
export class Pace {
  private millisecondsPerStep = Number.POSITIVE_INFINITY;

  /** Steps that fill a call. One, until a step has been timed. */
  get steps(): number {
    return Math.max(1, Math.floor(target / this.millisecondsPerStep));
  }

  record(steps: number, milliseconds: number): void {
    this.millisecondsPerStep = milliseconds / steps;
  }
}
