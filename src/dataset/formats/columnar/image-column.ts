import { stat } from 'node:fs/promises';
import type { Sentence } from '../../../protocol/errors';
import type { FileState } from '../../store/row-index';
import { decodeBytes, headOfBytes } from '../images/decode';
import type { ImagePlace } from '../images/image-place';
import { nativeDecoder } from '../images/native-decoder';
import { ImageFailure, largestFileBytes } from '../images/picture';
import { type ColumnarFile, isCell } from './column-block';

/** The column of images that a data set is made of. */
export interface ImageColumn {
  readonly name: string;
  /** Its place among the file's columns. */
  readonly place: number;
  /** Says so where there was a choice. */
  readonly warnings: readonly Sentence[];
}

/** The column of images of that name, or the first where nobody asks for one; null where that is something else. */
export function chooseImages({ path, columns }: ColumnarFile, asked: string | undefined): ImageColumn | null {
  const all = columns.flatMap(({ name, type }, place) => (type.kind === 'files' ? [{ name, place }] : []));
  if (asked !== undefined) {
    const found = all.find(({ name }) => name === asked);
    return found ? { ...found, warnings: [] } : null;
  }
  if (all.length === 0) return null;
  const [chosen] = all;
  const count = columns.filter(({ type }) => !isCell(type)).length;
  const params = { path, count, column: chosen.name };
  return { ...chosen, warnings: count > 1 ? [{ code: 'data.columnar.severalVectors', params }] : [] };
}

/** How an image of a column is called: by its row, counted from 0. */
export function imageNames({ name }: ImageColumn, rows: ArrayLike<number>): string[] {
  return Array.from(rows, (row) => `${name}[${row}]`);
}

/** Rows ahead that are read on to, where beginning anew would read no less. */
const nearRows = 64;

/**
 * The images in a column. They are read as blocks of rows, forward from the row that is asked for, so that whoever asks in
 * order reads the file once.
 */
export class ColumnImages implements ImagePlace {
  private readonly changed: Promise<FileState>;
  private block: { readonly first: number; readonly files: readonly (Buffer | null)[] } = { first: 0, files: [] };
  private next: AsyncGenerator<readonly (Buffer | null)[], undefined> | null = null;
  /** Whoever asks waits for those before. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly file: ColumnarFile,
    private readonly column: ImageColumn,
  ) {
    this.changed = stateOfAll(file.parts);
  }

  state(): Promise<FileState> {
    return this.changed;
  }

  async head(name: string) {
    return { ...(await headOfBytes(await this.bytes(name))), ...(await this.changed) };
  }

  async decode(name: string) {
    const picture = await decodeBytes(await this.bytes(name), nativeDecoder());
    return { picture, ...(await this.changed) };
  }

  location() {
    return { path: this.file.parts.length === 1 ? this.file.parts[0] : this.file.path };
  }

  title(name: string): string {
    return `${this.file.path} (${name})`;
  }

  close(): Promise<void> {
    return this.inTurn(() => this.letGo());
  }

  private async bytes(name: string): Promise<Buffer> {
    const row = Number(/\[(\d+)\]$/.exec(name)?.[1]);
    const file = await this.inTurn(() => this.fileIn(row));
    if (file === null) throw new ImageFailure('missing');
    if (file.length > largestFileBytes) throw new ImageFailure('too large');
    return file;
  }

  private async fileIn(row: number): Promise<Buffer | null> {
    const { first, files } = this.block;
    if (!this.next || row < first || row >= first + files.length + nearRows) await this.restart(row);
    while (row >= this.block.first + this.block.files.length) {
      const block = await this.nextFiles();
      if (!block) return null;
      this.block = { first: this.block.first + this.block.files.length, files: block };
    }
    return this.block.files[row - this.block.first];
  }

  private async restart(row: number): Promise<void> {
    await this.letGo();
    this.next = this.filesFrom(row);
    this.block = { first: row, files: [] };
  }

  private async nextFiles(): Promise<readonly (Buffer | null)[] | null> {
    try {
      const result = await this.next?.next();
      return result?.value ?? null;
    } catch (error) {
      this.next = null;
      throw error;
    }
  }

  private async letGo(): Promise<void> {
    await this.next?.return(undefined);
    this.next = null;
  }

  private async *filesFrom(row: number): AsyncGenerator<readonly (Buffer | null)[], undefined> {
    for await (const [block] of this.file.blocks([this.column.place], undefined, row)) {
      yield block.kind === 'files' ? block.files : [];
    }
    return undefined;
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.last.then(work);
    this.last = result.catch(() => {});
    return result;
  }
}

/** The latest change of any of the files, and the length of all. */
async function stateOfAll(paths: readonly string[]): Promise<FileState> {
  const states = await Promise.all(paths.map((path) => stat(path).catch(() => null)));
  return {
    modified: Math.max(...states.map((status) => status?.mtimeMs ?? 0)),
    bytes: states.reduce((total, status) => total + (status?.size ?? 0), 0),
  };
}
