import type { Sentence, UserError } from '../../../protocol/errors';
import type { ElementName } from '../../bytes/elements';
import { type Utf8Texts, utf8Texts } from '../../bytes/utf8-texts';

/** What a column holds, whatever the file format calls it. */
export type ColumnType =
  | {
      readonly kind: 'numbers';
      readonly dtype: ElementName;
      /** Numbers in a row: 1, or more in a column of vectors. */
      readonly width: number;
      /** The column is one of vectors, which may have a width of 1, too. */
      readonly vectors: boolean;
      /** Of one vector, where it is a tensor of a known shape: its product is the width. */
      readonly shape?: readonly number[];
      /** For dates and times, what the numbers count: NumPy's type, as in `datetime64[ms]`. */
      readonly time?: string;
    }
  | { readonly kind: 'words' }
  /** Whole files, of images. */
  | { readonly kind: 'files' };

export type NumberType = Extract<ColumnType, { kind: 'numbers' }>;
/** What may stand in a cell of a table. */
export type CellType = Exclude<ColumnType, { kind: 'files' }>;

export function isVectors(type: ColumnType): type is NumberType {
  return type.kind === 'numbers' && type.vectors;
}

/** Of an array of such vectors. */
export function shapeOf({ shape, width }: NumberType, rows: number): readonly number[] {
  return [rows, ...(shape ?? [width])];
}

export function isCell(type: ColumnType): type is CellType {
  return type.kind === 'words' || (type.kind === 'numbers' && !type.vectors);
}

/** A column of a file, before its values are read. */
export interface ColumnHead {
  readonly name: string;
  readonly type: ColumnType;
}

/** Values of one column, of consecutive rows. */
export type ColumnBlock = NumberBlock | WordBlock | FileBlock;

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
  readonly texts: Utf8Texts;
}

/** A block of strings; null is missing. */
export function wordBlock(words: readonly (string | null)[]): WordBlock {
  return { kind: 'words', rows: words.length, texts: utf8Texts(words) };
}

export interface FileBlock {
  readonly kind: 'files';
  readonly rows: number;
  /** null where missing. */
  readonly files: readonly (Buffer | null)[];
}

/** A column that is there but holds nothing that is read. */
export interface UnreadColumn {
  readonly name: string;
  /** What a person who insists on it is told. */
  readonly refusal: UserError;
}

/** A Parquet or Arrow file of which the head has been read; or several that are parts of one data set. */
export interface ColumnarFile {
  /** The file, or the folder of the parts. */
  readonly path: string;
  /** The files that hold the rows, one after the other. */
  readonly parts: readonly string[];
  readonly rows: number;
  readonly columns: readonly ColumnHead[];
  readonly unread: readonly UnreadColumn[];
  /** What was understood that could be meant otherwise. */
  readonly warnings: readonly Sentence[];
  /** Columns that were to be left out, and so are not among `columns`. */
  readonly leftOut: readonly string[];
  /** As that of a table. Absent where there are no lines. */
  line?(row: number): number | undefined;
  /** Where a row lies in the whole file. Absent where these are all. */
  rowOf?(row: number): number;
  /**
   * The values of some columns (by place, in the order asked for), in blocks of consecutive rows of a few megabytes;
   * all blocks of a turn have the same number of rows.
   * @param firstRow Where to begin: what lies before is not read, as far as the format allows it.
   * @throws UserError data.columnar.* where the file is damaged.
   */
  blocks(columns: readonly number[], signal?: AbortSignal, firstRow?: number): AsyncIterable<readonly ColumnBlock[]>;
}

const blockBytes = 1 << 22;
const mostBlockRows = 1 << 16;
/** About what a value takes: a text, and an image. */
const wordBytes = 64;
const fileBytes = 1 << 18;

/** Rows in a block, so that all of its columns together take some megabytes. */
export function rowsPerBlock(types: readonly ColumnType[]): number {
  const rowBytes = types.reduce((total, type) => total + valueBytes(type), 0);
  return Math.max(1, Math.min(mostBlockRows, Math.floor(blockBytes / Math.max(1, rowBytes))));
}

function valueBytes(type: ColumnType): number {
  if (type.kind === 'numbers') return 8 * type.width;
  return type.kind === 'words' ? wordBytes : fileBytes;
}
