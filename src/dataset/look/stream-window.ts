import { breathe, type Task, throwIfCancelled } from '../../task';

/** Memory that what has passed may take, in bytes. */
const usualMemory = 1 << 28;

/** Consecutive units (bytes or rows) as they come. */
export interface Block<T> {
  readonly content: T;
  readonly units: number;
  readonly bytes: number;
}

/** A part of a block: its units from `from` to `to` (exclusive). */
export interface Part<T> {
  readonly content: T;
  readonly from: number;
  readonly to: number;
}

interface Placed<T> extends Block<T> {
  readonly begin: number;
}

/**
 * Any stretch of what can be read from its beginning only. Goes on from where it has come to, keeps the newest of what has
 * passed, and begins anew for what has been let go of. Blocks must stay as they are: whoever uses their memory again hands in
 * copies. One read at a time.
 */
export class StreamWindow<T> {
  private kept: Placed<T>[] = [];
  private keptBytes = 0;
  private reached = 0;
  private stream: AsyncIterator<Block<T>> | undefined;

  constructor(
    private readonly open: () => AsyncIterable<Block<T>>,
    private readonly memory = usualMemory,
  ) {}

  /** The units from `begin` to `end` (exclusive): fewer where there are no more. */
  async read(begin: number, end: number, { signal, onProgress }: Task): Promise<readonly Part<T>[]> {
    if (begin < (this.kept[0]?.begin ?? this.reached)) await this.close();
    const start = this.reached;
    while (this.reached < end) {
      throwIfCancelled(signal);
      if (!(await this.advance(begin))) break;
      onProgress?.(Math.min(1, (this.reached - start) / (end - start)));
      await breathe(signal);
    }
    return this.kept
      .filter((block) => block.begin < end && block.begin + block.units > begin)
      .map((block) => ({
        content: block.content,
        from: Math.max(0, begin - block.begin),
        to: Math.min(block.units, end - block.begin),
      }));
  }

  /** Forgets all, and lets go of the file. */
  async close(): Promise<void> {
    const { stream } = this;
    this.stream = undefined;
    this.kept = [];
    this.keptBytes = 0;
    this.reached = 0;
    await stream?.return?.();
  }

  /** Takes the next block, and lets go of the oldest that lie before `wanted`. */
  private async advance(wanted: number): Promise<boolean> {
    this.stream ??= this.open()[Symbol.asyncIterator]();
    let next: IteratorResult<Block<T>>;
    try {
      next = await this.stream.next();
    } catch (error) {
      await this.close();
      throw error;
    }
    if (next.done) return false;
    this.kept.push({ ...next.value, begin: this.reached });
    this.keptBytes += next.value.bytes;
    this.reached += next.value.units;
    let leaving = 0;
    for (const { begin, units, bytes } of this.kept) {
      if (this.keptBytes <= this.memory || begin + units > wanted) break;
      this.keptBytes -= bytes;
      leaving++;
    }
    this.kept.splice(0, leaving);
    return true;
  }
}
