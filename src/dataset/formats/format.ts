import type { DataConfig } from '../../protocol/config';
import type { Task } from '../../task';
import type { FileHead } from '../bytes/head';
import type { ReadOptions, Source } from '../examples/source';
import type { TableColumns } from '../tables/table-columns';
import type { StoredData, StoredOptions } from './stored-data';

/** How data lie in a file: all that is known of a format comes from here. */
export interface Format {
  readonly name: string;
  /** Can these be the first bytes of such a file? */
  sniff(head: Uint8Array): boolean;
  /** Is it such a file by name and size, where no bytes tell? Goes before what others make of the bytes. */
  isNamed?(head: FileHead): boolean;
  /** Nothing is read before it is asked for. */
  open(head: FileHead): FormatFile;
}

/** Data in a file or a folder, of whatever format. */
export interface FormatFile {
  /** As examples for a model. @throws UserError data.*. */
  examples(options: ReadOptions): Promise<Source>;
  /** As they are stored. @throws UserError data.*. */
  stored(options: StoredOptions): Promise<StoredData>;
  /** Is it a data set by itself, and not labels, one picture, or prose? @throws UserError where it cannot be read. */
  isDataSet(task: Task): Promise<boolean>;
  /**
   * The first rows of a table: as many as `rowsFor` so many columns. Absent, or null, where there is none.
   * @throws UserError data.table.* where it is none after all, and as reading the file does.
   */
  firstRows?(
    rowsFor: (columns: number) => number,
    options: { readonly config: DataConfig; readonly task: Task },
  ): Promise<FirstRows | null>;
}

export interface FirstRows {
  readonly table: TableColumns;
  /** There are no more. */
  readonly isAll: boolean;
}
