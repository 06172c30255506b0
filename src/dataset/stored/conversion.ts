import { UserError } from '../../protocol/errors';
import { elementTypes } from '../arrays/elements';
import { descrOf } from '../arrays/numpy-types';
import { writeNpyPieces } from '../npy';
import type { Task } from '../task';
import type { StoredArray, StoredData } from './stored-data';

/** Words that are encoded before they are written. */
const wordsPerPiece = 4096;

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

/**
 * Writes words as NumPy's `str`. Each takes as many code points as the longest has, as in NumPy, where a word has at least one.
 * @throws UserError data.unwritable
 */
export async function writeNpyWords(path: string, words: readonly string[]): Promise<void> {
  const longest = words.reduce((most, word) => Math.max(most, [...word].length), 1);
  const type = { descr: `<U${longest}`, bytes: 4 * longest };
  await writeNpyPieces(path, type, [words.length], encodeWords(words, longest));
}

async function* encodeWords(words: readonly string[], longest: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < words.length; from += wordsPerPiece) {
    const part = words.slice(from, from + wordsPerPiece);
    const piece = Buffer.alloc(4 * longest * part.length);
    part.forEach((word, i) => {
      [...word].forEach((character, j) => {
        piece.writeUInt32LE(character.codePointAt(0) ?? 0, 4 * (i * longest + j));
      });
    });
    yield piece;
  }
}
