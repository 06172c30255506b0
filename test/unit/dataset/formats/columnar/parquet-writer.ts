import { brotliCompressSync, crc32, gzipSync } from 'node:zlib';
import { encodeStruct, struct, type ThriftStruct, varint } from './thrift-writer';

/** A file for tests: every value of a column is written plainly, or as its place in a dictionary. */
export interface ParquetColumn {
  readonly name: string;
  readonly type: keyof typeof types;
  /** How many bytes a value of FIXED_LEN_BYTE_ARRAY has. */
  readonly length?: number;
  /** As the format counts them: 0 UTF8, 5 DECIMAL, 6 DATE, 10 TIMESTAMP_MICROS, 11 UINT_8, 14 UINT_64, 15 INT_8, … */
  readonly converted?: number;
  readonly scale?: number;
  /** Bytes of each value as PLAIN stores it, or one that is missing; for lists, one list of such for each row. */
  readonly values: readonly (Uint8Array | null)[] | readonly (readonly (Uint8Array | null)[] | null)[];
  /** Values without null may be written as required. */
  readonly required?: boolean;
  readonly list?: boolean;
  /** Of a column of lists, whose elements lie in lists again: how many are in each of these, by row. */
  readonly inner?: (row: number) => readonly number[];
  /** The optional group that it is a member of, as are its neighbours that name the same. Its own values are not lists. */
  readonly group?: string;
}

export interface ParquetOptions {
  readonly codec?: keyof typeof codecs;
  readonly pageVersion?: 1 | 2;
  readonly rowsPerGroup?: number;
  readonly rowsPerPage?: number;
  readonly dictionary?: boolean;
  readonly checksums?: boolean;
  /** What the writer notes of the file. */
  readonly notes?: Readonly<Record<string, string>>;
}

const types = {
  BOOLEAN: 0,
  INT32: 1,
  INT64: 2,
  INT96: 3,
  FLOAT: 4,
  DOUBLE: 5,
  BYTE_ARRAY: 6,
  FIXED_LEN_BYTE_ARRAY: 7,
} as const;

const codecs = {
  UNCOMPRESSED: { id: 0, compress: (bytes: Uint8Array) => bytes },
  SNAPPY: { id: 1, compress: snappy },
  GZIP: { id: 2, compress: (bytes: Uint8Array) => gzipSync(bytes) },
  LZO: { id: 3, compress: (bytes: Uint8Array) => bytes },
  BROTLI: { id: 4, compress: (bytes: Uint8Array) => brotliCompressSync(bytes) },
  LZ4: { id: 5, compress: lz4Hadoop },
  ZSTD: { id: 6, compress: zstd },
  LZ4_RAW: { id: 7, compress: lz4 },
} as const;

const repetition = { required: 0, optional: 1, repeated: 2 } as const;
const pages = { data: 0, dictionary: 2, second: 3 } as const;
const encodings = { plain: 0, rle: 3, dictionary: 8 } as const;

export const plain = {
  int32: (value: number) => numberBytes(4, (view) => view.setInt32(0, value, true)),
  int64: (value: bigint) => numberBytes(8, (view) => view.setBigInt64(0, value, true)),
  float: (value: number) => numberBytes(4, (view) => view.setFloat32(0, value, true)),
  double: (value: number) => numberBytes(8, (view) => view.setFloat64(0, value, true)),
  text: (value: string) => plain.bytes(Buffer.from(value)),
  bytes: (value: Uint8Array) => Buffer.concat([plain.int32(value.length), value]),
  boolean: (value: boolean) => Uint8Array.of(value ? 1 : 0),
};

function numberBytes(size: number, write: (view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(size);
  write(new DataView(bytes.buffer));
  return bytes;
}

/** A whole Parquet file. */
export function parquet(columns: readonly ParquetColumn[], options: ParquetOptions = {}): Buffer {
  const rows = columns[0]?.values.length ?? 0;
  const rowsPerGroup = options.rowsPerGroup ?? Math.max(1, rows);
  const parts: Uint8Array[] = [Buffer.from('PAR1')];
  const groups: ThriftStruct[] = [];
  for (let start = 0; start < rows; start += rowsPerGroup) {
    const end = Math.min(rows, start + rowsPerGroup);
    const chunks = columns.map((column) => {
      const offset = BigInt(size(parts));
      const chunk = writeChunk(column, start, end, options);
      parts.push(...chunk.bytes);
      return struct({ 2: offset, 3: chunkMetadata(column, offset, chunk, options) });
    });
    groups.push(struct({ 1: chunks, 2: BigInt(size(parts)), 3: BigInt(end - start) }));
  }
  const tops = columns.filter((column, i) => !column.group || column.group !== columns[i - 1]?.group).length;
  const schema = [
    struct({ 4: 'schema', 5: tops }),
    ...columns.flatMap((column, i) => [...groupElement(columns, i), ...schemaElements(column)]),
  ];
  const notes = Object.entries(options.notes ?? {}).map(([key, value]) => struct({ 1: key, 2: value }));
  const footer = encodeStruct(
    struct({ 1: 2, 2: schema, 3: BigInt(rows), 4: groups, 5: notes.length > 0 ? notes : undefined, 6: 'a test' }),
  );
  return parquetFile(parts, footer);
}

/** The end of a file around its footer. */
export function parquetFile(parts: readonly Uint8Array[], footer: Uint8Array): Buffer {
  return Buffer.concat([...parts, footer, plain.int32(footer.length), Buffer.from('PAR1')]);
}

/** The group that a column begins. */
function groupElement(columns: readonly ParquetColumn[], index: number): ThriftStruct[] {
  const { group } = columns[index];
  if (!group || columns[index - 1]?.group === group) return [];
  const members = columns.filter((column) => column.group === group).length;
  return [struct({ 3: repetition.optional, 4: group, 5: members })];
}

function schemaElements(column: ParquetColumn): ThriftStruct[] {
  const { name, type, length, converted, scale, list, inner, required } = column;
  const own = required ? repetition.required : repetition.optional;
  const leaf = (name: string) =>
    struct({
      1: types[type],
      2: length,
      3: own,
      4: name,
      6: converted,
      7: scale,
      8: scale === undefined ? undefined : 9,
    });
  if (!list) return [leaf(name)];
  return [
    struct({ 3: own, 4: name, 5: 1, 6: 3 }),
    struct({ 3: repetition.repeated, 4: 'list', 5: 1 }),
    ...(inner
      ? [struct({ 3: own, 4: 'element', 5: 1, 6: 3 }), struct({ 3: repetition.repeated, 4: 'list', 5: 1 })]
      : []),
    leaf('element'),
  ];
}

interface WrittenChunk {
  readonly bytes: readonly Uint8Array[];
  readonly entries: number;
  readonly dictionaryBytes: number;
}

function chunkMetadata(
  column: ParquetColumn,
  offset: bigint,
  chunk: WrittenChunk,
  options: ParquetOptions,
): ThriftStruct {
  const { dictionaryBytes } = chunk;
  return struct({
    1: types[column.type],
    2: [options.dictionary ? encodings.dictionary : encodings.plain, encodings.rle],
    3: [
      ...(column.group ? [column.group] : []),
      column.name,
      ...(column.list ? ['list', 'element'] : []),
      ...(column.inner ? ['list', 'element'] : []),
    ],
    4: codecs[options.codec ?? 'UNCOMPRESSED'].id,
    5: BigInt(chunk.entries),
    6: BigInt(size(chunk.bytes)),
    7: BigInt(size(chunk.bytes)),
    9: offset + BigInt(dictionaryBytes),
    11: dictionaryBytes > 0 ? offset : undefined,
  });
}

/** A value that is there, with its levels, or none. */
interface Entry {
  readonly repetition: number;
  readonly definition: number;
  readonly value: Uint8Array | null;
}

function writeChunk(column: ParquetColumn, start: number, end: number, options: ParquetOptions): WrittenChunk {
  const known = options.dictionary ? new Map<string, Uint8Array>() : null;
  const rows = column.values.slice(start, end).map((row, i) => entriesOf(row, column, start + i));
  for (const { value } of rows.flat()) if (value) known?.set(Buffer.from(value).toString('hex'), value);
  const places = known && new Map([...known.keys()].map((key, place) => [key, place]));
  const bytes: Uint8Array[] = [];
  if (known) {
    const content = joinValues([...known.values()], column.type);
    bytes.push(
      page(content, new Uint8Array(0), { 7: struct({ 1: known.size, 2: encodings.plain }) }, pages.dictionary, options),
    );
  }
  const dictionaryBytes = size(bytes);
  const rowsPerPage = options.rowsPerPage ?? rows.length;
  for (let row = 0; row < rows.length; row += rowsPerPage) {
    const part = rows.slice(row, row + rowsPerPage);
    bytes.push(dataPage(part.flat(), part.length, column, places, options));
  }
  return { bytes, entries: rows.flat().length, dictionaryBytes };
}

function entriesOf(
  row: ParquetColumn['values'][number],
  { list, inner, required, group }: ParquetColumn,
  place: number,
): Entry[] {
  const own = (required ? 0 : 1) + (group ? 1 : 0);
  if (!list || row === null || row instanceof Uint8Array) {
    const value = row instanceof Uint8Array ? row : null;
    // Where a member is missing, the group is there.
    return [{ repetition: 0, definition: value ? own : group ? 1 : 0, value }];
  }
  if (row.length === 0) return [{ repetition: 0, definition: own, value: null }];
  const begins = new Set<number>();
  inner?.(place).reduce((begin, length) => begin + (begins.add(begin) ? length : 0), 0);
  return row.map((value, i) => ({
    repetition: i === 0 ? 0 : !inner || begins.has(i) ? 1 : 2,
    definition: (inner ? 2 : 1) * (own + 1) + (value ? own : 0),
    value,
  }));
}

function dataPage(
  entries: readonly Entry[],
  rows: number,
  column: ParquetColumn,
  places: ReadonlyMap<string, number> | null,
  options: ParquetOptions,
): Uint8Array {
  const own = (column.required ? 0 : 1) + (column.group ? 1 : 0);
  const highest = own + (column.list ? own + 1 : 0) + (column.inner ? own + 1 : 0);
  const values = entries.flatMap(({ value }) => (value ? [value] : []));
  const repetitions = column.list
    ? runs(
        entries.map((entry) => entry.repetition),
        column.inner ? 2 : 1,
      )
    : new Uint8Array(0);
  const definitions =
    highest > 0
      ? runs(
          entries.map((entry) => entry.definition),
          32 - Math.clz32(highest),
        )
      : new Uint8Array(0);
  const width = places ? Math.max(1, Math.ceil(Math.log2(places.size))) : 0;
  const content = places
    ? Buffer.concat([
        Uint8Array.of(width),
        runs(
          values.map((value) => places.get(Buffer.from(value).toString('hex')) ?? 0),
          width,
        ),
      ])
    : joinValues(values, column.type);
  const encoding = places ? encodings.dictionary : encodings.plain;
  if (options.pageVersion === 2) {
    const head = struct({
      1: entries.length,
      2: entries.length - values.length,
      3: rows,
      4: encoding,
      5: definitions.length,
      6: repetitions.length,
    });
    return page(content, Buffer.concat([repetitions, definitions]), { 8: head }, pages.second, options);
  }
  const levels = [repetitions, definitions].flatMap((part) =>
    part.length > 0 ? [plain.int32(part.length), part] : [],
  );
  const head = struct({ 1: entries.length, 2: encoding, 3: encodings.rle, 4: encodings.rle });
  return page(Buffer.concat([...levels, content]), new Uint8Array(0), { 5: head }, pages.data, options);
}

function page(
  content: Uint8Array,
  uncompressed: Uint8Array,
  head: Parameters<typeof struct>[0],
  type: number,
  { codec = 'UNCOMPRESSED', checksums }: ParquetOptions,
): Uint8Array {
  const body = Buffer.concat([uncompressed, codecs[codec].compress(content)]);
  const fields = {
    1: type,
    2: uncompressed.length + content.length,
    3: body.length,
    4: checksums ? crc32(body) | 0 : undefined,
    ...head,
  };
  return Buffer.concat([encodeStruct(struct(fields)), body]);
}

/** Booleans are bits. */
function joinValues(values: readonly Uint8Array[], type: ParquetColumn['type']): Uint8Array {
  if (type !== 'BOOLEAN') return Buffer.concat(values);
  const bits = new Uint8Array(Math.ceil(values.length / 8));
  values.forEach(([bit], i) => {
    bits[i >> 3] |= bit << (i & 7);
  });
  return bits;
}

/** Runs of equal numbers where there are such, else groups of eight packed numbers. */
export function runs(values: readonly number[], width: number): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < values.length; ) {
    let same = 1;
    while (values[at + same] === values[at]) same++;
    if (same >= 8 || at + 8 > values.length) {
      const value = Uint8Array.from({ length: (width + 7) >> 3 }, (_, i) => values[at] >>> (8 * i));
      parts.push(varint(BigInt(same) << 1n), value);
      at += same;
    } else {
      parts.push(varint(3n), packBits(values.slice(at, at + 8), width));
      at += 8;
    }
  }
  return Buffer.concat(parts);
}

/** Numbers in so many bits each, from the lowest bit on. */
export function packBits(values: readonly (number | bigint)[], width: number): Uint8Array {
  const packed = values.reduce<bigint>(
    (all, value, i) => all | (BigInt.asUintN(width, BigInt(value)) << BigInt(i * width)),
    0n,
  );
  return Uint8Array.from({ length: Math.ceil((values.length * width) / 8) }, (_, i) =>
    Number((packed >> BigInt(8 * i)) & 255n),
  );
}

/** The simplest that Snappy allows: nothing but literals. */
export function snappy(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [varint(BigInt(bytes.length))];
  for (let at = 0; at < bytes.length; at += 60) {
    const part = bytes.subarray(at, at + 60);
    parts.push(Uint8Array.of((part.length - 1) << 2), part);
  }
  return Buffer.concat(parts);
}

/** One LZ4 block of literals. */
export function lz4(bytes: Uint8Array): Uint8Array {
  const { length } = bytes;
  if (length < 15) return Buffer.concat([Uint8Array.of(length << 4), bytes]);
  const more = Math.floor((length - 15) / 255);
  return Buffer.concat([
    Uint8Array.of(0xf0),
    new Uint8Array(more).fill(255),
    Uint8Array.of((length - 15) % 255),
    bytes,
  ]);
}

function lz4Hadoop(bytes: Uint8Array): Uint8Array {
  const block = lz4(bytes);
  const sizes = Buffer.alloc(8);
  sizes.writeUInt32BE(bytes.length);
  sizes.writeUInt32BE(block.length, 4);
  return Buffer.concat([sizes, block]);
}

/** A Zstandard frame of raw blocks, that says how much it holds. */
export function zstd(bytes: Uint8Array): Uint8Array {
  const head = Buffer.alloc(13);
  head.writeUInt32LE(0xfd2fb528);
  head[4] = 0xe0;
  head.writeBigUInt64LE(BigInt(bytes.length), 5);
  const parts: Uint8Array[] = [head];
  for (let at = 0; at === 0 || at < bytes.length; at += 1 << 17) {
    const block = bytes.subarray(at, at + (1 << 17));
    const isLast = at + block.length >= bytes.length;
    const start = Buffer.alloc(3);
    start.writeUIntLE(block.length * 8 + (isLast ? 1 : 0), 0, 3);
    parts.push(start, block);
  }
  return Buffer.concat(parts);
}

function size(parts: readonly Uint8Array[]): number {
  return parts.reduce((total, part) => total + part.length, 0);
}
