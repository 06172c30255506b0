import { emptyRows } from '../compute';
import type { Dataset, ExampleStream } from '../dataset';
import { permutation, random } from '../random';
import { balancedOrder } from './balance';
import type { EpochExamples, TakenExamples, TrainingExamples } from './examples';
import type { Rows } from './rows';

/** What is read from disk at once: enough for its place on disk not to matter. */
const blockBytes = 1 << 20;

/**
 * Examples of a data set that memory does not hold: all but those held out for validation, each once an epoch, or as often as the
 * balance of labels has it. Blocks of neighbours come in random order; as many as fill half of the memory make a window, whose
 * examples are mixed. While one window is trained on, the next is read.
 */
export class StreamedExamples implements TrainingExamples {
  readonly count: number;
  private readonly stream: ExampleStream;
  private readonly labels: Float32Array | undefined;
  private readonly blockRows: number;
  private readonly blocksPerWindow: number;
  /** Places in the stream, ascending. */
  private readonly heldOut: Float64Array;
  /** Memory of windows of epochs that are over. */
  private readonly spare: Rows[] = [];

  /** `validation` are indices of the data set. */
  constructor(
    { stream, labels }: Pick<Dataset, 'labels'> & { readonly stream: ExampleStream },
    validation: Int32Array,
    private readonly seed: number,
    private readonly balance = 0,
  ) {
    const { examples, bytesPerExample, memory } = stream;
    this.stream = stream;
    this.labels = labels;
    this.heldOut = Float64Array.from(validation, (index) => stream.placeOf(index)).sort();
    this.count = examples - this.heldOut.length;
    this.blockRows = Math.max(1, Math.floor(Math.min(blockBytes, memory / 4) / bytesPerExample));
    this.blocksPerWindow = Math.max(1, Math.floor(memory / 2 / (this.blockRows * bytesPerExample)));
  }

  epoch(epoch: number): EpochExamples {
    const order = permutation(Math.ceil(this.stream.examples / this.blockRows), random(this.seed, epoch));
    const times = this.timesIn(epoch);
    const windows: PlannedWindow[] = [];
    for (let i = 0, begin = 0; i * this.blocksPerWindow < order.length; i++) {
      const blocks = order.subarray(i * this.blocksPerWindow, (i + 1) * this.blocksPerWindow);
      const count = blocks.reduce((sum, block) => sum + this.countOf(block, times), 0);
      const fill = (memory: Rows) =>
        this.window(memory, blocks, times, permutation(count, random(this.seed, epoch, i)));
      windows.push({ begin, end: begin + count, fill });
      begin += count;
    }
    const memories = [this.memory(), this.memory()] as const;
    return new EpochOfWindows(windows, memories, this.stream.width, () => this.spare.push(...memories));
  }

  /** How often each example is trained on in an epoch, by its place; null where each is once. */
  private timesIn(epoch: number): Uint32Array | null {
    const { labels, balance, seed } = this;
    if (balance === 0 || !labels) return null;
    const trained = Int32Array.from({ length: this.count });
    let count = 0;
    for (let begin = 0; begin < labels.length; begin += this.blockRows)
      for (const row of this.trainedOn(begin / this.blockRows)) trained[count++] = begin + row;
    const times = new Uint32Array(labels.length);
    for (const place of balancedOrder(trained, { values: labels }, balance, seed, epoch)) times[place]++;
    return times;
  }

  /** Room for a window, used again and again: what is let go of would be collected late. */
  private memory(): Rows {
    const { width, bytesPerExample, examples } = this.stream;
    const numbers = Math.min(this.blocksPerWindow * this.blockRows, examples) * width;
    return this.spare.pop() ?? (bytesPerExample === width ? new Uint8Array(numbers) : new Float32Array(numbers));
  }

  /** @param places Where in the order of the window each of those comes that are trained on, as they lie on disk. */
  private async window(
    rows: Rows,
    blocks: Int32Array,
    times: Uint32Array | null,
    places: Int32Array,
  ): Promise<OpenWindow> {
    const { stream, labels } = this;
    const { width } = stream;
    const order = new Int32Array(places.length);
    const own = labels && new Float32Array(rows.length / width);
    let [placed, held] = [0, 0];
    for (const block of blocks) {
      if (this.countOf(block, times) === 0) continue;
      const { begin, end } = this.rangeOf(block);
      const read = await stream.read(begin, end);
      for (const row of this.trainedOn(block)) {
        const often = times?.[begin + row] ?? 1;
        if (often === 0) continue;
        rows.set(read.subarray(row * width, (row + 1) * width), held * width);
        if (own && labels) own[held] = labels[begin + row];
        for (let time = 0; time < often; time++) order[places[placed++]] = held;
        held++;
      }
    }
    return { rows, order, labels: own };
  }

  private rangeOf(block: number): { begin: number; end: number } {
    const begin = block * this.blockRows;
    return { begin, end: Math.min(begin + this.blockRows, this.stream.examples) };
  }

  private countOf(block: number, times: Uint32Array | null): number {
    const { begin, end } = this.rangeOf(block);
    if (times) return times.subarray(begin, end).reduce((sum, own) => sum + own, 0);
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

/** Examples in memory, each once, and the order that they are trained on in, perhaps several times. */
interface OpenWindow {
  readonly rows: Rows;
  readonly order: Int32Array;
  /** Of each of the rows. */
  readonly labels: Float32Array | undefined;
}

/** What a window will hold: the places `begin` to `end` of the epoch's order. */
interface PlannedWindow {
  readonly begin: number;
  readonly end: number;
  fill(memory: Rows): Promise<OpenWindow>;
}

/** Two windows are in memory: the one that examples are taken from, and the next. */
class EpochOfWindows implements EpochExamples {
  private readonly opened = new Map<number, Promise<OpenWindow>>();
  /** Of what was taken last, to be used again. */
  private room: Rows;

  constructor(
    private readonly windows: readonly PlannedWindow[],
    private readonly memories: readonly [Rows, Rows],
    private readonly width: number,
    private readonly giveBack: () => void,
  ) {
    this.room = emptyRows(memories[0], 0);
  }

  async take(begin: number, end: number): Promise<TakenExamples> {
    const { width } = this;
    const count = end - begin;
    if (this.room.length < count * width) this.room = emptyRows(this.room, count * width);
    const rows = this.room.subarray(0, count * width);
    const labels = new Float32Array(count);
    let [taken, labelled] = [0, false];
    for (const [index, planned] of this.windows.entries()) {
      const [from, to] = [Math.max(begin, planned.begin), Math.min(end, planned.end)];
      if (from >= to) continue;
      const window = await this.open(index);
      labelled = window.labels !== undefined;
      for (const row of window.order.subarray(from - planned.begin, to - planned.begin)) {
        rows.set(window.rows.subarray(row * width, (row + 1) * width), taken * width);
        labels[taken++] = window.labels?.[row] ?? Number.NaN;
      }
    }
    return { rows, indices: Int32Array.from({ length: count }, (_, i) => i), ...(labelled && { labels }) };
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.opened.values());
    this.opened.clear();
    this.giveBack();
  }

  private async open(index: number): Promise<OpenWindow> {
    const left = [...this.opened].filter(([other]) => other < index);
    for (const [other] of left) this.opened.delete(other);
    await Promise.allSettled(left.map(([, window]) => window));
    const window = await this.read(index);
    if (index + 1 < this.windows.length) void this.read(index + 1);
    return window;
  }

  private read(index: number): Promise<OpenWindow> {
    let window = this.opened.get(index);
    if (window === undefined) {
      window = this.windows[index].fill(this.memories[index % 2]);
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
