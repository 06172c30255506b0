/** A struct of Thrift's compact protocol: fields by id, ascending; undefined ones are left out. */
export type ThriftStruct = ReadonlyMap<number, ThriftValue | undefined>;

/** A number is written as i32, a bigint as i64. */
export type ThriftValue = boolean | number | bigint | string | Uint8Array | ThriftStruct | readonly ThriftValue[];

export function struct(fields: Readonly<Record<number, ThriftValue | undefined>>): ThriftStruct {
  return new Map(Object.entries(fields).map(([id, value]) => [Number(id), value]));
}

/** The bytes of a struct. */
export function encodeStruct(fields: ThriftStruct): Buffer {
  const parts: Uint8Array[] = [];
  let last = 0;
  for (const [id, value] of fields) {
    if (value === undefined) continue;
    const type = typeof value === 'boolean' ? (value ? 1 : 2) : typeOf(value);
    parts.push(
      id - last < 16
        ? Uint8Array.of(((id - last) << 4) | type)
        : Buffer.concat([[type], zigzag(BigInt(id))].map(bytes)),
    );
    if (typeof value !== 'boolean') parts.push(encodeValue(value));
    last = id;
  }
  return Buffer.concat([...parts, Uint8Array.of(0)]);
}

function bytes(part: number[] | Uint8Array): Uint8Array {
  return Uint8Array.from(part);
}

function typeOf(value: ThriftValue): number {
  if (typeof value === 'number') return 5;
  if (typeof value === 'bigint') return 6;
  if (typeof value === 'string' || value instanceof Uint8Array) return 8;
  return value instanceof Map ? 12 : 9;
}

function encodeValue(value: ThriftValue): Uint8Array {
  if (typeof value === 'boolean') return Uint8Array.of(value ? 1 : 2);
  if (typeof value === 'number') return zigzag(BigInt(value));
  if (typeof value === 'bigint') return zigzag(value);
  if (typeof value === 'string') return encodeValue(Buffer.from(value));
  if (value instanceof Uint8Array) return Buffer.concat([varint(BigInt(value.length)), value]);
  if (isStruct(value)) return encodeStruct(value);
  const head = value.length < 15 ? Uint8Array.of((value.length << 4) | typeOf(value[0] ?? 0)) : undefined;
  const longHead = Buffer.concat([Uint8Array.of(0xf0 | typeOf(value[0] ?? 0)), varint(BigInt(value.length))]);
  return Buffer.concat([head ?? longHead, ...value.map(encodeValue)]);
}

function isStruct(value: ThriftStruct | readonly ThriftValue[]): value is ThriftStruct {
  return value instanceof Map;
}

function zigzag(value: bigint): Uint8Array {
  return varint(BigInt.asUintN(64, (value << 1n) ^ (value >> 63n)));
}

/** A ULEB128 number. */
export function varint(value: bigint): Uint8Array {
  const parts: number[] = [];
  let left = value;
  for (; left > 127n; left >>= 7n) parts.push(Number(left & 127n) | 128);
  return Uint8Array.from([...parts, Number(left)]);
}
