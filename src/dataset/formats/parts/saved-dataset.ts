import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { isPlainName } from './parts-format';

/** No such list is as long. */
const largestList = 1 << 24;

const name = v.pipe(v.string(), v.check(isPlainName));
const State = v.object({ _data_files: v.pipe(v.array(v.object({ filename: name })), v.minLength(1)) });
const Splits = v.object({ splits: v.pipe(v.array(name), v.minLength(1)) });

/** The files of a data set that `datasets` has saved (`save_to_disk`), in their order; null where there is no such list. */
export async function savedFiles(folder: string): Promise<readonly string[] | null> {
  const state = await listIn(join(folder, 'state.json'), State);
  return state === null ? null : state._data_files.map(({ filename }) => filename);
}

/** The folders of the splits of a `DatasetDict`; null where it is none. */
export async function savedSplits(folder: string): Promise<readonly string[] | null> {
  return (await listIn(join(folder, 'dataset_dict.json'), Splits))?.splits ?? null;
}

async function listIn<T extends v.GenericSchema>(path: string, schema: T): Promise<v.InferOutput<T> | null> {
  const status = await stat(path).catch(() => null);
  if (!status?.isFile() || status.size > largestList) return null;
  try {
    return v.parse(schema, JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return null;
  }
}
