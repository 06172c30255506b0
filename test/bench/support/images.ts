import type { Dataset } from '../../../src/dataset';
import { random } from '../../../src/random';

export const edge = 28;
export const pixels = edge * edge;

/** `examples` images of 28 x 28 bytes, about as many of them bright as of handwritten digits. */
export function randomPixels(examples: number): Uint8Array {
  const next = random(7);
  return Uint8Array.from({ length: examples * pixels }, () => (next() % 5 === 0 ? next() % 256 : 0));
}

/** The same as a data set. */
export function randomImages(examples: number): Dataset {
  const shape = [edge, edge, 1] as const;
  const summary = { name: '', source: '', format: 'builtin', kind: 'images', examples, shape, dtype: 'uint8' } as const;
  return {
    summary: { ...summary, columns: [], warnings: [] },
    encoding: { kind: 'pixels', shape, offset: 0, scale: 255 },
    values: randomPixels(examples),
    columns: [],
    source: () => null,
  };
}

/** Bytes as an IDX file of the given dimensions. */
export function encodeIdx(values: Uint8Array, shape: readonly number[]): Uint8Array {
  const header = new DataView(new ArrayBuffer(4 + 4 * shape.length));
  header.setUint32(0, 0x0800 | shape.length);
  for (const [axis, length] of shape.entries()) header.setUint32(4 + 4 * axis, length);
  return Buffer.concat([new Uint8Array(header.buffer), values]);
}
