import type { RandomAccess } from '../../bytes/random-access';
import { insist } from '../columnar/damage';
import { FlatTable, int64At } from './flat-table';

/** What kind of message it is, as the format counts them. */
export const messageKind = { schema: 1, dictionary: 2, batch: 3 } as const;

/** A message of the stream: metadata, and where its body lies. */
export interface Message {
  readonly kind: number;
  readonly header: FlatTable;
  readonly body: number;
  /** Where the next message begins. */
  readonly end: number;
}

/** A stretch of the file. */
export interface Region {
  readonly start: number;
  readonly length: number;
}

/** The buffers of some rows. */
export interface BatchHead {
  /** Where its buffers begin in the file. */
  readonly start: number;
  readonly rows: number;
  readonly nodes: readonly { readonly length: number; readonly nulls: number }[];
  readonly buffers: readonly Region[];
  readonly codec: 'UNCOMPRESSED' | 'LZ4_FRAME' | 'ZSTD';
  /** For each field of views, how many buffers it has beyond the usual. */
  readonly variadic: readonly number[];
}

const continuation = 0xffffffff;
const firstVersionWithoutPages = 3;

/**
 * Reads the message at a place; null at the end of the stream.
 * Source: arrow.apache.org/docs/format/Columnar.html, encapsulated message format.
 * @throws Damage, or UserError data.truncated when the file ends in the message.
 */
export async function readMessage(file: RandomAccess, start: number): Promise<Message | null> {
  if (start >= file.size) return null;
  const prefix = await file.read(start, Math.min(8, file.size - start));
  insist(prefix.length >= 4, 'a message is cut off');
  const isMarked = prefix.readUInt32LE(0) === continuation;
  if (isMarked) insist(prefix.length === 8, 'a message is cut off');
  // Before version 0.15 the length stood first.
  const length = isMarked ? prefix.readInt32LE(4) : prefix.readInt32LE(0);
  if (length === 0) return null;
  insist(length > 0, 'a message of a length below zero');
  const metadata = start + (isMarked ? 8 : 4);
  const message = FlatTable.root(await file.read(metadata, length));
  insist(message.int16(0) >= firstVersionWithoutPages, 'metadata of a version that was given up');
  const header = message.table(2);
  const bodyLength = message.int64(3);
  const body = metadata + length;
  insist(header !== null && bodyLength >= 0, 'a message without a head');
  insist(body + bodyLength <= file.size, 'a message is cut off');
  return { kind: message.uint8(1), header, body, end: body + bodyLength };
}

/** The head of a record batch, with its buffers placed in the file. @throws Damage where they lie outside the body. */
export function readBatchHead(batch: FlatTable, body: number, end: number): BatchHead {
  const compression = batch.table(3);
  const codecs = ['LZ4_FRAME', 'ZSTD'] as const;
  const codec = compression ? codecs[compression.uint8(0)] : 'UNCOMPRESSED';
  insist(codec !== undefined && (compression?.uint8(1) ?? 0) === 0, 'a compression of no known kind');
  const rows = batch.int64(0);
  insist(rows >= 0, 'fewer than no rows');
  const buffers = batch.list(2, 16, (view, at) => {
    const offset = int64At(view, at);
    const length = int64At(view, at + 8);
    insist(offset >= 0 && length >= 0 && body + offset + length <= end, 'a buffer outside of its message');
    return { start: body + offset, length };
  });
  const nodes = batch.list(1, 16, (view, at) => {
    const node = { length: int64At(view, at), nulls: int64At(view, at + 8) };
    insist(node.length >= 0 && node.nulls <= node.length, 'a node of an impossible length');
    return node;
  });
  return { start: body, rows, nodes, buffers, codec, variadic: batch.list(4, 8, int64At) };
}
