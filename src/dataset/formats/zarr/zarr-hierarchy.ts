import { UserError } from '../../../protocol/errors';
import { largestRatio } from '../../bytes/byte-reader';
import { elementTypes, littleEndian, product, type StoredElement } from '../../bytes/elements';
import { type ArrayHead, arrayBytes, cutOff, headOfRows } from '../arrays/array-head';
import { BandReader } from '../arrays/row-reader';
import type { AttributeValue, Hierarchy } from '../hierarchy/hierarchy';
import type { WordsHead } from '../npy/npy';
import type { ZarrFiles } from './zarr-files';
import { damaged, type ZarrNode, zarrNodes } from './zarr-nodes';
import { storeOf } from './zarr-store';
import { loadZarrita, type ZarrArray, type ZarrRegion } from './zarrita';

/** What a chunk that is not there stands for may be larger than what is. */
const alwaysAllowed = 1 << 26;
/** What a store that is a single array calls it. */
const outermost = '/';
/** Codecs that are no entry of zarrita's registry. */
const builtIn = new Set(['sharding_indexed']);

/** The arrays and attributes of a Zarr store, version 2 or 3. @throws UserError data.zarr.damaged */
export async function openZarr(files: ZarrFiles): Promise<Hierarchy> {
  const { path } = files;
  const nodes = new Map((await zarrNodes(files)).map((node) => [node.name, node]));
  const arrays = [...nodes.values()].filter((node) => node.array);
  const nodeOf = (name: string) => nodes.get(name === outermost ? '' : name) ?? { name, attributes: {} };
  return {
    path,
    arrays: arrays.map(({ name, array }) => ({
      name: name || outermost,
      bytes: product(array?.shape ?? []) * widthOf(array?.type),
    })),
    head: async (name) => headOf(files, nodeOf(name)),
    words: async (name) => wordsOf(files, nodeOf(name)),
    attributes: async (name) =>
      Object.fromEntries(
        Object.entries(nodeOf(name).attributes).map(([key, value]) => [key, isValue(value) ? value : null]),
      ),
  };
}

function widthOf(type = ''): number {
  return isElement(type) ? elementTypes[type].bytes : 8;
}

function isElement(type: string): type is StoredElement {
  return Object.hasOwn(elementTypes, type);
}

function isValue(value: unknown): value is AttributeValue {
  const isSimple = (item: unknown) => typeof item === 'string' || typeof item === 'number';
  return isSimple(value) || (Array.isArray(value) && value.every(isSimple));
}

async function headOf(files: ZarrFiles, { name, array }: ZarrNode): Promise<ArrayHead> {
  const { path: root } = files;
  const place = { path: root, ...(name !== '' && { inside: name }) };
  if (!array || !isElement(array.type)) {
    throw new UserError('data.array.type', { path: placeOf(root, name), type: array?.type ?? '–' });
  }
  const { shape, chunks, codecs, type: dtype } = array;
  await checkCodecs(root, name, codecs);
  const announced = Math.max(arrayBytes({ shape, dtype }), product(chunks) * elementTypes[dtype].bytes);
  if (!(announced <= alwaysAllowed)) {
    const stored = await files.bytesBelow(name);
    if (!(announced <= largestRatio * stored)) throw cutOff(place, announced, stored);
  }
  const rowBytes = product(shape.slice(1)) * elementTypes[dtype].bytes;
  return headOfRows(place, { dtype, shape }, () => {
    let opened: Promise<ZarrArray> | null = null;
    return new BandReader({
      rows: shape[0] ?? 1,
      rowBytes,
      together: Math.max(1, chunks[0] ?? 1),
      async fill(begin, end, target) {
        opened ??= openArray(files, name);
        const step = Math.max(1, chunks[0] ?? 1);
        for (let at = begin; at < end; at += step) {
          const stop = Math.min(end, at + step);
          const region = await read(root, name, await opened, at, stop);
          target.set(rowMajor(region, dtype), (at - begin) * rowBytes);
        }
      },
      async close() {
        opened = null;
      },
    });
  });
}

async function wordsOf(files: ZarrFiles, { name, array }: ZarrNode): Promise<WordsHead | null> {
  if (array?.type !== 'string' || array.shape.length !== 1) return null;
  const { path: root } = files;
  await checkCodecs(root, name, array.codecs);
  const [count] = array.shape;
  if (count > largestRatio * ((await files.bytesBelow(name)) + alwaysAllowed / largestRatio)) return null;
  return {
    count,
    async words() {
      if (count === 0) return [];
      const { data } = await read(root, name, await openArray(files, name), 0, count);
      return Array.from(data as Iterable<unknown>, (word) => (typeof word === 'string' ? word : ''));
    },
  };
}

/** What is compressed by a codec that is not there is refused by its name. @throws UserError data.zarr.codec */
async function checkCodecs(path: string, array: string, codecs: readonly string[]): Promise<void> {
  const { registry } = await loadZarrita();
  const absent = codecs.find(
    (codec) => !registry.has(codec) && !builtIn.has(codec) && codec !== 'numcodecs.fixedscaleoffset',
  );
  if (absent)
    throw new UserError('data.zarr.codec', {
      path,
      array: array || outermost,
      codec: absent.replace(/^numcodecs\./, ''),
    });
}

async function openArray(files: ZarrFiles, name: string): Promise<ZarrArray> {
  const zarrita = await loadZarrita();
  const array = await attempt(files.path, name, () =>
    zarrita.open(zarrita.root(storeOf(files)).resolve(name), { kind: 'array' }),
  );
  // What a chunk is too short for, zarrita gives as zeros.
  const chunkAt = array.getChunk.bind(array);
  array.getChunk = async (...place) => {
    const chunk = await chunkAt(...place);
    const wanted = product(chunk.shape);
    if (chunk.data.length !== wanted) throw new Error(`a chunk has ${chunk.data.length} of ${wanted} elements`);
    return chunk;
  };
  return array;
}

async function read(root: string, name: string, array: ZarrArray, begin: number, end: number): Promise<ZarrRegion> {
  const zarrita = await loadZarrita();
  const selection = array.shape.map((_, axis) => (axis === 0 ? zarrita.slice(begin, end) : null));
  if (array.shape.length > 0) return attempt(root, name, () => zarrita.get(array, selection));
  const value = await attempt(root, name, () => zarrita.get(array, null) as Promise<unknown>);
  return { data: [value], shape: [], stride: [] };
}

async function attempt<T>(root: string, name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UserError || !(error instanceof Error)) throw error;
    throw damaged(placeOf(root, name), error.message, error);
  }
}

function placeOf(root: string, name: string): string {
  return name === '' ? root : `${root} (${name})`;
}

/** The bytes of a region in C order and little-endian, in whatever order zarrita gives it. */
function rowMajor({ data, shape, stride }: ZarrRegion, dtype: StoredElement): Uint8Array {
  const { bytes } = elementTypes[dtype];
  if (!ArrayBuffer.isView(data)) return scalarBytes(data, dtype);
  const stored = littleEndian(viewOf(data), bytes);
  const usual = shape.map((_, axis) => product(shape.slice(axis + 1)));
  if (shape.every((length, axis) => length <= 1 || stride[axis] === usual[axis])) return stored;
  const turned = new Uint8Array(stored.length);
  const index = shape.map(() => 0);
  for (let to = 0; to < turned.length; to += bytes) {
    const from = index.reduce((sum, place, axis) => sum + place * stride[axis], 0) * bytes;
    for (let byte = 0; byte < bytes; byte++) turned[to + byte] = stored[from + byte];
    for (let axis = index.length - 1; axis >= 0 && ++index[axis] === shape[axis]; axis--) index[axis] = 0;
  }
  return turned;
}

/** zarrita's own array of booleans has a buffer, and is no view of it by name. */
function viewOf(data: ArrayBufferView): ArrayBufferView {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function scalarBytes(data: Iterable<unknown>, dtype: StoredElement): Uint8Array {
  if ('buffer' in data && data.buffer instanceof ArrayBuffer) return new Uint8Array(data.buffer);
  const [value] = data;
  const room = new DataView(new ArrayBuffer(8));
  const number = Number(value);
  if (dtype === 'float64') room.setFloat64(0, number, true);
  else if (dtype === 'float32') room.setFloat32(0, number, true);
  else room.setBigInt64(0, BigInt(Math.trunc(number)), true);
  return new Uint8Array(room.buffer, 0, elementTypes[dtype].bytes);
}
