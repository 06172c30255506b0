import { UserError } from '../../protocol/errors';
import type { Task } from '../../task';
import { elementTypes } from '../bytes/elements';
import { writeNpyPieces, writeNpyWords } from '../formats/npy/npy';
import { descrOf } from '../formats/npy/numpy-types';
import type { StoredArray, StoredData } from '../formats/stored-data';
import { withoutDamaged } from './inspection';

/** Where stored data go. */
export interface ConversionTarget {
  /** A .npy file for the values. */
  readonly out: string;
  /** Another for the labels. */
  readonly labels?: string;
}

/**
 * Writes stored values, and labels if wanted, to .npy files exactly as they are: the same type, little-endian, C order;
 * words as NumPy's `str`. Each file is written whole or not at all.
 * @returns The data that were written: without examples that turn out to be damaged.
 * @throws UserError data.convert.noLabels, data.convert.sameFile, data.unwritable, or where the data cannot be read.
 */
export function convertStored(data: StoredData, target: ConversionTarget, task: Task): Promise<StoredData> {
  return withoutDamaged(data, task, (readable) => write(readable, target, task));
}

async function write(data: StoredData, { out, labels }: ConversionTarget, task: Task): Promise<StoredData> {
  if (labels !== undefined) {
    if (labels === out) throw new UserError('data.convert.sameFile', { path: out });
    if (data.labels === null) throw new UserError('data.convert.noLabels', { path: data.path });
    const { signal } = task;
    if (data.labels.dtype === 'str') await writeNpyWords(labels, await data.labels.words({ signal }));
    else await writeArray(labels, data.labels, { signal });
  }
  await writeArray(out, data.values, task);
  return data;
}

async function writeArray(path: string, array: StoredArray, task: Task): Promise<void> {
  const { dtype, shape } = array;
  await writeNpyPieces(path, { descr: descrOf(dtype), bytes: elementTypes[dtype].bytes }, shape, array.bytes(task));
}
