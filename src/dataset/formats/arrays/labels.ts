import { UserError } from '../../../protocol/errors';
import type { Task } from '../../../task';
import { withReader } from '../../bytes/byte-reader';
import { readFileHead } from '../../bytes/head';
import { isText } from '../../bytes/text-encoding';
import type { Member } from '../../bytes/zip-member';
import { type Labels, largestClassCount } from '../../examples/label-columns';
import { isIdxMagic, readIdxHead } from '../idx/idx';
import { isNpy, readNpyHead, readNpyWords, type WordsHead } from '../npy/npy';
import { type ArrayHead, placeOf } from './array-head';
import { readArray } from './array-values';

/** Labels that were found, before they are read. */
export type LabelHead = ArrayHead | WordsHead | OneHotHead;

/** Labels that are stored as one 1 among zeros for each example. */
export interface OneHotHead {
  readonly count: number;
  /** Where the 1 is. */
  indices(task: Task): Promise<Uint16Array>;
}

/** Of more numbers than these nobody looks whether they are one-hot. */
const mostOneHot = 1 << 28;

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
  if (words) return words;
  const head = await readNpyHead(path, task.signal, member);
  return (await oneHot(head, task)) ?? checkLabelShape(head);
}

/** Null where an array is no one-hot one: [examples, classes], a 1 and zeros in each row. */
export async function oneHot(head: ArrayHead, { signal }: Task): Promise<OneHotHead | null> {
  const [count, classes] = head.shape;
  if (head.shape.length !== 2 || count === 0 || classes < 2 || classes > largestClassCount) return null;
  if (count * classes > mostOneHot) return null;
  const indices = indicesOf((await readArray(head, { signal })).data, classes);
  return indices && { count, indices: async () => indices };
}

function indicesOf(data: ArrayLike<number>, classes: number): Uint16Array | null {
  const indices = new Uint16Array(data.length / classes);
  for (let row = 0, at = 0; row < indices.length; row++) {
    let ones = 0;
    for (let column = 0; column < classes; column++, at++) {
      if (data[at] === 1) {
        ones++;
        indices[row] = column;
      } else if (data[at] !== 0) return null;
    }
    if (ones !== 1) return null;
  }
  return indices;
}

export function checkLabelShape(head: ArrayHead): ArrayHead {
  if (!isLabelShape(head.shape)) throw new UserError('data.labels.shape', { path: placeOf(head) });
  return head;
}

export function countLabels(head: LabelHead): number {
  return 'count' in head ? head.count : head.shape[0];
}

export async function readLabels(head: LabelHead, { signal }: Task): Promise<Labels> {
  if ('words' in head) return head.words({ signal });
  return 'indices' in head ? head.indices({ signal }) : (await readArray(head, { signal })).data;
}

export function isLabelShape(shape: readonly number[]): boolean {
  return shape.length === 1 || (shape.length === 2 && shape[1] === 1);
}
