import { UserError } from '../../../protocol/errors';
import { allocate } from '../../bytes/memory';
import { largestBytes } from '../../bytes/sizes';
import type { Encoding } from '../dataset';

export type TextEncoding = Extract<Encoding, { kind: 'text' }>;

/** The code of a place beyond the end of a text. */
export const padding = 0;
/** The code of a character that the alphabet lacks. */
export const unknown = 1;
/** The code of the alphabet's first character. */
const firstLetter = 2;

/** A code is a byte. */
const largestAlphabet = 256 - firstLetter;
/** Rarer characters than one in so many teach a model nothing, and each costs it a symbol at every place. */
const rarest = 100_000;

/** Shown for an unknown character. */
const replacement = '\ufffd';

/** Symbols at each place: padding, unknown, and the characters of the alphabet. */
export function symbolCount({ alphabet }: TextEncoding): number {
  return firstLetter + alphabet.length;
}

/** The most frequent characters, the first one first; at most 254. `occurrences` are by code point. */
export function fitAlphabet(occurrences: ReadonlyMap<number, number>): string[] {
  const total = [...occurrences.values()].reduce((sum, count) => sum + count, 0);
  return [...occurrences]
    .filter(([, count]) => count * rarest >= total)
    .sort(([a, countOfA], [b, countOfB]) => countOfB - countOfA || a - b)
    .slice(0, largestAlphabet)
    .map(([point]) => String.fromCodePoint(point));
}

/** Turns code points into codes. */
export class SymbolTable {
  private readonly codes: ReadonlyMap<number, number>;

  constructor({ alphabet }: TextEncoding) {
    this.codes = new Map(alphabet.map((letter, i) => [letter.codePointAt(0)!, firstLetter + i]));
  }

  /** Writes the code of each character, given by its code point, to the start of `codes`. */
  encode(points: Uint32Array, codes: Uint8Array): void {
    for (let i = 0; i < points.length; i++) codes[i] = this.codes.get(points[i]) ?? unknown;
  }
}

/** Room for the codes of texts, all of it padding. @throws UserError data.tooLarge. */
export function allocateCodes(examples: number, length: number, path: string): Uint8Array<ArrayBuffer> {
  if (examples * length > largestBytes) throw new UserError('data.tooLarge', { path, gigabytes: 4 });
  return allocate(examples * length);
}

/** Codes as one-hot vectors: examples x length x symbols. */
export function expandCodes(codes: ArrayLike<number>, symbols: number): Float32Array {
  const expanded = new Float32Array(codes.length * symbols);
  for (let i = 0; i < codes.length; i++) expanded[i * symbols + codes[i]] = 1;
  return expanded;
}

/**
 * Texts from probabilities of symbols, examples x length x symbols: at each place the likeliest. The padding at the end
 * is left out; elsewhere it is a space.
 */
export function textsOf(probabilities: Float32Array, encoding: TextEncoding): string[] {
  const symbols = symbolCount(encoding);
  const { alphabet, length } = encoding;
  const characters = [' ', replacement, ...alphabet];
  return Array.from({ length: probabilities.length / (length * symbols) }, (_, example) => {
    const codes = Array.from({ length }, (_, place) => {
      const at = (example * length + place) * symbols;
      return likeliest(probabilities.subarray(at, at + symbols));
    });
    const end = codes.findLastIndex((code) => code !== padding) + 1;
    return codes
      .slice(0, end)
      .map((code) => characters[code])
      .join('');
  });
}

function likeliest(probabilities: Float32Array): number {
  let best = 0;
  for (let i = 1; i < probabilities.length; i++) if (probabilities[i] > probabilities[best]) best = i;
  return best;
}
