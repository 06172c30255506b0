import type { StoredColumn, StoredKind } from '../../protocol/data';
import type { Sentence } from '../../protocol/errors';
import type { ElementName } from '../arrays/elements';
import type { Task } from '../task';

export type { StoredColumn, StoredKind };

/** How a file or folder is to be looked at. */
export interface StoredOptions {
  /** The member of an archive that is meant; without it the likeliest. */
  readonly array?: string;
  /** A label file, a member of the archive, or a column of the table; without it what custom suggests. */
  readonly labels?: string;
  readonly task: Task;
}

/** Numbers as a file stores them: nothing scaled, rounded or left out. Examples lie along the first dimension. */
export interface StoredArray {
  readonly dtype: ElementName;
  readonly shape: readonly number[];
  /**
   * The elements in C order and little-endian, in pieces of some megabytes; whole elements in each. A piece is valid
   * until the next is asked for: its memory is used again.
   */
  bytes(task: Task): AsyncIterable<Uint8Array>;
}

/** Words, one per example; '' where missing. */
export interface StoredWords {
  readonly dtype: 'str';
  readonly shape: readonly [number];
  words(task: Task): Promise<readonly string[]>;
}

/** A file or folder of data, opened to be looked at or converted, without being encoded for a model. */
export interface StoredData {
  readonly kind: StoredKind;
  readonly path: string;
  /** The array that is chosen, or a table's numeric columns side by side. */
  readonly values: StoredArray;
  readonly labels: StoredArray | StoredWords | null;
  /** Empty where the data are no table. */
  readonly columns: readonly StoredColumn[];
  readonly warnings: readonly Sentence[];
  /** How many examples equal an earlier one, where `values` do not hold all of them: tables with words. Null if too many. */
  duplicates?(task: Task): Promise<number | null>;
}
