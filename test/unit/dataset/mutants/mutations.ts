import type { Draw } from './random-bytes';

/** Sizes, counts and offsets that readers are likely to stumble over. */
const extremes = [
  0n,
  1n,
  0x7fn,
  0xffn,
  0x7fffn,
  0xffffn,
  0x7fffffffn,
  0x80000000n,
  0xffffffffn,
  2n ** 53n,
  2n ** 64n - 1n,
];
const numbers = [
  '0',
  '1',
  '-1',
  '7',
  '65536',
  '2147483648',
  '4294967296',
  '9007199254740993',
  '1e9',
  '18446744073709551616',
  '',
];

type Mutation = (bytes: Buffer, draw: Draw) => Buffer;

const flipBit: Mutation = (bytes, draw) => {
  const at = draw.below(bytes.length);
  bytes[at] ^= 1 << draw.below(8);
  return bytes;
};

const replaceByte: Mutation = (bytes, draw) => {
  bytes[draw.below(bytes.length)] = draw.below(256);
  return bytes;
};

/** An integer of any width, in either order, over what is there. */
const overwriteInteger: Mutation = (bytes, draw) => {
  const width = draw.one([1, 2, 4, 8]);
  const at = draw.below(bytes.length);
  const value = Buffer.alloc(8);
  value.writeBigUInt64LE(draw.one(extremes));
  const part = value.subarray(0, width);
  (draw.below(2) === 0 ? part : part.reverse()).copy(bytes, at);
  return bytes;
};

/** Another decimal number where one stands as text. */
const replaceNumber: Mutation = (bytes, draw) => {
  const text = bytes.toString('latin1');
  const found = [...text.matchAll(/\d+/g)];
  if (found.length === 0) return flipBit(bytes, draw);
  const { 0: digits, index } = draw.one(found);
  return Buffer.from(text.slice(0, index) + draw.one(numbers) + text.slice(index + digits.length), 'latin1');
};

const cutEnd: Mutation = (bytes, draw) => bytes.subarray(0, draw.below(bytes.length) + 1);

const cutMiddle: Mutation = (bytes, draw) => {
  const [from, length] = stretch(bytes, draw);
  return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + length)]);
};

const repeat: Mutation = (bytes, draw) => {
  const [from, length] = stretch(bytes, draw);
  return Buffer.concat([bytes.subarray(0, from + length), bytes.subarray(from)]);
};

const insert: Mutation = (bytes, draw) => {
  const at = draw.below(bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, at), draw.bytes(1 + draw.below(8)), bytes.subarray(at)]);
};

const swap: Mutation = (bytes, draw) => {
  const [from, length] = stretch(bytes, draw);
  const to = draw.below(bytes.length - length + 1);
  return Buffer.concat([
    bytes.subarray(0, to),
    bytes.subarray(from, from + length),
    bytes.subarray(Math.min(bytes.length, to + length)),
  ]);
};

function stretch(bytes: Buffer, draw: Draw): [from: number, length: number] {
  const from = draw.below(bytes.length);
  return [from, 1 + draw.below(Math.min(64, bytes.length - from))];
}

const mutations: readonly Mutation[] = [
  flipBit,
  replaceByte,
  overwriteInteger,
  overwriteInteger,
  replaceNumber,
  replaceNumber,
  cutEnd,
  cutMiddle,
  repeat,
  insert,
  swap,
];

/** The bytes of a file with one to three things wrong with them, most of them near its ends, where headers are. */
export function mutate(original: Uint8Array, draw: Draw): Buffer {
  let bytes: Buffer = Buffer.from(original);
  for (let count = 1 + draw.below(3); count > 0 && bytes.length > 0; count--) {
    const near = draw.below(3) === 0 ? bytes.length : Math.min(bytes.length, 256);
    const from = draw.below(2) === 0 ? 0 : bytes.length - near;
    const changed = draw.one(mutations)(Buffer.from(bytes.subarray(from, from + near)), draw);
    bytes = Buffer.concat([bytes.subarray(0, from), changed, bytes.subarray(from + near)]);
  }
  return bytes;
}
