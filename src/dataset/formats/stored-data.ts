import type { DataConfig } from '../../protocol/config';
import type { StoredColumn, StoredKind } from '../../protocol/data';
import type { Sentence } from '../../protocol/errors';
import type { Task } from '../../task';
import type { ElementName } from '../bytes/elements';
import type { TableColumns } from '../tables/table-columns';

export type { StoredColumn, StoredKind };

/** How a file or folder is to be looked at. */
export interface StoredOptions {
  /** The member of an archive that is meant; without it the likeliest. */
  readonly array?: string;
  /** A label file, a member of the archive, or a column of the table; without it what custom suggests. */
  readonly labels?: string;
  /** Columns to leave out. */
  readonly ignore?: readonly string[];
  /** Height and width of the examples on a sheet; a number for both. Belongs to a single image. */
  readonly tile?: number | readonly [height: number, width: number];
  /** The characters of a text file, whatever else it looks like. */
  readonly text?: Omit<NonNullable<DataConfig['text']>, 'column'>;
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
  /**
   * The bytes of the examples from `begin` to `end` (exclusive), in memory of their own, where they can be had without
   * reading the file from its beginning; null where not.
   */
  stretch?(begin: number, end: number, task: Task): Promise<Uint8Array | null>;
}

/** Words, one per example; '' where missing. */
export interface StoredWords {
  readonly dtype: 'str';
  readonly shape: readonly [number];
  words(task: Task): Promise<readonly string[]>;
}

/** One of several arrays in a file. */
export interface StoredMember {
  readonly name: string;
  /** Absent where it cannot be read as numbers. */
  readonly array?: { readonly dtype: ElementName; readonly shape: readonly number[] };
}

/** The array that was chosen of several, and what there is to choose from. */
export interface StoredChoice {
  readonly chosen: string;
  members(task: Task): Promise<readonly StoredMember[]>;
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
  readonly choice?: StoredChoice;
  /** All cells, words among them, in the order of the last of `columns`: of a table, or of what stands beside vectors. */
  readonly table?: TableColumns;
  /** The same without examples that turned out to be damaged when they were read (data.images.undecodable). */
  withoutDamaged?(task: Task): Promise<StoredData>;
  /** How many examples equal an earlier one, where `values` do not hold all of them: tables with words. Null if too many. */
  duplicates?(task: Task): Promise<number | null>;
}
