const kept = 240;

/** Durations of the latest frames. */
export class FrameTimes {
  frames = 0;
  private readonly latest = new Float64Array(kept);

  add(milliseconds: number): void {
    this.latest[this.frames++ % kept] = milliseconds;
  }

  median(): number {
    const sorted = this.latest.slice(0, Math.min(this.frames, kept)).sort();
    return sorted[Math.floor(sorted.length / 2)] ?? 0;
  }
}
