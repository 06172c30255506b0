import { UserError } from '../../protocol/errors';
import type { Task } from '../../task';
import { elementTypes } from '../bytes/elements';
import { writeNpyPieces, writeNpyWords } from '../formats/npy/npy';
import { descrOf } from '../formats/npy/numpy-types';
import type { StoredArray, StoredData } from '../formats/stored-data';

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
 * @throws UserError data.convert.noLabels, data.convert.sameFile, data.unwritable, or where the data cannot be read.
 */
export async function convertStored(data: StoredData, { out, labels }: ConversionTarget, task: Task): Promise<void> {
  if (labels !== undefined) {
    if (labels === out) throw new UserError('data.convert.sameFile', { path: out });
    if (data.labels === null) throw new UserError('data.convert.noLabels', { path: data.path });
    const { signal } = task;
    if (data.labels.dtype === 'str') await writeNpyWords(labels, await data.labels.words({ signal }));
    else await writeArray(labels, data.labels, { signal });
  }
  await writeArray(out, data.values, task);
}

async function writeArray(path: string, array: StoredArray, task: Task): Promise<void> {
  const { dtype, shape } = array;
  await writeNpyPieces(path, { descr: descrOf(dtype), bytes: elementTypes[dtype].bytes }, shape, array.bytes(task));
}
