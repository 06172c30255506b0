import { insist } from '../columnar/damage';

const deepest = 64;

/**
 * Walks over a struct of Thrift's compact protocol and says where it ends; every list and text in it lies within the
 * bytes. What is read afterwards by a library that trusts the lengths takes no more room than the bytes are worth.
 * Source: github.com/apache/thrift, doc/specs/thrift-compact-protocol.md.
 * @throws Damage.
 */
export function endOfStruct(bytes: Uint8Array, start: number, depth = 0): number {
  insist(depth < deepest, 'metadata nested too deeply');
  let at = start;
  for (;;) {
    insist(at < bytes.length, cutOff);
    const head = bytes[at++];
    const type = head & 15;
    if (type === 0) return at;
    if (head >> 4 === 0) at = endOfNumber(bytes, at);
    at = endOfValue(bytes, at, type, depth, false);
  }
}

/** Metadata that end too early may just not have been read as far as needed. */
export const cutOff = 'metadata are cut off';

function endOfValue(bytes: Uint8Array, at: number, type: number, depth: number, listed: boolean): number {
  switch (type) {
    case 1:
    case 2:
      return listed ? at + 1 : at;
    case 3:
      return at + 1;
    case 4:
    case 5:
    case 6:
      return endOfNumber(bytes, at);
    case 7:
      return at + 8;
    case 8: {
      const length = numberAt(bytes, at);
      const end = endOfNumber(bytes, at) + length;
      insist(end <= bytes.length, cutOff);
      return end;
    }
    case 9:
      return endOfList(bytes, at, depth);
    case 12:
      return endOfStruct(bytes, at, depth + 1);
    default:
      insist(false, `metadata of no known type: ${type}`);
  }
}

function endOfList(bytes: Uint8Array, start: number, depth: number): number {
  insist(start < bytes.length && depth < deepest, cutOff);
  const head = bytes[start];
  let at = start + 1;
  let size = head >> 4;
  if (size === 15) {
    size = numberAt(bytes, at);
    at = endOfNumber(bytes, at);
  }
  insist(size <= bytes.length - at, cutOff);
  for (let i = 0; i < size; i++) {
    at = endOfValue(bytes, at, head & 15, depth + 1, true);
    insist(at <= bytes.length, cutOff);
  }
  return at;
}

function endOfNumber(bytes: Uint8Array, start: number): number {
  for (let at = start; at < start + 10; at++) {
    insist(at < bytes.length, cutOff);
    if (bytes[at] < 128) return at + 1;
  }
  insist(false, 'metadata with a number of more than 64 bits');
}

function numberAt(bytes: Uint8Array, start: number): number {
  const end = endOfNumber(bytes, start);
  let value = 0;
  for (let at = end - 1; at >= start; at--) value = value * 128 + (bytes[at] & 127);
  return value;
}
