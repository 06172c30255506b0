import { UserError } from '../../../protocol/errors';
import type { Task } from '../../../task';
import { withReader } from '../../bytes/byte-reader';
import { readFileHead } from '../../bytes/head';
import { isText } from '../../bytes/text-encoding';
import type { Member } from '../../bytes/zip-member';
import type { Labels } from '../../examples/label-columns';
import { isIdxMagic, readIdxHead } from '../idx/idx';
import { isNpy, readNpyHead, readNpyWords, type WordsHead } from '../npy/npy';
import { type ArrayHead, placeOf } from './array-head';
import { readArray } from './array-values';

/** Labels that were found, before they are read. */
export type LabelHead = ArrayHead | WordsHead;

/**
 * Opens a label file: IDX, .npy, or text with one label per line.
 * @throws UserError data.labels.shape when it holds anything else.
 */
export async function openLabels(path: string, task: Task): Promise<LabelHead> {
  const { bytes } = await readFileHead(path, task.signal);
  if (isNpy(bytes)) return openNpyLabels(path, task);
  if (isIdxMagic(bytes)) return checkLabelShape(await readIdxHead(path, task.signal));
  if (!isText(bytes)) throw new UserError('data.labels.shape', { path });
  const text = (await withReader(path, task.signal, (reader) => reader.rest())).toString('utf8');
  const lines = text
    .replace(/^\uFEFF/, '')
    .replace(/\s+$/, '')
    .split(/\r?\n/)
    .map((line) => line.trim());
  return { count: lines.length, words: async () => lines };
}

/** Labels of a .npy file, or of an array of an .npz archive: numbers or strings, of rank 1 or [examples, 1]. */
export async function openNpyLabels(path: string, task: Task, member?: Member): Promise<LabelHead> {
  const words = await readNpyWords(path, task.signal, member);
  return words ?? checkLabelShape(await readNpyHead(path, task.signal, member));
}

export function checkLabelShape(head: ArrayHead): ArrayHead {
  if (!isLabelShape(head.shape)) throw new UserError('data.labels.shape', { path: placeOf(head) });
  return head;
}

export function countLabels(head: LabelHead): number {
  return 'words' in head ? head.count : head.shape[0];
}

export async function readLabels(head: LabelHead, { signal }: Task): Promise<Labels> {
  return 'words' in head ? head.words({ signal }) : (await readArray(head, { signal })).data;
}

export function isLabelShape(shape: readonly number[]): boolean {
  return shape.length === 1 || (shape.length === 2 && shape[1] === 1);
}
