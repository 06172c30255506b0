/** Arrays that stand apart from the JSON. */
const types = { Uint8Array, Int32Array, Uint32Array, Float32Array, Float64Array } as const;
type TypeName = keyof typeof types;
type PackedArray = InstanceType<(typeof types)[TypeName]>;

/** Every array begins at a multiple of this. */
const alignment = 8;

/** In the JSON, where an array was: which type, the byte where it begins behind the head, and how many numbers it has. */
interface ArrayPlace {
  readonly $array: readonly [type: TypeName, offset: number, length: number];
}

/** In the JSON, where a number was that JSON does not have. */
interface OddNumber {
  readonly $number: 'NaN' | 'Infinity' | '-Infinity' | '-0';
}

/**
 * One piece of bytes of a value made of plain objects, lists, words, numbers and typed arrays: the length of the head
 * (uint32), the head as JSON in UTF-8, then the arrays one after the other, all little-endian.
 * @throws TypeError for any other object
 */
export function pack(value: unknown): Uint8Array<ArrayBuffer> {
  const arrays: PackedArray[] = [];
  let end = 0;
  const replaced = (_: string, part: unknown): unknown => {
    if (typeof part === 'number' && !Number.isFinite(part)) return { $number: String(part) };
    if (Object.is(part, -0)) return { $number: '-0' };
    if (!ArrayBuffer.isView(part)) return part;
    const type = typeOf(part);
    const place: ArrayPlace = { $array: [type, end, (part as PackedArray).length] };
    arrays.push(part as PackedArray);
    end = aligned(end + part.byteLength);
    return place;
  };
  const head = new TextEncoder().encode(JSON.stringify(value, replaced));
  const begin = aligned(4 + head.length);
  const bytes = new Uint8Array(begin + end);
  new DataView(bytes.buffer).setUint32(0, head.length, true);
  bytes.set(head, 4);
  let at = begin;
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at = aligned(at + array.byteLength);
  }
  return bytes;
}

/** What `pack` was given. Its arrays are views of the bytes. @param bytes At the beginning of their buffer. */
export function unpack(bytes: Uint8Array<ArrayBuffer>): unknown {
  const length = new DataView(bytes.buffer).getUint32(0, true);
  const begin = aligned(4 + length);
  const head = new TextDecoder().decode(bytes.subarray(4, 4 + length));
  return JSON.parse(head, (_, part: unknown) => {
    if (isObjectWith<ArrayPlace>(part, '$array')) {
      const [type, offset, count] = part.$array;
      return new types[type](bytes.buffer, begin + offset, count);
    }
    return isObjectWith<OddNumber>(part, '$number') ? Number(part.$number) : part;
  });
}

function isObjectWith<T extends object>(part: unknown, key: keyof T & string): part is T {
  return typeof part === 'object' && part !== null && Object.hasOwn(part, key);
}

function typeOf(array: ArrayBufferView): TypeName {
  for (const name of Object.keys(types) as TypeName[]) if (array instanceof types[name]) return name;
  throw new TypeError(`${array.constructor.name} cannot be packed`);
}

function aligned(offset: number): number {
  return Math.ceil(offset / alignment) * alignment;
}
