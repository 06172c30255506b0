import { UserError } from '../../../protocol/errors';
import type { Task } from '../../../task';
import { decodeElements, elementTypes } from '../../bytes/elements';
import { allocate, bytesOf } from '../../bytes/memory';
import { largestBytes } from '../../bytes/sizes';
import type { Encoding } from '../../examples/dataset';
import { OddNumbers } from '../../examples/encoding/odd-numbers';
import { type Division, spreadPlace } from '../../examples/memory';
import { spoolExamples } from '../../examples/spooled-examples';
import { encodeExamples } from '../arrays/array-encoder';
import type { Layout } from '../arrays/array-layout';
import { arrayStream } from '../arrays/array-stream';
import type { ColumnarFile } from './column-block';
import { turns } from './columnar-table';
import { rowOf } from './limited-rows';
import type { VectorColumn } from './vector-column';
import type { LoadedVectors } from './vector-loading';

interface TensorOptions {
  /** Of an earlier run; without it one is fitted. */
  readonly encoding?: Encoding;
  /** Null where memory holds them all. */
  readonly division: Division | null;
  readonly task: Task;
}

/**
 * Reads the tensors of the first rows that are images: their pixels are encoded as those of an array are.
 * @throws UserError data.images.notFinite, data.encoding.*, data.columnar.*, data.tooLarge, data.spool.*.
 */
export async function loadTensors(
  file: ColumnarFile,
  vectors: VectorColumn,
  rows: number,
  layout: Layout,
  { encoding, division, task }: TensorOptions,
): Promise<LoadedVectors> {
  const { path } = file;
  const { dtype, width } = vectors.type;
  const rowBytes = width * elementTypes[dtype].bytes;
  if (!division && rows * rowBytes > largestBytes) throw new UserError('data.tooLarge', { path, gigabytes: 4 });
  const pieces = storedBytes(file, vectors, rows, task);
  const options = { encoding, isSample: division !== null };
  if (!division) {
    const all = allocate(rows * rowBytes);
    let at = 0;
    for await (const piece of pieces) {
      all.set(piece, at);
      at += piece.length;
    }
    const data = decodeElements(all, dtype, true);
    return loaded(encodeExamples(data, { path, dtype }, layout, { ...options, placeOf: rowOf(file) }));
  }
  const { values, stream } = await spoolExamples(path, rows, division, { width: rowBytes, type: 'bytes' }, pieces);
  const { shown } = division;
  const held = decodeElements(bytesOf(values), dtype, true);
  const encoded = encodeExamples(held, { path, dtype }, layout, {
    ...options,
    placeOf: (index) => rowOf(file)(spreadPlace(index, shown, rows)),
  });
  const streamed = {
    held,
    read: async (begin: number, end: number) => decodeElements(bytesOf(await stream.read(begin, end)), dtype, true),
    close: () => stream.close(),
  };
  const choice = {
    used: { count: rows, indices: null },
    held: { count: shown, indices: null },
    label: null,
    labels: null,
  };
  const encode: typeof encoded.encode = (others, placeOf) =>
    encoded.encode(others, (index) => rowOf(file)(placeOf(index)));
  return { ...loaded(encoded), stream: arrayStream(streamed, choice, { ...encoded, encode }, division.streamMemory) };
}

function loaded({ encoding, values, warnings }: ReturnType<typeof encodeExamples>): LoadedVectors {
  if (encoding.kind !== 'pixels') throw new Error('These tensors are no images.');
  return { encoding, values, warnings };
}

/** @throws UserError data.images.notFinite where an element is missing. */
async function* storedBytes(
  file: ColumnarFile,
  { place, type }: VectorColumn,
  rows: number,
  task: Task,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { path } = file;
  const { dtype, width } = type;
  const missing = new OddNumbers();
  let first = 0;
  const placeOf = (row: number) => rowOf(file)(first + row);
  for await (const { blocks, count } of turns(file, [place], rows, task)) {
    const [block] = blocks;
    if (block.kind !== 'numbers') continue;
    block.valid?.subarray(0, count * width).forEach((there, i) => {
      if (!there) missing.add(placeOf, Math.floor(i / width), i % width);
    });
    if (missing.count === 0) yield block.elements.subarray(0, count * width * elementTypes[dtype].bytes);
    first += count;
  }
  const { count, row: example } = missing;
  if (count > 0) throw new UserError('data.images.notFinite', { path, count, example, value: 'null' });
}
