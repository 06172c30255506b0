import { allocate, allocateFloats } from '../../bytes/memory';
import type { Encoding } from '../dataset';

export type TextEncoding = Extract<Encoding, { kind: 'text' }>;

/** The code of a place beyond the end of a text. */
export const padding = 0;
/** The code of a symbol that the alphabet lacks. */
export const unknown = 1;
/** The code of the alphabet's first symbol. */
export const firstLetter = 2;

/** As many symbols a byte tells apart. */
const codesOfByte = 256;
/** Rarer symbols than one in so many teach a model nothing, and each costs it something at every place. */
export const rarest = 100_000;

/** Shown for an unknown symbol. */
const replacement = '\ufffd';

/** Symbols at each place: padding, unknown, and those of the alphabet. */
export function symbolCount({ alphabet }: TextEncoding): number {
  return firstLetter + alphabet.length;
}

/** The most frequent characters, the first one first; by default at most 254. `occurrences` are by code point. */
export function fitAlphabet(occurrences: ReadonlyMap<number, number>, most = codesOfByte - firstLetter): string[] {
  const total = [...occurrences.values()].reduce((sum, count) => sum + count, 0);
  return [...occurrences]
    .filter(([, count]) => count * rarest >= total)
    .sort(([a, countOfA], [b, countOfB]) => countOfB - countOfA || a - b)
    .slice(0, most)
    .map(([point]) => String.fromCodePoint(point));
}

/** Codes as they are kept: a byte each, or, where there are too many for that, code / 255 as bytes stand for value / 255. */
export type StoredCodes = Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer>;

/** Turns what texts are read as, code points or codes of symbols, into codes as they are kept. */
export class SymbolTable {
  readonly areBytes: boolean;
  /** By code point, up to the largest that has one; null: they are codes already. */
  private readonly codes: Uint32Array | null;

  constructor(encoding: TextEncoding) {
    this.areBytes = symbolCount(encoding) <= codesOfByte;
    this.codes = encoding.symbols ? null : codesByPoint(encoding.alphabet.map((letter) => letter.codePointAt(0)!));
  }

  /** Writes the code of each symbol to the start of `codes`. */
  encode(symbols: Uint32Array, codes: StoredCodes): void {
    if (codes instanceof Float32Array) this.encodeFloats(symbols, codes);
    else if (this.codes) encodePoints(symbols, this.codes, codes);
    else codes.set(symbols);
  }

  private encodeFloats(symbols: Uint32Array, codes: Float32Array): void {
    for (let i = 0; i < symbols.length; i++) {
      codes[i] = (this.codes ? (this.codes[symbols[i]] ?? unknown) : symbols[i]) / 255;
    }
  }

  /** Room for so many codes, all of it padding. */
  room(count: number): StoredCodes {
    return this.areBytes ? allocate(count) : allocateFloats(count);
  }
}

function codesByPoint(points: readonly number[]): Uint32Array {
  const codes = new Uint32Array(points.reduce((a, b) => Math.max(a, b), 0) + 1).fill(unknown);
  points.forEach((point, i) => {
    codes[point] = firstLetter + i;
  });
  return codes;
}

/** A loop over one kind of numbers, for there may be very many. */
function encodePoints(points: Uint32Array, codes: Uint32Array, encoded: Uint8Array): void {
  for (let i = 0; i < points.length; i++) encoded[i] = points[i] < codes.length ? codes[points[i]] : unknown;
}

/** Bytes that an example takes. */
export function bytesOfCodes(encoding: TextEncoding): number {
  return encoding.length * (symbolCount(encoding) <= codesOfByte ? 1 : Float32Array.BYTES_PER_ELEMENT);
}

/** Codes that are kept. */
export function codesOf(stored: Uint8Array | Float32Array): ArrayLike<number> {
  return stored instanceof Uint8Array ? stored : stored.map((value) => Math.round(255 * value));
}

/** Codes as they are kept as one-hot vectors: examples x length x symbols. */
export function expandCodes(stored: Uint8Array | Float32Array, symbols: number): Float32Array {
  const codes = codesOf(stored);
  const expanded = new Float32Array(codes.length * symbols);
  for (let i = 0; i < codes.length; i++) expanded[i * symbols + codes[i]] = 1;
  return expanded;
}

/** The text of each code. An unknown word has the space of others before it. */
export function textOfCodes({ symbols, alphabet }: TextEncoding): readonly string[] {
  return [' ', symbols === 'words' ? ` ${replacement}` : replacement, ...alphabet];
}

/**
 * Texts from probabilities of symbols, examples x length x symbols: at each place the likeliest. The padding at the end
 * is left out; elsewhere it is a space.
 */
export function textsOf(probabilities: Float32Array, encoding: TextEncoding): string[] {
  const symbols = symbolCount(encoding);
  const { length } = encoding;
  const texts = textOfCodes(encoding);
  return Array.from({ length: probabilities.length / (length * symbols) }, (_, example) => {
    const codes = Array.from({ length }, (_, place) => {
      const at = (example * length + place) * symbols;
      return likeliest(probabilities.subarray(at, at + symbols));
    });
    const end = codes.findLastIndex((code) => code !== padding) + 1;
    return codes
      .slice(0, end)
      .map((code) => texts[code])
      .join('');
  });
}

function likeliest(probabilities: Float32Array): number {
  let best = 0;
  for (let i = 1; i < probabilities.length; i++) if (probabilities[i] > probabilities[best]) best = i;
  return best;
}
