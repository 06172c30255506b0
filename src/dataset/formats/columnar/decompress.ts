import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { snappyUncompress } from 'hyparquet';
import { decodeBy, insist } from './damage';
import { decodeLz4Frames, decodeLz4Hadoop, decodeLz4Raw } from './lz4';
import { decodeZstd } from './zstd';

/** How bytes are compressed: Parquet's names, and LZ4_FRAME for Arrow's. */
export type Codec = 'UNCOMPRESSED' | 'SNAPPY' | 'GZIP' | 'BROTLI' | 'LZ4' | 'LZ4_RAW' | 'LZ4_FRAME' | 'ZSTD';

type FillingCodec = Exclude<Codec, 'UNCOMPRESSED' | 'GZIP' | 'BROTLI' | 'ZSTD'>;

/**
 * Codecs of which the output is reserved beforehand, each with the most bytes that one can stand for: a match of 64
 * bytes takes three in Snappy, 255 take one in LZ4.
 */
const filling: Record<
  FillingCodec,
  { readonly ratio: number; fill(input: Uint8Array, output: Buffer<ArrayBuffer>): void }
> = {
  SNAPPY: { ratio: 22, fill: (input, output) => decodeBy('Snappy', () => snappyUncompress(input, output)) },
  LZ4: { ratio: 256, fill: decodeLz4Hadoop },
  LZ4_RAW: { ratio: 256, fill: decodeLz4Raw },
  LZ4_FRAME: { ratio: 256, fill: decodeLz4Frames },
};

/**
 * The `size` bytes that `input` stands for; `input` itself where it is not compressed.
 * @throws Damage when it holds another number of bytes, or no such data at all.
 */
export function decompress(codec: Codec, input: Uint8Array, size: number): Uint8Array {
  if (codec === 'UNCOMPRESSED') {
    insist(input.length === size, 'another size than announced');
    return input;
  }
  if (size === 0) return new Uint8Array(0);
  if (codec === 'GZIP' || codec === 'BROTLI') {
    const inflate = codec === 'GZIP' ? gunzipSync : brotliDecompressSync;
    const output = decodeBy(codec, () => inflate(input, { maxOutputLength: size }));
    insist(output.length === size, `${codec}: another size than announced`);
    return output;
  }
  if (codec === 'ZSTD') return decodeZstd(input, size);
  const { ratio, fill } = filling[codec];
  insist(size <= input.length * ratio, `${codec}: more bytes than it can stand for`);
  const output = Buffer.alloc(size);
  fill(input, output);
  return output;
}
