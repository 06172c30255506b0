import { decodeElements } from '../bytes/elements';
import type { StoredArray } from '../formats/stored-data';

/** The lowest and the highest number of an array; what is not finite does not count. */
export class ValueRange {
  low = Number.POSITIVE_INFINITY;
  high = Number.NEGATIVE_INFINITY;

  /** The range of numbers that are given. */
  static of(values: ArrayLike<number | bigint>): ValueRange {
    const range = new ValueRange();
    for (let i = 0; i < values.length; i++) range.addNumber(Number(values[i]));
    return range;
  }

  /** Whether there was a number at all. */
  get known(): boolean {
    return this.low <= this.high;
  }

  /** The same array, of which all that is read is added to this range. */
  watching(array: StoredArray): StoredArray {
    const add = (piece: Uint8Array) => this.addBytes(piece, array.dtype);
    return {
      dtype: array.dtype,
      shape: array.shape,
      async *bytes(task) {
        for await (const piece of array.bytes(task)) {
          add(piece);
          yield piece;
        }
      },
    };
  }

  private addBytes(piece: Uint8Array, dtype: StoredArray['dtype']): void {
    const values = decodeElements(piece.slice(), dtype, true);
    for (let i = 0; i < values.length; i++) this.addNumber(values[i]);
  }

  private addNumber(value: number): void {
    if (!Number.isFinite(value)) return;
    if (value < this.low) this.low = value;
    if (value > this.high) this.high = value;
  }
}
