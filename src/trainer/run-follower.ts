import { stat } from 'node:fs/promises';

/** How often a run that is being trained elsewhere is looked at, and one that may be again, ms. */
const intervals = { running: 200, resting: 2000 };
/** A trainer that has died writes nothing: the run is looked at also unchanged after so long, ms. */
const longestRest = 5000;

/**
 * Looks at a file again and again, since no message comes from another process, nor from another machine through a shared file
 * system.
 */
export class RunFollower {
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private seen = '';
  private looked = 0;

  /**
   * @param path Of the file that is written last of all.
   * @param changed Takes in what has changed. Answers whether the run is being trained.
   */
  constructor(
    private readonly path: string,
    private readonly changed: () => Promise<boolean>,
  ) {}

  /** @param running Whether the run is being trained, as it was last read. */
  start(running: boolean): void {
    this.stopped = false;
    this.looked = performance.now();
    void this.state().then((state) => {
      this.seen ||= state;
      this.wait(running);
    });
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private wait(running: boolean): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.look(running), running ? intervals.running : intervals.resting);
    this.timer.unref();
  }

  private async look(running: boolean): Promise<void> {
    const state = await this.state();
    const isDue = running && performance.now() - this.looked > longestRest;
    if (this.stopped) return;
    if (state === this.seen && !isDue) return this.wait(running);
    this.looked = performance.now();
    try {
      running = await this.changed();
      this.seen = state;
    } catch {
      // Read while it was written, or gone for a moment: it is looked at again.
    }
    this.wait(running);
  }

  /** Files are replaced whole, so that each state is another file. */
  private async state(): Promise<string> {
    return stat(this.path).then(
      ({ ino, mtimeMs, size }) => `${ino} ${mtimeMs} ${size}`,
      () => '',
    );
  }
}
