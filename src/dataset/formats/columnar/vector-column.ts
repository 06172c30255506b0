import { type Sentence, UserError } from '../../../protocol/errors';
import { type ColumnarFile, isCell, isVectors, type NumberType } from './column-block';
import { checkRead } from './unread-columns';

/** The column of vectors that a data set is made of. */
export interface VectorColumn {
  readonly name: string;
  readonly type: NumberType;
  /** Its place among the file's columns. */
  readonly place: number;
  /** Says so where there was a choice. */
  readonly warnings: readonly Sentence[];
}

const usualNames = /^(embeddings?|vectors?|features?|x|data|hidden(_states?)?|activations?)$/i;

/**
 * The column of vectors of that name; else one with a usual name, else the one of the longest vectors. Null where the
 * file has none and none was asked for.
 * @throws UserError data.archive.noArray.
 */
export function chooseVectors(file: ColumnarFile, asked: string | undefined): VectorColumn | null {
  const { path, columns } = file;
  const all = columns.flatMap(({ name, type }, place) => (isVectors(type) ? [{ name, type, place }] : []));
  if (asked !== undefined) {
    const found = all.find(({ name }) => name === asked);
    if (found) return { ...found, warnings: [] };
    checkRead(file, asked);
    const choices = columns.filter(({ type }) => !isCell(type));
    const names = choices.map(({ name }) => name).join(', ') || '–';
    throw new UserError('data.archive.noArray', { path, array: asked, names });
  }
  if (all.length === 0) return null;
  const longest = all.reduce((a, b) => (b.type.width > a.type.width ? b : a));
  const chosen = all.find(({ name }) => usualNames.test(name)) ?? longest;
  const params = { path, count: all.length, column: chosen.name };
  return { ...chosen, warnings: all.length > 1 ? [{ code: 'data.columnar.severalVectors', params }] : [] };
}
