/** While something moves, frames further apart than this (ms) have too much in them... */
const slow = 42;
/** ...and closer than this, room for more. */
const fast = 24;
const fewest = 20_000;
/** Frames on which to judge. */
const judged = 5;
/** Fewer points have to make frames at least so much quicker, or the points aren't what is slow... */
const worthwhile = 0.88;
/** ...and for so many frames, it is not tried again... */
const patience = 40;
/** ...unless frames take so long that every little helps. */
const unbearable = 85;

/** How much to draw while something moves, so that moving is smooth. At rest, all is drawn, and as fine as can be. */
export class Detail {
  /** Whether there is time for smooth edges as well. */
  fine = false;
  private limit = 150_000;
  private readonly intervals: number[] = [];
  /** What fewer points were tried instead of. */
  private former: { readonly limit: number; readonly interval: number } | null = null;
  private pause = 0;

  points(count: number): number {
    return Math.min(count, this.limit);
  }

  /** Tells the time between two frames in a row, with `drawn` of `count` points. */
  observe(interval: number, drawn: number, count: number): void {
    if (this.pause > 0) {
      this.pause--;
      return;
    }
    if (this.intervals.push(interval) < judged) return;
    const median = this.intervals.sort((a, b) => a - b)[judged >> 1];
    this.intervals.length = 0;
    if (this.former && median < unbearable && median > worthwhile * this.former.interval) {
      this.limit = this.former.limit;
      this.pause = patience;
      this.former = null;
      return;
    }
    this.former = null;
    if (median > slow) this.lower(median, drawn);
    else if (median < fast) this.raise(drawn, count);
  }

  private lower(interval: number, drawn: number): void {
    if (this.fine) {
      this.fine = false;
      this.pause = patience;
    } else if (drawn > fewest) {
      this.former = { limit: drawn, interval };
      this.limit = Math.max(fewest, Math.round(drawn * 0.6));
    }
  }

  private raise(drawn: number, count: number): void {
    if (drawn < count) this.limit = Math.round(this.limit * 1.25);
    else this.fine = true;
  }
}
