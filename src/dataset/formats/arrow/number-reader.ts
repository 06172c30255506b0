import { elementTypes } from '../../bytes/elements';
import type { NumberBlock } from '../columnar/column-block';
import { decimalNumber } from '../columnar/decimal';
import type { BatchBuffer } from './batch-buffer';
import { type FieldBatch, readBits, readValidity } from './field-batch';
import type { NumberLayout } from './schema';

export async function readNumbers(
  batch: FieldBatch,
  layout: NumberLayout,
  start: number,
  count: number,
): Promise<NumberBlock> {
  const valid = await readValidity(batch, start, count);
  const elements = await readElements(batch.buffers[1], layout, start, count);
  return numberBlock(elements, elementTypes[layout.dtype].bytes, count, valid);
}

export async function readElements(
  buffer: BatchBuffer,
  { dtype, decimal }: NumberLayout,
  start: number,
  count: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if (dtype === 'bool') return readBits(buffer, start, count);
  const width = decimal?.bytes ?? elementTypes[dtype].bytes;
  if (!decimal) return buffer.take(start * width, count * width);
  const stored = await buffer.read(start * width, count * width);
  const doubles = Float64Array.from({ length: count }, (_, i) =>
    decimalNumber(littleEndian(stored, i * width, width), decimal.scale),
  );
  return new Uint8Array(doubles.buffer);
}

function littleEndian(bytes: Buffer, at: number, width: number): bigint {
  if (width === 4) return BigInt(bytes.readInt32LE(at));
  let value = bytes.readBigInt64LE(at + width - 8);
  for (let part = width - 16; part >= 0; part -= 8) value = (value << 64n) | bytes.readBigUInt64LE(at + part);
  return value;
}

/** What lies where a value is missing means nothing. */
function numberBlock(
  elements: Uint8Array<ArrayBuffer>,
  bytes: number,
  rows: number,
  valid: Uint8Array | null,
): NumberBlock {
  if (valid) {
    for (let i = 0; i < valid.length; i++) if (valid[i] === 0) elements.fill(0, i * bytes, (i + 1) * bytes);
  }
  return { kind: 'numbers', rows, elements, valid };
}
