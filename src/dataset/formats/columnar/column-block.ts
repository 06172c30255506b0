import type { ElementName } from '../../bytes/elements';

/** What a column holds, whatever the file format calls it. */
export type ColumnType =
  | {
      readonly kind: 'numbers';
      readonly dtype: ElementName;
      /** Numbers in a row: 1, or more in a column of vectors. */
      readonly width: number;
      /** The column is one of vectors, which may have a width of 1, too. */
      readonly vectors: boolean;
      /** For dates and times, what the numbers count: NumPy's type, as in `datetime64[ms]`. */
      readonly time?: string;
    }
  | { readonly kind: 'words' };

export type NumberType = Extract<ColumnType, { kind: 'numbers' }>;

export function isVectors(type: ColumnType): type is NumberType {
  return type.kind === 'numbers' && type.vectors;
}

/** A column of a file, before its values are read. */
export interface ColumnHead {
  readonly name: string;
  readonly type: ColumnType;
}

/** Values of one column, of consecutive rows. */
export type ColumnBlock = NumberBlock | WordBlock;

export interface NumberBlock {
  readonly kind: 'numbers';
  readonly rows: number;
  /** rows x width elements, little-endian, from the start of a buffer of their own; zero where missing. */
  readonly elements: Uint8Array<ArrayBuffer>;
  /** 1 for each element that is there; null where all are. */
  readonly valid: Uint8Array | null;
}

export interface WordBlock {
  readonly kind: 'words';
  readonly rows: number;
  /** null where missing. */
  readonly words: readonly (string | null)[];
}

/** A Parquet or Arrow file of which the head has been read. */
export interface ColumnarFile {
  readonly path: string;
  readonly rows: number;
  readonly columns: readonly ColumnHead[];
  /** Columns that were to be left out, and so are not among `columns`. */
  readonly leftOut: readonly string[];
  /** As that of a table. Absent where there are no lines. */
  line?(row: number): number | undefined;
  /**
   * The values of some columns (by place, in the order asked for), in blocks of consecutive rows of a few megabytes;
   * all blocks of a turn have the same number of rows.
   * @throws UserError data.columnar.* where the file is damaged.
   */
  blocks(columns: readonly number[], signal?: AbortSignal): AsyncIterable<readonly ColumnBlock[]>;
}

const blockBytes = 1 << 22;
const mostBlockRows = 1 << 16;

/** Rows in a block, so that all of its columns together take some megabytes. */
export function rowsPerBlock(types: readonly ColumnType[]): number {
  const rowBytes = types.reduce((total, type) => total + (type.kind === 'numbers' ? 8 * type.width : 64), 0);
  return Math.max(1, Math.min(mostBlockRows, Math.floor(blockBytes / Math.max(1, rowBytes))));
}
