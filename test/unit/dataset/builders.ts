import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { encode as encodeJpegImage } from 'jpeg-js';
import { PNG } from 'pngjs';
import { UserError } from '../../../src/protocol/errors';
import type { SentenceCode } from '../../../src/protocol/sentences';

/** A folder of its own for each test, gone after it. */
export function temporaryFolder(): {
  readonly path: string;
  write(name: string, content: Uint8Array | string): Promise<string>;
} {
  let path = '';
  beforeEach(async () => {
    path = await mkdtemp(join(tmpdir(), 'latent-lens-data-'));
  });
  afterEach(() => rm(path, { recursive: true, force: true }));
  return {
    get path() {
      return path;
    },
    async write(name, content) {
      const file = join(path, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
      return file;
    },
  };
}

/** An IDX file of bytes. */
export function idx(sizes: readonly number[], bytes: ArrayLike<number>): Buffer {
  const head = Buffer.alloc(4 + 4 * sizes.length);
  head.set([0, 0, 8, sizes.length]);
  sizes.forEach((size, axis) => {
    head.writeUInt32BE(size, 4 + 4 * axis);
  });
  return Buffer.concat([head, Buffer.from(Array.from(bytes))]);
}

/** A .npy file with any header: what other writers produce. */
export function npyWith(header: string, body: Uint8Array, version: 1 | 2 | 3 = 1): Buffer {
  const lengthBytes = version === 1 ? 2 : 4;
  const text = Buffer.from(
    `${header.padEnd(Math.ceil((header.length + 9 + lengthBytes) / 64) * 64 - 9 - lengthBytes)}\n`,
  );
  const preamble = Buffer.from([0x93, ...Buffer.from('NUMPY'), version, 0, ...new Array(lengthBytes).fill(0)]);
  preamble.writeUIntLE(text.length, 8, lengthBytes);
  return Buffer.concat([preamble, text, body]);
}

export function descr(type: string, shape: readonly number[], fortran = false): string {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  return `{'descr': '${type}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': (${sizes}), }`;
}

type Colour = readonly [red: number, green: number, blue: number, alpha?: number];

function rgba(width: number, height: number, colour: (x: number, y: number) => Colour): Buffer {
  const data = Buffer.alloc(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [red, green, blue, alpha = 255] = colour(x, y);
      data.set([red, green, blue, alpha], (y * width + x) * 4);
    }
  }
  return data;
}

export function png(width: number, height: number, colour: (x: number, y: number) => Colour): Buffer {
  const image = new PNG({ width, height });
  image.data = rgba(width, height, colour);
  return PNG.sync.write(image);
}

export function jpeg(width: number, height: number, colour: (x: number, y: number) => Colour): Buffer {
  return encodeJpegImage({ width, height, data: rgba(width, height, colour) }, 95).data;
}

/** The sentence that a promise fails with; its text has no placeholder left open. */
export async function sentenceOf(
  promise: Promise<unknown>,
): Promise<{ readonly code: SentenceCode; readonly message: string }> {
  const error = await promise.then(
    () => assert.fail('Nothing failed.'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof UserError, String(error));
  assert.doesNotMatch(error.message, /\{\w+\}/);
  return { code: error.code, message: error.message };
}
