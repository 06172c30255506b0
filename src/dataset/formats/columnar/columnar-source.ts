import { UserError } from '../../../protocol/errors';
import type { Source } from '../../examples/source';
import { boundsOf, rolesFor, type TableOptions, tableSource } from '../../tables/table-source';
import { openArrowFile } from '../arrow/arrow-file';
import { openParquetFile } from '../parquet/parquet-file';
import type { ColumnarFile } from './column-block';
import { columnarTable } from './columnar-table';
import { chooseVectors } from './vector-column';
import { vectorSource } from './vector-source';

type Format = 'parquet' | 'arrow';

const openers: Readonly<Record<Format, typeof openParquetFile>> = { parquet: openParquetFile, arrow: openArrowFile };

/** Opens a Parquet or Arrow file. @throws UserError data.columnar.*, or as the file system has it. */
export async function openColumnarFile(
  path: string,
  format: Format,
  options: { readonly ignore?: readonly string[]; readonly signal?: AbortSignal },
): Promise<ColumnarFile> {
  const file = await openers[format](path, options);
  if (file.columns.length === 0) throw new UserError('data.columnar.noColumns', { path });
  return file;
}

/**
 * The rows of a Parquet or Arrow file: vectors, where a column holds such, with the other columns to describe them; else
 * a table.
 * @throws UserError data.columnar.*, data.table.* and data.encoding.*.
 */
export async function openColumnar(path: string, format: Format, options: TableOptions): Promise<Source> {
  const { config, task } = options;
  const { ignore = [], roles = {} } = config;
  const ignored = [...ignore, ...Object.keys(roles).filter((name) => roles[name] === 'ignore')];
  const file = await openColumnarFile(path, format, { ignore: ignored, signal: task.signal });
  if (file.rows === 0) throw new UserError('data.noExamples', { path });
  const isThere = (name: string) => !file.leftOut.includes(name);
  const ofTheRest: TableOptions = {
    ...options,
    config: {
      ...config,
      ignore: ignore.filter(isThere),
      roles: Object.fromEntries(Object.entries(roles).filter(([name]) => isThere(name))),
    },
  };
  const vectors = chooseVectors(file, config.array);
  if (vectors) return vectorSource(file, vectors, format, ofTheRest);
  const table = columnarTable(file, { limit: config.limit, ...boundsOf(rolesFor(path, ofTheRest), config) });
  return tableSource(table, format, ofTheRest);
}
