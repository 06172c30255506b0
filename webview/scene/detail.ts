/** While something moves, frames further apart than this (ms) have too many points in them... */
const slow = 42;
/** ...and closer than this, room for more. */
const fast = 24;
const fewest = 20_000;

/** How many points to draw while something moves, so that moving is smooth; at rest all are drawn. */
export class Detail {
  private limit = 150_000;
  private slowFrames = 0;
  private fastFrames = 0;

  points(count: number): number {
    return Math.min(count, this.limit);
  }

  /** Tells the time between two frames in a row, with `drawn` of `count` points. */
  observe(interval: number, drawn: number, count: number): void {
    this.slowFrames = interval > slow ? this.slowFrames + 1 : 0;
    this.fastFrames = interval < fast ? this.fastFrames + 1 : 0;
    if (this.slowFrames >= 3 && drawn > fewest) {
      this.limit = Math.max(fewest, Math.round(drawn * 0.65));
      this.slowFrames = 0;
    } else if (this.fastFrames >= 20 && drawn < count) {
      this.limit = Math.round(this.limit * 1.25);
      this.fastFrames = 0;
    }
  }
}
