import { elementTypes, product } from '../../bytes/elements';
import { viewed } from '../../bytes/memory';
import type { ArrayHead } from './array-head';

const readBytes = 1 << 22;
/** Columns whose elements are written together, side by side. */
const tileColumns = 32;

/** A stretch of a column-major array that is wanted next. */
interface Stretch {
  /** Bytes behind the first element. */
  readonly from: number;
  readonly target: Uint8Array;
}

/** Rows of a column-major array on their way into row-major memory, some columns at a time, in the file's order. */
export class Turn {
  private readonly bytes: number;
  private readonly rows: number;
  private readonly count: number;
  private readonly columns: number;
  private readonly sizes: readonly number[];
  private readonly strides: readonly number[];

  constructor(
    { shape, dtype }: Pick<ArrayHead, 'shape' | 'dtype'>,
    private readonly begin: number,
    end: number,
    /** Row-major: (end - begin) rows. */
    private readonly turned: Uint8Array<ArrayBuffer>,
  ) {
    const [rows, ...sizes] = shape;
    this.bytes = elementTypes[dtype].bytes;
    this.rows = rows;
    this.count = end - begin;
    this.columns = product(sizes);
    this.sizes = sizes;
    this.strides = sizes.map((_, axis) => product(sizes.slice(axis + 1)));
  }

  /** What is to be read, in the order of the file; once the targets of a step are filled, `scatter` puts them in place. */
  *reads(): Generator<{ readonly stretches: readonly Stretch[]; scatter(): void }> {
    const { begin, bytes, columns, count, rows } = this;
    const perRead = Math.min(columns, Math.max(1, Math.floor(readBytes / (count * bytes))));
    const memory = new Uint8Array(perRead * count * bytes);
    const places = this.places();
    // Whole columns lie side by side in the file.
    const perStretch = count === rows ? perRead : 1;
    for (let column = 0; column < columns; column += perRead) {
      const group = Math.min(perRead, columns - column);
      const stretches: Stretch[] = [];
      for (let first = 0; first < group; first += perStretch) {
        const length = Math.min(perStretch, group - first) * count * bytes;
        const from = ((column + first) * rows + begin) * bytes;
        stretches.push({ from, target: memory.subarray(first * count * bytes, first * count * bytes + length) });
      }
      const own = Uint32Array.from({ length: group }, () => places.next().value);
      yield { stretches, scatter: () => this.scatter(memory, own) };
    }
  }

  private scatter(memory: Uint8Array<ArrayBuffer>, places: Uint32Array): void {
    const { bytes, columns, count } = this;
    const words = bytes === 8 ? 2 : 1;
    const source = wordsOf(memory, bytes);
    const target = wordsOf(this.turned, bytes);
    for (let tile = 0; tile < places.length; tile += tileColumns) {
      const tileEnd = Math.min(places.length, tile + tileColumns);
      for (let row = 0; row < count; row++) {
        for (let column = tile; column < tileEnd; column++) {
          const from = (column * count + row) * words;
          const to = (row * columns + places[column]) * words;
          target[to] = source[from];
          if (words === 2) target[to + 1] = source[from + 1];
        }
      }
    }
  }

  /** Where in a row each column goes, in the file's order: the second axis runs fastest. */
  private *places(): Generator<number, never> {
    const { sizes, strides } = this;
    const index = sizes.map(() => 0);
    let place = 0;
    for (;;) {
      yield place;
      for (let axis = 0; axis < sizes.length; axis++) {
        place += strides[axis];
        if (++index[axis] < sizes[axis]) break;
        place -= strides[axis] * sizes[axis];
        index[axis] = 0;
      }
    }
  }
}

/** Elements as words: a float of 8 bytes as two integers, as moving it as a float may change a NaN. */
function wordsOf(elements: Uint8Array<ArrayBuffer>, bytes: number): Uint8Array | Uint16Array | Uint32Array {
  if (bytes === 1) return elements;
  return bytes === 2 ? viewed(Uint16Array, elements) : viewed(Uint32Array, elements);
}
