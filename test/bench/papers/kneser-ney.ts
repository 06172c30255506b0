/** The discount of each count, usual for one (Chen & Goodman 1999, section 2.7, have it by counts of counts). */
const usualDiscount = 0.75;

/**
 * An n-gram model of symbols with interpolated Kneser-Ney smoothing (Kneser & Ney 1995; Chen & Goodman 1999, section 2.8):
 *
 *   p(w | h) = max(c(h w) - d, 0) / c(h) + d N(h .) / c(h) p(w | h'),
 *
 * with h' the history without its first symbol, N(h .) how many different symbols follow it, and c the counts at the highest order; below
 * that c(h w) is of how many different symbols h w is a continuation. Below the lowest order each of the symbols is alike probable. The
 * discount d is estimated of each order, n1 / (n1 + 2 n2), from how many n-grams occur once and twice.
 */
export class KneserNey {
  /** Of each order from 1: by the history, how often each symbol follows. */
  private readonly counts: Map<string, Map<number, number>>[];
  private readonly discounts: readonly number[];

  /** @param texts Symbols from 1 to `symbols`; what precedes a text is 0. */
  constructor(
    texts: Iterable<readonly number[]>,
    readonly order: number,
    readonly symbols: number,
  ) {
    this.counts = Array.from({ length: order }, () => new Map<string, Map<number, number>>());
    for (const text of texts) {
      for (let at = 0; at < text.length; at++) add(this.counts[order - 1], historyOf(text, at, order), text[at]);
    }
    for (let lower = order - 1; lower > 0; lower--) {
      for (const [history, following] of this.counts[lower]) {
        for (const symbol of following.keys()) add(this.counts[lower - 1], shortened(history), symbol);
      }
    }
    this.discounts = this.counts.map(discountOf);
  }

  /** log2 p of a text's symbols, each by those before it. */
  bits(text: readonly number[]): number {
    let bits = 0;
    for (let at = 0; at < text.length; at++) bits -= Math.log2(this.probability(text, at));
    return bits;
  }

  /** p of the symbol at a place by those before it. */
  probability(text: readonly number[], at: number): number {
    let p = 1 / this.symbols;
    for (let order = 1; order <= this.order; order++) {
      const following = this.counts[order - 1].get(historyOf(text, at, order));
      if (!following) continue;
      const discount = this.discounts[order - 1];
      let total = 0;
      for (const count of following.values()) total += count;
      const own = Math.max((following.get(text[at]) ?? 0) - discount, 0);
      p = own / total + ((discount * following.size) / total) * p;
    }
    return p;
  }
}

function add(counts: Map<string, Map<number, number>>, history: string, symbol: number): void {
  let following = counts.get(history);
  if (!following) {
    following = new Map();
    counts.set(history, following);
  }
  following.set(symbol, (following.get(symbol) ?? 0) + 1);
}

/** The symbols before a place, one fewer than the order, as a key. */
function historyOf(text: readonly number[], at: number, order: number): string {
  let key = '';
  for (let before = at - order + 1; before < at; before++) key += String.fromCharCode(before < 0 ? 0 : text[before]);
  return key;
}

function shortened(history: string): string {
  return history.slice(1);
}

function discountOf(counts: ReadonlyMap<string, ReadonlyMap<number, number>>): number {
  let [once, twice] = [0, 0];
  for (const following of counts.values()) {
    for (const count of following.values()) {
      if (count === 1) once++;
      if (count === 2) twice++;
    }
  }
  return once > 0 && twice > 0 ? once / (once + 2 * twice) : usualDiscount;
}
