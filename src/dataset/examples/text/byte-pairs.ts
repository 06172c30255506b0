import { breathe } from '../../../task';

/** Two symbols that are one where they stand side by side. */
export type Merge = readonly [left: string, right: string];

/** What occurs less often teaches nothing. */
const leastCount = 2;
/** As many words are kept with the symbols that they become. */
const mostKept = 1 << 16;

/**
 * The merges of byte pair encoding (Sennrich, Haddow, Birch 2016: *Neural Machine Translation of Rare Words with Subword Units*),
 * learned from words and how often each occurs: again and again the pair that occurs most often within words becomes a symbol, until
 * there are `size` of them, or none occurs twice. Of pairs that occur as often the one of the earlier symbols is first.
 * @param base The characters, in an order of their own; those of a word that are not among them stand between its pairs.
 */
export async function learnMerges(
  words: ReadonlyMap<string, number>,
  base: readonly string[],
  size: number,
  signal?: AbortSignal,
): Promise<Merge[]> {
  const symbols = [...base];
  const numbers = new Map(symbols.map((symbol, number) => [symbol, number]));
  const learned = [...words].map(([word, count]) => ({
    symbols: Array.from(word, (character) => numbers.get(character) ?? -1),
    count,
  }));
  const pairs = new PairCounts();
  for (const [place, { symbols: own, count }] of learned.entries()) pairs.add(own, place, count);
  const merges: Merge[] = [];
  while (symbols.length < size) {
    const best = pairs.best();
    if (!best) break;
    const { left, right } = best;
    const merged = symbols[left] + symbols[right];
    const number = numbers.get(merged) ?? symbols.length;
    if (number === symbols.length) {
      symbols.push(merged);
      numbers.set(merged, number);
    }
    merges.push([symbols[left], symbols[right]]);
    for (const place of pairs.placesOf(left, right)) {
      const word = learned[place];
      pairs.add(word.symbols, place, -word.count);
      word.symbols = joined(word.symbols, left, right, number);
      pairs.add(word.symbols, place, word.count);
    }
    pairs.forget(left, right);
    await breathe(signal);
  }
  return merges;
}

/** Where a pair stands side by side, from the front on, it is one symbol. */
function joined(symbols: readonly number[], left: number, right: number, number: number): number[] {
  const result: number[] = [];
  for (let i = 0; i < symbols.length; i++) {
    const isPair = symbols[i] === left && symbols[i + 1] === right;
    result.push(isPair ? number : symbols[i]);
    if (isPair) i++;
  }
  return result;
}

/** More symbols than a vocabulary has. */
const mostSymbols = 2 ** 24;

/** How often pairs occur, and in which words. */
class PairCounts {
  private readonly counts = new Map<number, number>();
  private readonly places = new Map<number, Set<number>>();
  /** All that occur more often than `floor`: of the many that there are few are looked through. */
  private readonly frequent = new Set<number>();
  private floor = Number.POSITIVE_INFINITY;

  /** @param count Negative: so many fewer. */
  add(symbols: readonly number[], place: number, count: number): void {
    for (let i = 0; i + 1 < symbols.length; i++) {
      if (symbols[i] < 0 || symbols[i + 1] < 0) continue;
      const key = keyOf(symbols[i], symbols[i + 1]);
      const now = (this.counts.get(key) ?? 0) + count;
      this.counts.set(key, now);
      if (now > this.floor) this.frequent.add(key);
      if (count < 0) continue;
      const places = this.places.get(key);
      if (places) places.add(place);
      else this.places.set(key, new Set([place]));
    }
  }

  /** The most frequent, of equal ones that of the smaller numbers; null where none occurs often enough. */
  best(): { readonly left: number; readonly right: number } | null {
    do {
      let [best, most] = [-1, this.floor];
      for (const key of this.frequent) {
        const count = this.counts.get(key) ?? 0;
        if (count <= this.floor) this.frequent.delete(key);
        else if (count > most || (count === most && key < best)) [best, most] = [key, count];
      }
      if (best >= 0) return { left: Math.floor(best / mostSymbols), right: best % mostSymbols };
    } while (this.lowerFloor());
    return null;
  }

  /** To half of what the most frequent has. */
  private lowerFloor(): boolean {
    let most = 0;
    for (const count of this.counts.values()) most = Math.max(most, count);
    if (most < leastCount) return false;
    this.floor = Math.floor(most / 2);
    for (const [key, count] of this.counts) if (count > this.floor) this.frequent.add(key);
    return true;
  }

  /** The words that a pair is in, or was. */
  placesOf(left: number, right: number): readonly number[] {
    return [...(this.places.get(keyOf(left, right)) ?? [])];
  }

  forget(left: number, right: number): void {
    const key = keyOf(left, right);
    this.counts.delete(key);
    this.places.delete(key);
  }
}

function keyOf(left: number, right: number): number {
  return left * mostSymbols + right;
}

/** Takes words apart into symbols by merges that were learned. */
export class BytePairs {
  private readonly ranks: ReadonlyMap<string, number>;
  private readonly kept = new Map<string, readonly string[]>();

  constructor(merges: readonly Merge[]) {
    this.ranks = new Map(merges.map(([left, right], rank) => [`${left}\n${right}`, rank]));
  }

  /** The symbols of a word: beginning with its characters, the pair that was learned first is joined, wherever it is, and so on. */
  symbolsOf(word: string): readonly string[] {
    const known = this.kept.get(word);
    if (known) return known;
    const found = this.apart(word);
    if (this.kept.size < mostKept) this.kept.set(word, found);
    return found;
  }

  private apart(word: string): readonly string[] {
    let symbols = [...word];
    for (;;) {
      let best = Number.POSITIVE_INFINITY;
      let pair: Merge = ['', ''];
      for (let i = 0; i + 1 < symbols.length; i++) {
        const rank = this.ranks.get(`${symbols[i]}\n${symbols[i + 1]}`) ?? Number.POSITIVE_INFINITY;
        if (rank < best) [best, pair] = [rank, [symbols[i], symbols[i + 1]]];
      }
      if (best === Number.POSITIVE_INFINITY) return symbols;
      const next: string[] = [];
      for (let i = 0; i < symbols.length; i++) {
        const isPair = symbols[i] === pair[0] && symbols[i + 1] === pair[1];
        next.push(isPair ? pair[0] + pair[1] : symbols[i]);
        if (isPair) i++;
      }
      symbols = next;
    }
  }
}
