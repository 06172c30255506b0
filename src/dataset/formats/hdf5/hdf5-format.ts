import { UserError } from '../../../protocol/errors';
import type { Task } from '../../../task';
import { isRefusal } from '../../bytes/failure';
import { startsWith } from '../../bytes/head';
import { type Archive, chooseArray } from '../arrays/archive';
import { archiveFile } from '../arrays/array-format';
import { columnarFile } from '../columnar/columnar-format';
import type { Format, FormatFile } from '../format';
import type { Hierarchy } from '../hierarchy/hierarchy';
import { archiveOf } from '../hierarchy/hierarchy-archive';
import { hdf5Tables, openHdf5 } from './hdf5-hierarchy';
import { openHdf5Table } from './hdf5-table';
import { openPandasFrame } from './pandas-frame';

const signature = '\x89HDF\r\n\x1a\n';
/** It begins at the start, or behind what a user put before it: 512 bytes, or a power of two more. MATLAB does. */
const firstOffset = 512;

/** Arrays in groups: HDF5, and what is made of it: NetCDF 4, MATLAB 7.3, AnnData. */
export const hdf5Format: Format = {
  name: 'hdf5',
  sniff(head) {
    if (startsWith(head, signature)) return true;
    for (let at = firstOffset; at + signature.length <= head.length; at *= 2) {
      if (startsWith(head.subarray(at), signature)) return true;
    }
    return false;
  },
  open: ({ path, compressed }) => {
    const hierarchy = () => {
      if (compressed) throw new UserError('data.hdf5.gzip', { path });
      return openHdf5(path);
    };
    const archive = async () => archiveOf(await hierarchy());
    const arrays = archiveFile('hdf5', archive);
    const tableFor = async (array: string | undefined, task: Task) =>
      compressed ? null : chooseTable(path, archive, array, task);
    return {
      async examples(options) {
        const { config, task } = options;
        const table = await tableFor(config.array, task);
        return table
          ? table.file.examples({ ...options, config: { ...config, array: table.column } })
          : arrays.examples(options);
      },
      async stored(options) {
        const table = await tableFor(options.array, options.task);
        return table ? table.file.stored({ ...options, array: table.column }) : arrays.stored(options);
      },
      async isDataSet(task) {
        if (await areWeights(await hierarchy())) return false;
        const table = await tableFor(undefined, task);
        return (table?.file ?? arrays).isDataSet(task);
      },
      async firstRows(rowsFor, options) {
        const table = await tableFor(options.config.array, options.task);
        return (await table?.file.firstRows?.(rowsFor, options)) ?? null;
      },
    };
  },
};

/** What is no array of numbers, and so leaves room for a table. */
const others = /^(compound|str|enum|reference|vlen)/;

/**
 * The table that is asked for, and the column of it (`table/column`); or the largest, where the file has no array to learn from.
 * Null where an array is meant. @throws UserError where the file is damaged.
 */
async function chooseTable(
  path: string,
  archive: () => Promise<Archive>,
  asked: string | undefined,
  task: Task,
): Promise<{ readonly file: FormatFile; readonly column: string | undefined } | null> {
  const { records, frames } = await hdf5Tables(path);
  const table = (name: string, column?: string) => ({
    file: columnarFile('hdf5', path, (_, options) => openHdf5Table(path, name, options)),
    column,
  });
  const frame = (name: string) => ({
    file: columnarFile('hdf5', path, (_, options) => openPandasFrame(path, name, options)),
    column: undefined,
  });
  if (records.length + frames.length === 0) return null;
  if (asked !== undefined) {
    if (frames.includes(asked)) return frame(asked);
    const name = records.find((own) => asked === own || asked.startsWith(`${own}/`));
    return name === undefined ? null : table(name, asked === name ? undefined : asked.slice(name.length + 1));
  }
  if (!(await hasOnlyOthers(without(await archive(), frames), task))) return null;
  return frames.length > 0 ? frame(frames[0]) : table(records[0]);
}

/** Without the arrays that a frame consists of. */
function without(archive: Archive, frames: readonly string[]): Archive {
  return {
    ...archive,
    arrays: archive.arrays.filter(({ name }) => !frames.some((frame) => name.startsWith(`${frame}/`))),
  };
}

async function hasOnlyOthers(archive: Archive, task: Task): Promise<boolean> {
  try {
    await chooseArray(archive, undefined, task);
    return false;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const { code, params } = error;
    return code === 'data.archive.none' || (code === 'data.array.type' && others.test(String(params.type)));
  }
}

/** Keras writes models to such files as well: they are no data to learn from, unless somebody says so. */
async function areWeights(hierarchy: Hierarchy): Promise<boolean> {
  const attributes = await hierarchy.attributes('');
  return 'keras_version' in attributes || 'layer_names' in attributes;
}
