/** How long a call should take, ms: long enough for its own cost not to count, short enough for others to be answered. */
const alone = 40;

/** How long while somebody moves about the latent space: what is decoded for them should follow the hand. */
const watched = 8;

/** For so long after a question the next one is expected, ms. */
const expectation = 500;

let watchedUntil = Number.NEGATIVE_INFINITY;

/** To be called whenever something was asked by somebody who waits to see it. */
export function expectMore(): void {
  watchedUntil = performance.now() + expectation;
}

/** Whether another question may come at any moment. */
export function isWatched(): boolean {
  return performance.now() < watchedUntil;
}

/** Sizes calls by the speed of the one before. */
export class Pace {
  private millisecondsPerStep = Number.POSITIVE_INFINITY;

  /** Steps that fill a call. One, until a step has been timed. */
  get steps(): number {
    return Math.max(1, Math.floor((isWatched() ? watched : alone) / this.millisecondsPerStep));
  }

  record(steps: number, milliseconds: number): void {
    this.millisecondsPerStep = milliseconds / steps;
  }
}
