import type { SchemaElement } from 'hyparquet';
import { type ElementName, elementTypes } from '../../bytes/elements';
import { findMalformed, pickTexts, utf8Texts } from '../../bytes/utf8-texts';
import type { Values } from '../columnar/block-target';
import { ColumnFault, insist } from '../columnar/damage';
import { decimalNumber, signedBigEndian } from '../columnar/decimal';
import type { Layout, Physical } from './values';

/** How values of a column are stored and what they mean. */
export interface ValueType {
  readonly layout: Layout;
  /** Null for words. */
  readonly dtype: ElementName | null;
  /** NumPy's type of dates and times. */
  readonly time?: string;
  /** Bytes that nobody has called texts: they may be such, or files. */
  readonly isRaw?: true;
  /** The words are files, and stay bytes. */
  readonly areFiles?: true;
  /** @throws Damage where the bytes are no such values. */
  convert(values: Physical): Values;
}

/** By what name a person may know the type that is not read. */
export interface Unsupported {
  readonly unsupported: string;
}

const widths: Readonly<Record<string, Layout>> = {
  BOOLEAN: 'bit',
  INT32: 4,
  INT64: 8,
  INT96: 12,
  FLOAT: 4,
  DOUBLE: 8,
  BYTE_ARRAY: 'bytes',
};

/** What a leaf of the schema holds; a name for people where that is nothing to look at as numbers or words. */
export function valueType(element: SchemaElement): ValueType | Unsupported {
  const { type, type_length: length } = element;
  const layout = type === 'FIXED_LEN_BYTE_ARRAY' ? length : type && widths[type];
  if (!layout || (typeof layout === 'number' && layout < 1)) return { unsupported: 'unknown' };
  const decimal = decimalScale(element);
  if (decimal !== undefined) return decimals(layout, type === 'INT32' || type === 'INT64', decimal);
  switch (type) {
    case 'BOOLEAN':
      return numbers(layout, 'bool');
    case 'INT32':
      return int32(element);
    case 'INT64':
      return int64(element);
    case 'INT96':
      return { layout, dtype: 'int64', time: 'datetime64[ns]', convert: nanoseconds };
    case 'FLOAT':
      return numbers(layout, 'float32');
    case 'DOUBLE':
      return numbers(layout, 'float64');
    case 'BYTE_ARRAY':
      return byteArray(element);
    default:
      return fixedBytes(element, layout);
  }
}

function numbers(layout: Layout, dtype: ElementName, time?: string): ValueType {
  const convert = (values: Physical): Values => ({
    kind: 'numbers',
    elements: values.bytes,
    width: elementTypes[dtype].bytes,
  });
  return { layout, dtype, convert, ...(time === undefined ? {} : { time }) };
}

const units: Readonly<Record<string, string>> = { MILLIS: 'ms', MICROS: 'us', NANOS: 'ns' };

/** The unit in the name of a legacy type, as in TIMESTAMP_MILLIS. */
function timeOf({ converted_type: converted, logical_type: logical }: SchemaElement): string | undefined {
  if (converted === 'DATE' || logical?.type === 'DATE') return 'datetime64[D]';
  if (logical?.type === 'TIMESTAMP' || logical?.type === 'TIME') {
    return `${logical.type === 'TIME' ? 'timedelta64' : 'datetime64'}[${units[logical.unit]}]`;
  }
  const [, kind, unit] = converted?.match(/^(TIME|TIMESTAMP)_(MILLIS|MICROS)$/) ?? [];
  return kind && `${kind === 'TIME' ? 'timedelta64' : 'datetime64'}[${units[unit]}]`;
}

function integerWidth({ converted_type: converted, logical_type: logical }: SchemaElement) {
  if (logical?.type === 'INTEGER') return { bits: logical.bitWidth, signed: logical.isSigned };
  const [, unsigned, bits] = converted?.match(/^(U?)INT_(\d+)$/) ?? [];
  return bits ? { bits: Number(bits), signed: unsigned === '' } : undefined;
}

function int32(element: SchemaElement): ValueType {
  const time = timeOf(element);
  if (time) return numbers(4, 'int32', time);
  const { bits, signed } = integerWidth(element) ?? { bits: 32, signed: true };
  if (bits !== 8 && bits !== 16) return numbers(4, signed ? 'int32' : 'uint32');
  const width = bits / 8;
  const dtype = `${signed ? '' : 'u'}int${bits}` as const;
  return { layout: 4, dtype, convert: ({ bytes }) => ({ kind: 'numbers', elements: lowBytes(bytes, width), width }) };
}

/** Integers of 8 and 16 bits are stored in 32. */
function lowBytes(bytes: Uint8Array, width: number): Uint8Array {
  const narrow = new Uint8Array((bytes.length / 4) * width);
  for (let i = 0; i < narrow.length; i++) narrow[i] = bytes[Math.floor(i / width) * 4 + (i % width)];
  return narrow;
}

function int64(element: SchemaElement): ValueType {
  const time = timeOf(element);
  return time ? numbers(8, 'int64', time) : numbers(8, integerWidth(element)?.signed === false ? 'uint64' : 'int64');
}

const julianEpoch = 2440588n;
const nanosecondsPerDay = 86_400_000_000_000n;

/** Impala's timestamps: the nanosecond of the day in 8 bytes, and the Julian day in 4. */
function nanoseconds({ bytes }: Physical): Values {
  const stored = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const elements = Buffer.alloc((bytes.length / 12) * 8);
  for (let from = 0, to = 0; from < bytes.length; from += 12, to += 8) {
    const days = BigInt(stored.readInt32LE(from + 8)) - julianEpoch;
    const time = days * nanosecondsPerDay + stored.readBigInt64LE(from);
    if (BigInt.asIntN(64, time) !== time) throw new ColumnFault('data.columnar.time', {});
    elements.writeBigInt64LE(time, to);
  }
  return { kind: 'numbers', elements, width: 8 };
}

function decimalScale({ converted_type: converted, logical_type: logical, scale }: SchemaElement): number | undefined {
  if (logical?.type === 'DECIMAL') return logical.scale ?? 0;
  return converted === 'DECIMAL' ? (scale ?? 0) : undefined;
}

/** Doubles nearest to the decimal numbers. INT32 and INT64 are little-endian, bytes of any number big-endian. */
function decimals(layout: Layout, isInteger: boolean, scale: number): ValueType {
  const width = Number(layout);
  const convert = (values: Physical): Values => {
    const stored = Buffer.from(values.bytes.buffer, values.bytes.byteOffset, values.bytes.byteLength);
    const unscaled = (i: number): bigint => {
      if (values.kind === 'bytes') return signedBigEndian(stored, values.starts[i], values.ends[i]);
      if (!isInteger) return signedBigEndian(stored, i * width, (i + 1) * width);
      return width === 4 ? BigInt(stored.readInt32LE(4 * i)) : stored.readBigInt64LE(8 * i);
    };
    const count = values.kind === 'bytes' ? values.starts.length : stored.length / width;
    const doubles = Float64Array.from({ length: count }, (_, i) => decimalNumber(unscaled(i), scale));
    return { kind: 'numbers', elements: new Uint8Array(doubles.buffer), width: 8 };
  };
  return { layout, dtype: 'float64', convert };
}

function byteArray({ converted_type: converted, logical_type: logical }: SchemaElement): ValueType | Unsupported {
  const notes = [converted, logical?.type];
  const foreign = ['BSON', 'GEOMETRY', 'GEOGRAPHY', 'VARIANT'].find((note) => notes.some((own) => own === note));
  if (foreign) return { unsupported: foreign };
  const isText = notes.some((note) => note !== undefined && textNotes.includes(note));
  return { layout: 'bytes', dtype: null, convert: words, ...(isText ? {} : { isRaw: true }) };
}

const textNotes = ['UTF8', 'STRING', 'ENUM', 'JSON'];

/** Whole files in a column of bytes. */
export const fileType: ValueType = { layout: 'bytes', dtype: null, areFiles: true, convert: files };

function files(values: Physical): Values {
  insist(values.kind === 'bytes', 'files of a fixed width');
  const { bytes, starts, ends } = values;
  return { kind: 'files', files: Array.from(starts, (start, i) => bytes.subarray(start, ends[i])) };
}

function fixedBytes(
  { converted_type: converted, logical_type: logical }: SchemaElement,
  layout: Layout,
): ValueType | Unsupported {
  if (logical?.type === 'FLOAT16' && layout === 2) return numbers(layout, 'float16');
  if (logical?.type === 'UUID' && layout === 16) return { layout, dtype: null, convert: uuids };
  return { unsupported: converted ?? `FIXED_LEN_BYTE_ARRAY(${layout})` };
}

/** Texts; also of columns of bytes that nobody has called texts, as some writers do. */
function words(values: Physical): Values {
  insist(values.kind === 'bytes', 'texts of a fixed width');
  if (findMalformed(values) >= 0) throw new ColumnFault('data.columnar.type', { type: 'bytes (not UTF-8)' });
  return { kind: 'words', texts: values };
}

function uuids({ bytes }: Physical): Values {
  const digits = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
  const texts = Array.from({ length: bytes.length / 16 }, (_, i) =>
    digits.slice(32 * i, 32 * (i + 1)).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
  );
  return { kind: 'words', texts: utf8Texts(texts) };
}

/** The values at some places of a dictionary. @throws Damage where it has none. */
export function lookUp(dictionary: Values, places: Int32Array): Values {
  const size = sizeOf(dictionary);
  for (const place of places) insist(place >= 0 && place < size, 'a value beyond the dictionary');
  if (dictionary.kind === 'words') {
    return { kind: 'words', texts: pickTexts(dictionary.texts, places) };
  }
  if (dictionary.kind === 'files') {
    return { kind: 'files', files: Array.from(places, (place) => dictionary.files[place]) };
  }
  const { elements: known, width } = dictionary;
  const elements = new Uint8Array(places.length * width);
  if (width % 4 === 0 && known.byteOffset % 4 === 0) gather(wordsOf(known), wordsOf(elements), places, width / 4);
  else gather(known, elements, places, width);
  return { kind: 'numbers', elements, width };
}

function sizeOf(dictionary: Values): number {
  if (dictionary.kind === 'numbers') return dictionary.elements.length / dictionary.width;
  return dictionary.kind === 'words' ? dictionary.texts.starts.length : dictionary.files.length;
}

function wordsOf({ buffer, byteOffset, byteLength }: Uint8Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, byteLength / 4);
}

/** Copies `width` items from each place. */
function gather<T extends Uint8Array | Uint32Array>(from: T, to: T, places: Int32Array, width: number): void {
  for (let i = 0, at = 0; i < places.length; i++) {
    for (let item = places[i] * width, end = item + width; item < end; item++) to[at++] = from[item];
  }
}
