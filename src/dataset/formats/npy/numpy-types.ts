import {
  type ElementName,
  elementTypes,
  isSmallFloat,
  machineIsLittleEndian,
  type StoredElement,
} from '../../bytes/elements';
import type { Literal } from './python-literal';

/** An element type as NumPy describes it: one that we read, or the name of another. */
export type NumpyType =
  | { readonly dtype: StoredElement; readonly littleEndian: boolean }
  | { readonly words: 'str' | 'bytes'; readonly length: number; readonly littleEndian: boolean }
  /** Bytes of which NumPy does not know what they mean. */
  | { readonly voids: number }
  | { readonly other: string };

/** NumPy's one-letter codes, as they are on 64-bit Linux and macOS. */
const codes: Readonly<Record<string, ElementName>> = {
  '?': 'bool',
  b: 'int8',
  B: 'uint8',
  h: 'int16',
  H: 'uint16',
  i: 'int32',
  I: 'uint32',
  l: 'int64',
  L: 'uint64',
  q: 'int64',
  Q: 'uint64',
  p: 'int64',
  P: 'uint64',
  n: 'int64',
  N: 'uint64',
  e: 'float16',
  f: 'float32',
  d: 'float64',
};

/** Names besides our own. */
const names: Readonly<Record<string, ElementName>> = {
  bool_: 'bool',
  byte: 'int8',
  ubyte: 'uint8',
  short: 'int16',
  ushort: 'uint16',
  intc: 'int32',
  uintc: 'uint32',
  int: 'int64',
  int_: 'int64',
  uint: 'uint64',
  long: 'int64',
  ulong: 'uint64',
  longlong: 'int64',
  ulonglong: 'uint64',
  intp: 'int64',
  uintp: 'uint64',
  half: 'float16',
  single: 'float32',
  float: 'float64',
  double: 'float64',
};

const kinds: Readonly<Record<string, string>> = { b: 'bool', i: 'int', u: 'uint', f: 'float', c: 'complex' };

/** Kinds that are no numbers, by their letter. */
const others: Readonly<Record<string, string>> = {
  O: 'object',
  M: 'datetime64',
  m: 'timedelta64',
  F: 'complex64',
  D: 'complex128',
  G: 'complex256',
  g: 'float128',
  T: 'StringDType',
};

/** The type that a `descr` of a .npy header stands for: what `numpy.dtype` makes of it. */
export function numpyType(descr: Literal): NumpyType {
  if (typeof descr !== 'string') return { other: 'structured' };
  const named = Object.hasOwn(names, descr) ? names[descr] : isElementName(descr) ? descr : undefined;
  if (named) return { dtype: named, littleEndian: machineIsLittleEndian };
  const [, order = '=', letter = '', digits = ''] =
    /^([<>|=]?)([A-Za-z?])(?:\+?(\d+))?(?:(?<=[Mm]8?)\[.*\])?$/.exec(descr) ?? [];
  const littleEndian = order === '<' || (order !== '>' && machineIsLittleEndian);
  const size = Number(digits);
  if (letter === 'U' || letter === 'S' || letter === 'a') {
    return { words: letter === 'U' ? 'str' : 'bytes', length: size, littleEndian };
  }
  // As ml_dtypes writes its own types: those that are NumPy's to it have a bar before them, or a name that others lack.
  if (descr === '<V2' || descr === '>V2') return { dtype: 'bfloat16', littleEndian };
  if (descr === '<f1') return { dtype: 'float8_e5m2', littleEndian };
  if (letter === 'V') return size === 1 || size === 2 ? { voids: size } : { other: 'void' };
  if (digits === '' && Object.hasOwn(codes, letter)) return { dtype: codes[letter], littleEndian };
  if (Object.hasOwn(others, letter)) return { other: others[letter] };
  const name = letter === 'b' && size === 1 ? 'bool' : `${kinds[letter]}${8 * size}`;
  if (letter !== 'b' || size === 1) {
    if (isElementName(name)) return { dtype: name, littleEndian };
    if (letter in kinds && digits !== '') return { other: name };
  }
  return { other: /^\(?\d|,/.test(descr) ? 'structured' : descr };
}

function isElementName(name: string): name is ElementName {
  return Object.hasOwn(elementTypes, name) && !isSmallFloat(name as StoredElement);
}

/** How NumPy writes a type of little-endian elements. */
export function descrOf(dtype: ElementName): string {
  const { bytes } = elementTypes[dtype];
  const kind = dtype === 'bool' ? 'b' : dtype.startsWith('u') ? 'u' : dtype.startsWith('i') ? 'i' : 'f';
  return `${bytes === 1 ? '|' : '<'}${kind}${bytes}`;
}
