import {
  CompressionType,
  columnFromArray,
  type DataType,
  setCompressionCodec,
  tableFromColumns,
  tableToIPC,
} from '@uwdata/flechette';

export type Compression = 'lz4' | 'zstd' | null;

const codecs = { lz4: CompressionType.LZ4_FRAME, zstd: CompressionType.ZSTD } as const;

/** Columns that are all of one value are all that these encoders make smaller; the writer keeps others as they are. */
setCompressionCodec(CompressionType.LZ4_FRAME, { encode: lz4Frame, decode: (bytes) => bytes });
setCompressionCodec(CompressionType.ZSTD, { encode: zstdFrame, decode: (bytes) => bytes });

/** An Arrow file or stream, of as many batches as rows ask for. */
export function arrow(
  columns: Readonly<Record<string, readonly [type: DataType, values: readonly unknown[]]>>,
  { format = 'file', compression = null, rowsPerBatch = 1000 }: ArrowOptions = {},
): Uint8Array {
  const built = Object.entries(columns).map(([name, [type, values]]) => {
    const options = { maxBatchRows: rowsPerBatch, useBigInt: true };
    return [name, columnFromArray([...values], type, options)] as [string, ReturnType<typeof columnFromArray>];
  });
  const codec = compression && codecs[compression];
  return tableToIPC(tableFromColumns(built), { format, codec }) ?? new Uint8Array(0);
}

export interface ArrowOptions {
  readonly format?: 'file' | 'stream';
  readonly compression?: Compression;
  readonly rowsPerBatch?: number;
}

function lz4Frame(bytes: Uint8Array): Uint8Array {
  const { length } = bytes;
  if (length < 64 || bytes.some((byte) => byte !== bytes[0])) return Buffer.concat([bytes, Buffer.alloc(1)]);
  // One literal, a match of all but five bytes at the distance of one, and five literals.
  const match = length - 1 - 5 - 4 - 15;
  const more = Buffer.concat([Buffer.alloc(Math.floor(match / 255), 255), Buffer.of(match % 255)]);
  const block = Buffer.concat([Buffer.of(0x1f, bytes[0], 1, 0), more, Buffer.of(0x50), bytes.subarray(0, 5)]);
  const head = Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x60, 0x70, 0, 0, 0, 0, 0]);
  head.writeUInt32LE(block.length, 7);
  return Buffer.concat([head, block, Buffer.alloc(4)]);
}

function zstdFrame(bytes: Uint8Array): Uint8Array {
  const { length } = bytes;
  if (length < 64 || bytes.some((byte) => byte !== bytes[0])) return Buffer.concat([bytes, Buffer.alloc(1)]);
  // A frame of its size in four bytes, and one block that repeats a byte.
  const head = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0, 0, 0, 0, 0, 0, 0, bytes[0]]);
  head.writeUInt32LE(length, 5);
  head.writeUIntLE(length * 8 + 2 + 1, 9, 3);
  return head;
}
