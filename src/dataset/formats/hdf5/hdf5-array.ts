import { stat } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { UserError } from '../../../protocol/errors';
import {
  decodeElements,
  type ElementName,
  elementTypes,
  littleEndian,
  product,
  type StoredElement,
} from '../../bytes/elements';
import { type ArrayHead, arrayBytes, cutOff, headOfRows } from '../arrays/array-head';
import { BandReader, type Bands } from '../arrays/row-reader';
import { Turn } from '../arrays/turn';
import type { AttributeValue } from '../hierarchy/hierarchy';
import { checkFilters } from './filters';
import { Hdf5File } from './hdf5-file';
import { type Hdf5Metadata, hdf5Class } from './library';
import { shortFloat } from './short-floats';

/** No filter makes more of a byte. */
const largestRatio = 1032;
/** What is read at once, if nothing lies together in more. */
const stepBytes = 1 << 23;

/** How an array lies in its file. */
interface Lying {
  readonly path: string;
  readonly name: string;
  readonly dtype: StoredElement;
  /** As HDF5 has it. */
  readonly dimensions: readonly number[];
  /** Along the axis of the examples. */
  readonly chunk: number | undefined;
  /** The axes are in the reverse order: MATLAB's arrays are column-major. */
  readonly isReversed: boolean;
  readonly packing: Packing | null;
}

/** Numbers as the conventions for NetCDF (CF) pack them: number = stored * scale + offset; `missing` stand for none. */
interface Packing {
  readonly scale: number;
  readonly offset: number;
  readonly missing: readonly number[];
}

/**
 * The head of an array of an HDF5 file, which is open.
 * @throws UserError data.array.type, data.hdf5.filter, data.hdf5.source, data.truncated, data.hdf5.damaged
 */
export async function hdf5Head(file: Hdf5File, name: string): Promise<ArrayHead> {
  const metadata = file.metadata(name);
  const place = file.placeOf(name);
  const attributes = file.attributes(name);
  const number = numberType(metadata, attributes);
  if (!number) throw new UserError('data.array.type', { path: place, type: typeName(metadata) });
  if (!metadata.shape) throw new UserError('data.array.type', { path: place, type: 'null' });
  const stored = number === 'float16' ? shortFloat(file.path, place) : number;
  checkFilters(file, name);
  await checkSources(file.path, metadata);
  const { size } = await stat(file.path);
  const dimensions = [...metadata.shape, ...(metadata.array_type?.shape ?? [])];
  const isReversed = 'MATLAB_class' in attributes && dimensions.length > 1;
  const chunk = metadata.chunks?.[isReversed ? metadata.chunks.length - 1 : 0];
  const packing = packingOf(attributes, stored);
  const lying: Lying = { path: file.path, name, dtype: stored, dimensions, chunk, isReversed, packing };
  const head = headOfRows(
    { path: file.path, inside: name },
    {
      dtype: packing ? unpackedType(stored, packing) : stored,
      shape: isReversed ? dimensions.toReversed() : dimensions,
    },
    () => new BandReader(bandsOf(lying)),
  );
  const chunkBytes = product(metadata.chunks ?? []) * elementTypes[stored].bytes;
  const announced = Math.max(arrayBytes({ shape: dimensions, dtype: stored }), chunkBytes);
  if (!(announced <= size * largestRatio)) throw cutOff(head, announced, size);
  return head;
}

/** @throws UserError data.truncated where an array announces more than its file can hold, before room is made for it. */
export async function checkHeld(file: Hdf5File, name: string, { shape, size }: Hdf5Metadata): Promise<void> {
  const announced = product(shape ?? [0]) * size;
  const { size: held } = await stat(file.path);
  if (!(announced <= held * largestRatio)) throw cutOff({ path: file.path, inside: name }, announced, held);
}

/** NumPy's name of a type of numbers; null of any other. */
export function numberType(
  metadata: Hdf5Metadata,
  attributes: Readonly<Record<string, AttributeValue>>,
): ElementName | null {
  const { type, size, signed, array_type: inner, enum_type: names } = metadata;
  const bits = 8 * size;
  if (type === hdf5Class.array) return inner ? numberType(inner, attributes) : null;
  if (type === hdf5Class.bitfield) return size === 1 ? 'bool' : null;
  if (type === hdf5Class.float) return nameOf(`float${bits}`);
  const isBoolean = attributes.MATLAB_class === 'logical' || isBooleanEnum(names?.members);
  if (type === hdf5Class.integer || (type === hdf5Class.enum && names?.type === hdf5Class.integer)) {
    // A char array of MATLAB is a text.
    if (attributes.MATLAB_class === 'char') return null;
    return isBoolean && size === 1 ? 'bool' : nameOf(`${signed ? '' : 'u'}int${bits}`);
  }
  return null;
}

function isBooleanEnum(members: Readonly<Record<string, number>> | undefined): boolean {
  return members !== undefined && Object.keys(members).length === 2 && members.FALSE === 0 && members.TRUE === 1;
}

function nameOf(name: string): ElementName | null {
  return Object.hasOwn(elementTypes, name) ? (name as ElementName) : null;
}

/** What a type of no numbers is called in a sentence. */
export function typeName({ type, size, compound_type: compound }: Hdf5Metadata): string {
  if (type === hdf5Class.string) return 'str';
  if (type === hdf5Class.compound) {
    const names = compound?.members.map(({ name }) => name) ?? [];
    const isComplex = names.length === 2 && /^(r|re|real)$/.test(names[0]) && /^(i|im|imag)$/.test(names[1]);
    return isComplex ? `complex${8 * size}` : `compound (${names.slice(0, 5).join(', ')})`;
  }
  if (type === hdf5Class.float || type === hdf5Class.integer)
    return `${type === hdf5Class.float ? 'float' : 'int'}${8 * size}`;
  const names: Record<number, string> = {
    [hdf5Class.opaque]: 'opaque',
    [hdf5Class.reference]: 'reference',
    [hdf5Class.vlen]: 'vlen',
    [hdf5Class.enum]: 'enum',
    [hdf5Class.array]: 'array',
  };
  return names[type] ?? 'other';
}

/** A virtual data set lies in other files: where one is not there, HDF5 would give its fill value. */
async function checkSources(path: string, { virtual_sources: sources = [] }: Hdf5Metadata): Promise<void> {
  for (const { file_name: source } of sources) {
    if (source === '.') continue;
    const place = isAbsolute(source) ? source : join(dirname(path), source);
    const isThere = await stat(place).then(
      () => true,
      () => false,
    );
    if (!isThere) throw new UserError('data.missing', { path: place });
  }
}

function packingOf(attributes: Readonly<Record<string, AttributeValue>>, dtype: StoredElement): Packing | null {
  const number = (name: string) => {
    const value = attributes[name];
    const first = Array.isArray(value) ? value[0] : value;
    return typeof first === 'number' && Number.isFinite(first) ? first : undefined;
  };
  if (dtype === 'bool' || 'MATLAB_class' in attributes) return null;
  const [scale, offset] = [number('scale_factor'), number('add_offset')];
  const missing = [number('_FillValue'), number('missing_value')].filter((value) => value !== undefined);
  if (scale === undefined && offset === undefined && missing.length === 0) return null;
  return { scale: scale ?? 1, offset: offset ?? 0, missing };
}

/** Floats stay what they are; integers that get fractions or gaps become floats that hold each of them. */
function unpackedType(dtype: StoredElement, { scale, offset }: Packing): ElementName {
  if (dtype === 'float16' || dtype === 'bfloat16' || dtype === 'float32')
    return scale === 1 && offset === 0 ? 'float32' : 'float64';
  return elementTypes[dtype].bytes <= 2 && scale === 1 && offset === 0 ? 'float32' : 'float64';
}

function bandsOf({ path, name, dtype, dimensions, chunk, isReversed, packing }: Lying): Bands {
  const { bytes } = elementTypes[dtype];
  const shape = isReversed ? dimensions.toReversed() : dimensions;
  const [rows = 1, ...rest] = shape;
  const storedRow = product(rest) * bytes;
  const step = Math.max(1, Math.floor(stepBytes / Math.max(1, storedRow)));
  const together = chunk ?? (isReversed ? step : 1);
  const perRead = Math.max(together, step - (step % together));
  const target: StoredElement = packing ? unpackedType(dtype, packing) : dtype;
  let file: Promise<Hdf5File> | null = null;

  function readStored(opened: Hdf5File, begin: number, end: number, stored: Uint8Array<ArrayBuffer>): void {
    if (!isReversed) {
      const origin = dimensions.map((_, axis) => (axis === 0 ? begin : 0));
      opened.read(name, origin, dimensions.length === 0 ? [] : [end - begin, ...rest], stored);
      return;
    }
    const last = dimensions.length - 1;
    const columns = new Uint8Array(stored.length);
    opened.read(
      name,
      dimensions.map((_, axis) => (axis === last ? begin : 0)),
      dimensions.map((size, axis) => (axis === last ? end - begin : size)),
      columns,
    );
    turn(columns, [end - begin, ...rest], dtype, stored);
  }

  return {
    rows,
    rowBytes: product(rest) * elementTypes[target].bytes,
    together,
    async fill(begin, end, room) {
      file ??= Hdf5File.open(path);
      const opened = await file;
      const rowBytes = room.length / (end - begin);
      for (let at = begin; at < end; at += perRead) {
        const stop = Math.min(end, at + perRead);
        const part = room.subarray((at - begin) * rowBytes, (stop - begin) * rowBytes);
        if (!isReversed && !packing) {
          readStored(opened, at, stop, part as Uint8Array<ArrayBuffer>);
          continue;
        }
        const stored = new Uint8Array((stop - at) * storedRow);
        readStored(opened, at, stop, stored);
        part.set(packing ? unpack(stored, dtype, packing, target) : stored);
      }
    },
    async close() {
      const opened = file;
      file = null;
      (await opened?.catch(() => null))?.close();
    },
  };
}

/** Row-major from column-major. */
function turn(
  columns: Uint8Array,
  shape: readonly number[],
  dtype: StoredElement,
  turned: Uint8Array<ArrayBuffer>,
): void {
  const work = new Turn({ shape, dtype }, 0, shape[0], turned);
  for (const { stretches, scatter } of work.reads()) {
    for (const { from, target } of stretches) target.set(columns.subarray(from, from + target.length));
    scatter();
  }
}

function unpack(
  stored: Uint8Array<ArrayBuffer>,
  dtype: StoredElement,
  { scale, offset, missing }: Packing,
  target: StoredElement,
): Uint8Array {
  const numbers = decodeElements(stored, dtype, true);
  // A fill value of floats is stored in their precision.
  const gaps = new Set(dtype === 'float32' ? missing.map(Math.fround) : missing);
  const unpacked = target === 'float32' ? new Float32Array(numbers.length) : new Float64Array(numbers.length);
  for (let i = 0; i < numbers.length; i++) {
    unpacked[i] = gaps.has(numbers[i]) ? Number.NaN : numbers[i] * scale + offset;
  }
  return littleEndian(unpacked, elementTypes[target].bytes);
}
