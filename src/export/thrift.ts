/** A value of Thrift's compact protocol: a number is an i32, a bigint an i64. */
export type ThriftValue = number | bigint | string | ThriftStruct | readonly ThriftValue[];

/** Fields by id, ascending. */
export class ThriftStruct {
  constructor(readonly fields: Readonly<Record<number, ThriftValue | undefined>>) {}
}

export function thrift(fields: Readonly<Record<number, ThriftValue | undefined>>): ThriftStruct {
  return new ThriftStruct(fields);
}

/** The bytes of a struct (apache/thrift, doc/specs/thrift-compact-protocol.md). */
export function thriftBytes({ fields }: ThriftStruct): Uint8Array {
  const parts: Uint8Array[] = [];
  let last = 0;
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    const id = Number(key);
    if (id - last > 15) throw new RangeError(`Field ${id} is too far from ${last} for a short head`);
    parts.push(Uint8Array.of(((id - last) << 4) | typeOf(value)), bytesOf(value));
    last = id;
  }
  return Buffer.concat([...parts, Uint8Array.of(0)]);
}

function typeOf(value: ThriftValue): number {
  if (typeof value === 'number') return 5;
  if (typeof value === 'bigint') return 6;
  if (typeof value === 'string') return 8;
  return value instanceof ThriftStruct ? 12 : 9;
}

function bytesOf(value: ThriftValue): Uint8Array {
  if (typeof value === 'number') return varint(BigInt.asUintN(32, zigzag(BigInt(value))));
  if (typeof value === 'bigint') return varint(zigzag(value));
  if (typeof value === 'string') {
    const bytes = Buffer.from(value);
    return Buffer.concat([varint(BigInt(bytes.length)), bytes]);
  }
  if (value instanceof ThriftStruct) return thriftBytes(value);
  const type = value.length === 0 ? 12 : typeOf(value[0]);
  const short = value.length < 15;
  const head = short ? Uint8Array.of((value.length << 4) | type) : Uint8Array.of(0xf0 | type);
  return Buffer.concat([head, ...(short ? [] : [varint(BigInt(value.length))]), ...value.map(bytesOf)]);
}

function zigzag(value: bigint): bigint {
  return BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
}

/** Seven bits a byte, the lowest first. */
export function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Uint8Array.of(...bytes, Number(rest));
}
