import type { DownloadProgress } from '../protocol/download';
import type { RemoteSet } from './catalogue';
import { DownloadClock } from './download-clock';

/** Milliseconds between two reports. */
const interval = 100;

/** Reports on all files of a set as one: at once, then so often at most, and always what came last. */
export class SetProgress {
  private readonly clock = new DownloadClock();
  private readonly total: number;
  /** Of files that are there. */
  private finishedBytes = 0;
  private received = 0;
  private reported = -1;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    { files }: RemoteSet,
    private readonly report: (progress: DownloadProgress) => void,
  ) {
    this.total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** So many bytes of the file under way are there. */
  within(bytes: number): void {
    this.received = this.finishedBytes + bytes;
    if (this.timer === undefined) this.tell();
  }

  /** A file of so many bytes is there. */
  finished(bytes: number): void {
    this.finishedBytes += bytes;
    this.received = this.finishedBytes;
    this.tell();
  }

  /** Nothing is reported from now on. */
  stop(): void {
    clearTimeout(this.timer);
  }

  private tell(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.received === this.reported) return;
    const { received, total } = this;
    this.reported = received;
    this.report({ received, total, remainingSeconds: this.clock.remaining(received, total) });
    this.timer = setTimeout(() => this.tell(), interval);
  }
}
