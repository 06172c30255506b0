/** How long points take to their new places, in ms. */
export const glideDuration = 700;

/** A movement from 0 to 1 that starts fast and comes to rest gently; finished from the start until begun. */
export class Glide {
  private start = Number.NEGATIVE_INFINITY;
  private duration = 0;

  begin(now: number, duration: number): void {
    this.start = now;
    this.duration = duration;
  }

  /** 1 - (1 - t)^3 */
  progress(now: number): number {
    if (now >= this.start + this.duration) return 1;
    const t = Math.max(0, (now - this.start) / this.duration);
    return 1 - (1 - t) ** 3;
  }

  finished(now: number): boolean {
    return now >= this.start + this.duration;
  }
}

/** out = (1 - t) a + t b; `out` may be `a`. */
export function mixInto(out: Float32Array, a: Float32Array, b: Float32Array, t: number): void {
  for (let i = 0; i < out.length; i++) out[i] = a[i] + (b[i] - a[i]) * t;
}
