import type { ElementName } from '../arrays/elements';
import type { Task } from '../task';

/** What a file or folder is, for people and scripts that look into it. */
export type StoredKind = 'npy' | 'npz' | 'idx' | 'csv' | 'parquet' | 'arrow' | 'images' | 'text' | 'safetensors';

/** Numbers as a file stores them: nothing scaled, rounded or left out. Examples lie along the first dimension. */
export interface StoredArray {
  readonly dtype: ElementName;
  readonly shape: readonly number[];
  /** The elements in C order and little-endian, in pieces of some megabytes; whole elements in each. */
  bytes(task: Task): AsyncIterable<Uint8Array>;
}

/** Words, one per example; '' where missing. */
export interface StoredWords {
  readonly dtype: 'str';
  readonly shape: readonly [number];
  words(task: Task): Promise<readonly string[]>;
}

/** A column of a table. */
export interface StoredColumn {
  readonly name: string;
  readonly role: 'feature' | 'label' | 'id' | 'ignore';
  readonly type: 'numeric' | 'category' | 'date' | 'text';
  /** By NumPy's name. */
  readonly dtype: string;
  readonly missing: number;
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
  /** English sentences for a person. */
  readonly warnings: readonly string[];
}
