import type { ExampleStream } from '../dataset';
import { permutation, random } from '../random';
import type { EpochExamples, TakenExamples, TrainingExamples } from './examples';
import { joinRows, type Rows } from './rows';

/** What is read from disk at once: enough for its place on disk not to matter. */
const blockBytes = 1 << 20;

/**
 * Examples of a data set that memory does not hold: all but those held out for validation. Blocks of neighbours come in
 * random order; as many as fill half of the memory make a window, whose examples are mixed. While one window is trained
 * on, the next is read.
 */
export class StreamedExamples implements TrainingExamples {
  readonly count: number;
  private readonly blockRows: number;
  private readonly blocksPerWindow: number;
  /** Places in the stream, ascending. */
  private readonly heldOut: Float64Array;
  /** Memory of windows of epochs that are over. */
  private readonly spare: Rows[] = [];

  /** `validation` are indices of the data set. */
  constructor(
    private readonly stream: ExampleStream,
    validation: Int32Array,
    private readonly seed: number,
  ) {
    const { examples, bytesPerExample, memory } = stream;
    this.heldOut = Float64Array.from(validation, (index) => stream.placeOf(index)).sort();
    this.count = examples - this.heldOut.length;
    this.blockRows = Math.max(1, Math.floor(Math.min(blockBytes, memory / 4) / bytesPerExample));
    this.blocksPerWindow = Math.max(1, Math.floor(memory / 2 / (this.blockRows * bytesPerExample)));
  }

  epoch(epoch: number): EpochExamples {
    const order = permutation(Math.ceil(this.stream.examples / this.blockRows), random(this.seed, epoch));
    const windows: PlannedWindow[] = [];
    for (let i = 0, begin = 0; i * this.blocksPerWindow < order.length; i++) {
      const blocks = order.subarray(i * this.blocksPerWindow, (i + 1) * this.blocksPerWindow);
      const count = blocks.reduce((sum, block) => sum + this.countOf(block), 0);
      const fill = (rows: Rows) => this.fillWindow(rows, blocks, permutation(count, random(this.seed, epoch, i)));
      windows.push({ begin, end: begin + count, fill });
      begin += count;
    }
    const memories = [this.memory(), this.memory()] as const;
    return new EpochOfWindows(windows, memories, this.stream.width, () => this.spare.push(...memories));
  }

  /** Room for a window, used again and again: what is let go of would be collected late. */
  private memory(): Rows {
    const { width, bytesPerExample, examples } = this.stream;
    const numbers = Math.min(this.blocksPerWindow * this.blockRows, examples) * width;
    return this.spare.pop() ?? (bytesPerExample === width ? new Uint8Array(numbers) : new Float32Array(numbers));
  }

  /** @param order Where in the window each example goes that is trained on. */
  private async fillWindow(window: Rows, blocks: Int32Array, order: Int32Array): Promise<void> {
    const { stream } = this;
    const { width } = stream;
    let placed = 0;
    for (const block of blocks) {
      const { begin, end } = this.rangeOf(block);
      const rows = await stream.read(begin, end);
      for (const row of this.trainedOn(block)) {
        window.set(rows.subarray(row * width, (row + 1) * width), order[placed++] * width);
      }
    }
  }

  private rangeOf(block: number): { begin: number; end: number } {
    const begin = block * this.blockRows;
    return { begin, end: Math.min(begin + this.blockRows, this.stream.examples) };
  }

  private countOf(block: number): number {
    const { begin, end } = this.rangeOf(block);
    return end - begin - (firstNotBelow(this.heldOut, end) - firstNotBelow(this.heldOut, begin));
  }

  /** The examples of a block that are not held out, counted from its begin. */
  private trainedOn(block: number): number[] {
    const { begin, end } = this.rangeOf(block);
    const rows: number[] = [];
    let held = firstNotBelow(this.heldOut, begin);
    for (let place = begin; place < end; place++) {
      if (this.heldOut[held] === place) held++;
      else rows.push(place - begin);
    }
    return rows;
  }
}

/** What a window will hold: the places `begin` to `end` of the epoch's order. */
interface PlannedWindow {
  readonly begin: number;
  readonly end: number;
  /** Puts the examples into memory, in the order that they are trained on. */
  fill(memory: Rows): Promise<void>;
}

/** Two windows are in memory: the one that examples are taken from, and the next. */
class EpochOfWindows implements EpochExamples {
  private readonly opened = new Map<number, Promise<Rows>>();

  constructor(
    private readonly windows: readonly PlannedWindow[],
    private readonly memories: readonly [Rows, Rows],
    private readonly width: number,
    private readonly giveBack: () => void,
  ) {}

  async take(begin: number, end: number): Promise<TakenExamples> {
    const { width, windows } = this;
    const indices = Int32Array.from({ length: end - begin }, (_, i) => i);
    const parts: Rows[] = [];
    for (const [index, planned] of windows.entries()) {
      const from = Math.max(begin, planned.begin);
      const to = Math.min(end, planned.end);
      if (from >= to) continue;
      const window = await this.open(index);
      const part = window.subarray((from - planned.begin) * width, (to - planned.begin) * width);
      if (to - from === end - begin) return { rows: part, indices };
      // Its memory is used again as soon as the next window is opened.
      parts.push(part.slice());
    }
    return { rows: joinRows(parts), indices };
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.opened.values());
    this.opened.clear();
    this.giveBack();
  }

  private async open(index: number): Promise<Rows> {
    const left = [...this.opened].filter(([other]) => other < index);
    for (const [other] of left) this.opened.delete(other);
    await Promise.allSettled(left.map(([, window]) => window));
    const window = await this.read(index);
    if (index + 1 < this.windows.length) void this.read(index + 1);
    return window;
  }

  private read(index: number): Promise<Rows> {
    let window = this.opened.get(index);
    if (window === undefined) {
      const memory = this.memories[index % 2];
      window = this.windows[index].fill(memory).then(() => memory);
      this.opened.set(index, window);
      // Its failure is told to who opens it, and it is read again for who asks again.
      window.catch(() => this.opened.delete(index));
    }
    return window;
  }
}

/** Index of the first of the ascending values that is `least` or more. */
function firstNotBelow(values: Float64Array, least: number): number {
  let [begin, end] = [0, values.length];
  while (begin < end) {
    const middle = (begin + end) >> 1;
    if (values[middle] < least) begin = middle + 1;
    else end = middle;
  }
  return begin;
}
