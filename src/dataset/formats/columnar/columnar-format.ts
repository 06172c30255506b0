import { UserError } from '../../../protocol/errors';
import type { ReadOptions, Source } from '../../examples/source';
import { boundsOf, rolesFor, tableSource } from '../../tables/table-source';
import { textColumn } from '../../tables/text-column';
import type { FormatFile } from '../format';
import type { ColumnarFile } from './column-block';
import { columnarTable } from './columnar-table';
import { chooseImages } from './image-column';
import { imageColumnSource } from './image-column-source';
import { limitedFile } from './limited-rows';
import { storedColumnar } from './stored-columnar';
import { checkColumns, checkRead, unreadWarning } from './unread-columns';
import { chooseVectors } from './vector-column';
import { vectorSource } from './vector-source';

export type ColumnarFormat = 'parquet' | 'arrow' | 'jsonl' | 'cifar' | 'csv' | 'hdf5';

export interface OpenOptions {
  /** Columns to be left out, which may be of any type. */
  readonly ignore?: readonly string[];
  readonly signal?: AbortSignal;
}

/**
 * The rows of a file of columns: images or vectors, where a column holds such, with the other columns to describe them; else
 * a table.
 * @param read Reads the head of a file. @throws UserError data.columnar.*, or as the file system has it.
 */
export function columnarFile(
  format: ColumnarFormat,
  path: string,
  read: (path: string, options: OpenOptions) => Promise<ColumnarFile>,
): FormatFile {
  async function open(options: OpenOptions): Promise<ColumnarFile> {
    const file = await read(path, options);
    checkColumns(file);
    return { ...file, warnings: [...file.warnings, ...unreadWarning(file)] };
  }
  return {
    async examples(options) {
      const { ignore = [], roles = {} } = options.config;
      const ignored = [...ignore, ...Object.keys(roles).filter((name) => roles[name] === 'ignore')];
      return sourceOf(await open({ ignore: ignored, signal: options.task.signal }), format, options);
    },
    async stored(options) {
      const file = await open({ ignore: options.ignore, signal: options.task.signal });
      checkRead(file, options.labels);
      // What has been left out is there no more.
      return storedColumnar(file, format, {
        ...options,
        ignore: options.ignore?.filter((name) => !file.leftOut.includes(name)),
      });
    },
    isDataSet: async (task) => (await open(task)).rows > 1,
    async firstRows(rowsFor, { task }) {
      const file = await open(task);
      const limit = rowsFor(file.columns.length);
      const table = columnarTable(file, { limit });
      return table.columns.length === 0 || table.rows === 0 ? null : { table, isAll: file.rows <= limit };
    },
  };
}

async function sourceOf(file: ColumnarFile, format: ColumnarFormat, options: ReadOptions): Promise<Source> {
  const { config } = options;
  const { path, leftOut } = file;
  checkRead(file, config.labels);
  if (file.rows === 0) throw new UserError('data.noExamples', { path });
  const isThere = (name: string) => !leftOut.includes(name);
  const ofTheRest: ReadOptions = {
    ...options,
    config: {
      ...config,
      ignore: config.ignore?.filter(isThere),
      roles: config.roles && Object.fromEntries(Object.entries(config.roles).filter(([name]) => isThere(name))),
    },
  };
  const images = wantsImages(options) ? chooseImages(file, config.array) : null;
  if (images) return imageColumnSource(file, images, format, ofTheRest);
  const limited = limitedFile(file, config);
  const vectors = chooseVectors(limited, config.array);
  if (vectors) return vectorSource(limited, vectors, format, ofTheRest);
  const table = columnarTable(limited, {
    ...boundsOf(rolesFor(path, ofTheRest), config),
    texts: textColumn(config, options.encoding),
  });
  return tableSource(table, format, ofTheRest);
}

/** Does the model or the configuration ask for something else? */
function wantsImages({ config, encoding }: ReadOptions): boolean {
  return config.text === undefined && (encoding === undefined || encoding.kind === 'pixels');
}
