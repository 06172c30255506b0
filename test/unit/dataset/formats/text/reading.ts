import { openStoredTable } from '../../../../../src/dataset/formats/csv/csv-source';
import type { StoredArray, StoredData } from '../../../../../src/dataset/formats/stored-data';
import { inspectStored } from '../../../../../src/dataset/look/inspection';
import { formatSentence } from '../../../../../src/protocol/errors';

export type ElementArray = Float64Array | BigInt64Array | BigUint64Array;

/** All elements of an array of eight-byte elements. */
export async function elementsOf(array: StoredArray): Promise<ElementArray> {
  const pieces: Uint8Array[] = [];
  for await (const piece of array.bytes({})) pieces.push(piece.slice());
  const { buffer } = new Uint8Array(Buffer.concat(pieces));
  if (array.dtype === 'int64') return new BigInt64Array(buffer);
  return array.dtype === 'uint64' ? new BigUint64Array(buffer) : new Float64Array(buffer);
}

export interface ReadTable {
  readonly data: StoredData;
  /** By row. */
  readonly rows: readonly (readonly (number | bigint)[])[];
  readonly labels: readonly (string | number | bigint)[] | null;
  /** Sentences in English. */
  readonly warnings: readonly string[];
  readonly missing: number;
  readonly duplicates: number | null;
}

/** A table as it is stored, read whole. */
export async function readTable(path: string, labels?: string): Promise<ReadTable> {
  const data = await openStoredTable(path, { labels, task: {} });
  const elements = Array.from<number | bigint>(await elementsOf(data.values));
  const [count, width] = data.values.shape;
  const { missing, duplicates } = await inspectStored(data, {});
  return {
    data,
    rows: Array.from({ length: count }, (_, row) => elements.slice(row * width, (row + 1) * width)),
    labels:
      data.labels && (data.labels.dtype === 'str' ? await data.labels.words({}) : [...(await elementsOf(data.labels))]),
    warnings: data.warnings.map(formatSentence),
    missing,
    duplicates,
  };
}
