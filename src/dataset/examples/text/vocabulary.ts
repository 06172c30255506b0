import type { DataConfig } from '../../../protocol/config';
import type { SymbolKind } from '../../../protocol/data';
import { firstLetter, rarest, type TextEncoding, unknown } from '../encoding/text';
import { BytePairs, learnMerges } from './byte-pairs';
import { graphemesOf, wordsOf } from './pieces';

/** The symbols that have a code of their own. */
export type Vocabulary = Pick<TextEncoding, 'alphabet' | 'merges'>;

/** What symbols are to be, as a person says, or what those of a run are. */
export type SymbolChoice =
  | Pick<NonNullable<DataConfig['text']>, 'symbols' | 'vocabulary'>
  | Pick<TextEncoding, 'symbols' | 'alphabet' | 'merges'>;

/** Undefined for characters. */
export function symbolKindOf({ symbols }: SymbolChoice): SymbolKind | undefined {
  return symbols === 'characters' ? undefined : symbols;
}

/** How many symbols a person wants at most; undefined: as many as is usual. */
export function vocabularySize(choice: SymbolChoice): number | undefined {
  return 'vocabulary' in choice ? choice.vocabulary : undefined;
}

/** As many as a byte tells apart, where there are few by nature; else what a model can still be asked to tell apart. */
const usualSizes: Readonly<Record<SymbolKind, number>> = { graphemes: 254, words: 1000, 'byte-pairs': 1000 };
/** More different pieces of text are not counted: the rarest ones are forgotten then. */
const mostCounted = 1 << 20;

/** How often which pieces of text occur: graphemes, or words. */
export class PieceCounts {
  private readonly counts = new Map<string, number>();
  private floor = 0;
  /** Pieces that were counted. */
  total = 0;

  constructor(private readonly kind: SymbolKind) {}

  add(text: string, times = 1): void {
    for (const piece of piecesOf(text, this.kind)) {
      this.counts.set(piece, (this.counts.get(piece) ?? 0) + times);
      this.total += times;
    }
    while (this.counts.size > mostCounted) this.forgetRarest();
  }

  private forgetRarest(): void {
    this.floor++;
    for (const [piece, count] of this.counts) if (count <= this.floor) this.counts.delete(piece);
  }

  /** @param size Symbols at most; by default what is usual for them. */
  async vocabulary(size = usualSizes[this.kind], signal?: AbortSignal): Promise<Vocabulary> {
    if (this.kind !== 'byte-pairs') return { alphabet: mostFrequent(this.counts, size) };
    const characters = new Map<string, number>();
    for (const [word, count] of this.counts) {
      for (const character of word) characters.set(character, (characters.get(character) ?? 0) + count);
    }
    const base = mostFrequent(characters, size).sort((a, b) => a.codePointAt(0)! - b.codePointAt(0)!);
    const merges = await learnMerges(this.counts, base, size, signal);
    return { alphabet: [...new Set([...base, ...merges.map(([left, right]) => left + right)])], merges };
  }
}

/** Those that are not too rare to learn from, the most frequent first. */
function mostFrequent(counts: ReadonlyMap<string, number>, most: number): string[] {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return [...counts]
    .filter(([, count]) => count * rarest >= total)
    .sort(([a, countOfA], [b, countOfB]) => countOfB - countOfA || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([piece]) => piece);
}

function piecesOf(text: string, kind: SymbolKind): Iterable<string> {
  return kind === 'graphemes' ? graphemesOf(text) : wordsOf(text);
}

/** The codes of the symbols of a text, one after another. */
export type ReadSymbols = (text: string) => Iterable<number>;

/** A vocabulary, and how texts become codes by it. */
interface SymbolReader {
  readonly vocabulary: Vocabulary;
  readonly symbolsOf: ReadSymbols;
}

/**
 * By the vocabulary of a run, or one that is learned.
 * @param learn Counts the pieces of the texts that it is learned from.
 */
export async function readerOf(
  kind: SymbolKind,
  choice: SymbolChoice,
  learn: (counts: PieceCounts) => Promise<void>,
  signal?: AbortSignal,
): Promise<SymbolReader> {
  if ('alphabet' in choice) {
    const { alphabet, merges } = choice;
    return symbolReader(kind, { alphabet, ...(merges && { merges }) });
  }
  const counts = new PieceCounts(kind);
  await learn(counts);
  return symbolReader(kind, await counts.vocabulary(vocabularySize(choice), signal));
}

function symbolReader(kind: SymbolKind, vocabulary: Vocabulary): SymbolReader {
  const { alphabet, merges = [] } = vocabulary;
  const codes = new Map(alphabet.map((symbol, i) => [symbol, firstLetter + i]));
  const pairs = kind === 'byte-pairs' ? new BytePairs(merges) : null;
  const symbolsOf = function* (text: string): Generator<number> {
    for (const piece of piecesOf(text, kind)) {
      if (!pairs) yield codes.get(piece) ?? unknown;
      else for (const symbol of pairs.symbolsOf(piece)) yield codes.get(symbol) ?? unknown;
    }
  };
  return { vocabulary, symbolsOf };
}
