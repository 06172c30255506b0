/** While something moves, frames further apart than this (ms) have too many points in them... */
const slow = 42;
/** ...and closer than this, room for more. */
const fast = 24;
const fewest = 20_000;
/** Frames on which to judge. */
const judged = 5;
/** Fewer points have to make frames at least so much quicker, or the points aren't what is slow... */
const worthwhile = 0.88;
/** ...and for so many frames, it is not tried again. */
const patience = 90;

/** How many points to draw while something moves, so that moving is smooth; at rest all are drawn. */
export class Detail {
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
    if (this.former && median > worthwhile * this.former.interval) {
      this.limit = this.former.limit;
      this.pause = patience;
      this.former = null;
    } else if (median > slow && drawn > fewest) {
      this.former = { limit: drawn, interval: median };
      this.limit = Math.max(fewest, Math.round(drawn * 0.6));
    } else {
      this.former = null;
      if (median < fast && drawn < count) this.limit = Math.round(this.limit * 1.25);
    }
  }
}
