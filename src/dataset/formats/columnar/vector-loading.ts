import { partOf, type Task } from '../../../task';
import { decodeElements } from '../../bytes/elements';
import type { Dataset, Encoding } from '../../examples/dataset';
import { allocateRows } from '../../examples/encoding/columns';
import {
  type EncodedVectors,
  encodeVectors,
  standardiseVectors,
  VectorSurvey,
  withLibrary,
} from '../../examples/encoding/vectors';
import type { Division } from '../../examples/memory';
import { spoolExamples } from '../../examples/spooled-examples';
import type { ColumnarFile, NumberBlock, NumberType } from './column-block';
import { turns } from './columnar-table';
import { rowOf } from './limited-rows';
import type { VectorColumn } from './vector-column';

export type LoadedVectors = Omit<EncodedVectors, 'values' | 'encoding'> &
  Pick<Dataset, 'values' | 'stream' | 'encoding'>;

interface VectorOptions {
  /** Of an earlier run; without it one is fitted, to all rows. */
  readonly encoding?: Encoding;
  /** Are they to be counts, and to stay as they are? */
  readonly counts?: true;
  /** Null where memory holds them all; else those that are shown are in memory, and all of them on disk. */
  readonly division: Division | null;
  readonly task: Task;
}

/**
 * Reads the vectors of the first rows, encoded: in one go where memory holds them as they are stored, else in two, one
 * to see what they are and one to encode them piece by piece.
 * @throws UserError data.vectors.*, data.encoding.*, data.columnar.*, data.tooLarge, data.spool.failed.
 */
export async function loadVectors(
  file: ColumnarFile,
  vectors: VectorColumn,
  rows: number,
  { encoding: fitted, counts, division, task }: VectorOptions,
): Promise<LoadedVectors & { readonly encoding: EncodedVectors['encoding'] }> {
  const { path } = file;
  const { type } = vectors;
  const { width } = type;
  const placeIn = rowOf(file);
  if (!division && isExactInSingle(type)) {
    return encodeVectors(await joined(pieces(file, vectors, rows, task), rows, width, path), width, path, {
      fitted,
      counts,
      placeOf: placeIn,
    });
  }
  const survey = new VectorSurvey(width, path, counts);
  let seen = 0;
  for await (const values of pieces(file, vectors, rows, partOf(task, 0, 0.5))) {
    const begin = seen;
    survey.add(values, (index) => placeIn(begin + index));
    seen += values.length / width;
  }
  const encoding = survey.encoding(fitted);
  const { warnings } = survey;
  async function* encoded() {
    let row = 0;
    for await (const values of pieces(file, vectors, rows, partOf(task, 0.5, 1))) {
      const begin = row;
      yield standardiseVectors(values, encoding, path, (index) => placeIn(begin + index));
      row += values.length / width;
    }
  }
  const loaded = division
    ? await spoolExamples(path, rows, division, { width, type: 'floats' }, encoded())
    : { values: await joined(encoded(), rows, width, path) };
  return { encoding: withLibrary(encoding, loaded.values), warnings, ...loaded };
}

/** The vectors, row-major, in pieces of memory of their own; NaN where an element is missing. */
async function* pieces(
  file: ColumnarFile,
  { place, type }: VectorColumn,
  rows: number,
  task: Task,
): AsyncGenerator<Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>> {
  for await (const { blocks, count } of turns(file, [place], rows, task)) {
    const [block] = blocks;
    if (block.kind === 'numbers') yield numbersOf(block, type, count);
  }
}

function numbersOf({ elements, valid }: NumberBlock, type: NumberType, count: number) {
  const values = decodeElements(elements, type.dtype, true).subarray(0, count * type.width);
  const numbers = !isExactInSingle(type)
    ? new Float64Array(values)
    : values instanceof Float32Array
      ? values
      : new Float32Array(values);
  if (valid) for (let i = 0; i < numbers.length; i++) if (valid[i] === 0) numbers[i] = Number.NaN;
  return numbers;
}

/** All pieces in memory. @throws UserError data.tooLarge. */
async function joined(
  pieces: AsyncIterable<ArrayLike<number>>,
  rows: number,
  width: number,
  path: string,
): Promise<Float32Array<ArrayBuffer>> {
  const values = allocateRows(rows, width, path);
  let at = 0;
  for await (const piece of pieces) {
    values.set(piece, at);
    at += piece.length;
  }
  return values;
}

function isExactInSingle({ dtype }: NumberType): boolean {
  return ['bool', 'int8', 'uint8', 'int16', 'uint16', 'float16', 'float32'].includes(dtype);
}
