import type { Dataset, ExampleStream } from '../dataset/dataset';
import { type Bits, permutation, random } from '../random';
import type { EpochExamples, TakenExamples, TrainingExamples } from './examples';

type Rows = Dataset['values'];

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
      const end = begin + blocks.reduce((count, block) => count + this.countOf(block), 0);
      windows.push({ begin, end, read: () => this.readWindow(blocks, random(this.seed, epoch, i)) });
      begin = end;
    }
    return new EpochOfWindows(windows, this.stream.width);
  }

  private async readWindow(blocks: Int32Array, next: Bits): Promise<Window> {
    const { stream, blockRows } = this;
    const pieces: Rows[] = [];
    const places: number[] = [];
    for (const [piece, block] of blocks.entries()) {
      const { begin, end } = this.rangeOf(block);
      pieces.push(await stream.read(begin, end));
      for (const row of this.trainedOn(block)) places.push(piece * blockRows + row);
    }
    return { pieces, blockRows, places: permutation(places.length, next).map((i) => places[i]) };
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

/** Examples in memory. */
interface Window {
  /** Blocks of `blockRows` examples. */
  readonly pieces: readonly Rows[];
  readonly blockRows: number;
  /** Piece x blockRows + row, in the order that they are trained on. */
  readonly places: Int32Array;
}

/** What a window will hold: the places `begin` to `end` of the epoch's order. */
interface PlannedWindow {
  readonly begin: number;
  readonly end: number;
  read(): Promise<Window>;
}

/** At most two windows are in memory: the one that examples are taken from, and the next. */
class EpochOfWindows implements EpochExamples {
  private readonly opened = new Map<number, Promise<Window>>();

  constructor(
    private readonly windows: readonly PlannedWindow[],
    private readonly width: number,
  ) {}

  async take(begin: number, end: number): Promise<TakenExamples> {
    const { width } = this;
    let rows: Rows | undefined;
    for (const [index, planned] of this.windows.entries()) {
      if (planned.end <= begin || planned.begin >= end) continue;
      const { pieces, blockRows, places } = await this.open(index);
      rows ??= new (pieces[0] instanceof Uint8Array ? Uint8Array : Float32Array)((end - begin) * width);
      for (let place = Math.max(begin, planned.begin); place < Math.min(end, planned.end); place++) {
        const from = places[place - planned.begin];
        const row = (from % blockRows) * width;
        rows.set(pieces[Math.floor(from / blockRows)].subarray(row, row + width), (place - begin) * width);
      }
    }
    return { rows, indices: Int32Array.from({ length: end - begin }, (_, i) => i) };
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.opened.values());
    this.opened.clear();
  }

  private async open(index: number): Promise<Window> {
    for (const left of this.opened.keys()) if (left < index) this.opened.delete(left);
    const window = await this.read(index);
    if (index + 1 < this.windows.length) void this.read(index + 1);
    return window;
  }

  private read(index: number): Promise<Window> {
    let window = this.opened.get(index);
    if (window === undefined) {
      window = this.windows[index].read();
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
