import { toHalf } from '../../../half-precision';
import type { ZarrFiles } from './zarr-files';
import { withoutNaN } from './zarr-nodes';
import type { ZarrStore } from './zarrita';

/** Files as zarrita asks for them: with a slash before each, and metadata as it reads them. */
export function storeOf(files: ZarrFiles): ZarrStore {
  return {
    getRange: (key, range) => files.readRange(key.slice(1), range),
    async get(key) {
      const bytes = await files.read(key.slice(1));
      return bytes && /\/(zarr\.json|\.zarray|\.zattrs)$/.test(key) ? metadataFor(bytes) : bytes;
    },
  };
}

/**
 * Metadata as zarrita reads them: without the NaN that Python writes into JSON, with a fill value of 64 bits as a text, which is
 * not rounded to a double, and floats of 16 bits as the integers of their bits: it knows no bfloat16, and reads halves so on no Node
 * before 24.
 */
function metadataFor(bytes: Buffer): Uint8Array {
  const text = withoutNaN(bytes.toString('utf8')).replace(/("fill_value"\s*:\s*)(-?\d{16,})(?=\s*[,}])/, '$1"$2"');
  const metadata = JSON.parse(text) as Record<string, unknown>;
  const isOlder = /^[<>]f2$/.test(String(metadata.dtype));
  const bitsOf = shortFloats[isOlder ? 'float16' : String(metadata.data_type)];
  if (!bitsOf) return Buffer.from(text);
  const fill = metadata.fill_value ?? 0;
  const isBits = typeof fill === 'string' && fill.startsWith('0x');
  return Buffer.from(
    JSON.stringify({
      ...metadata,
      fill_value: isBits ? Number(fill) : bitsOf(Number(fill)),
      ...(isOlder ? { dtype: `${String(metadata.dtype)[0]}u2` } : { data_type: 'uint16' }),
    }),
  );
}

/** The bits of a number that such a float holds. */
const shortFloats: Readonly<Record<string, ((value: number) => number) | undefined>> = {
  float16: (value) => toHalf(Float32Array.of(value))[0],
  bfloat16: (value) => new Uint32Array(Float32Array.of(value).buffer)[0] >>> 16,
};
