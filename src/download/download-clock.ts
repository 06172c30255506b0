/** Seconds that the speed is measured over: long enough to be steady, short enough to follow a change. */
const window = 5;

/** Estimates how long a download takes yet, from what arrived of late. */
export class DownloadClock {
  private samples: { readonly at: number; readonly bytes: number }[] = [];

  /** @param now Seconds, ascending. */
  constructor(private readonly now: () => number = () => performance.now() / 1000) {}

  /** Seconds until `total` bytes are there, `bytes` being there now; null while nobody can tell. */
  remaining(bytes: number, total: number): number | null {
    const at = this.now();
    // After a start from the beginning, what was there says nothing of the speed.
    if (bytes < (this.samples.at(-1)?.bytes ?? 0)) this.samples = [];
    this.samples.push({ at, bytes });
    while (this.samples.length > 2 && this.samples[1].at <= at - window) this.samples.shift();
    const [first] = this.samples;
    const speed = (bytes - first.bytes) / (at - first.at);
    return speed > 0 && Number.isFinite(speed) ? (total - bytes) / speed : null;
  }
}
