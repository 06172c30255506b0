import { type Estimate, meanOf, shareOf } from '../estimate';

/** Texts as the symbols that they are made of, without padding. */
export type Texts = readonly ArrayLike<number>[];

/** The orders that are counted: pairs, to what a word with its ends is. */
export const orders = [2, 3, 4, 5, 6] as const;

/** How much of the samples' wording the training texts have, by n-grams of symbols. */
export interface NgramOverlap {
  readonly order: number;
  /** The mean over samples of the share of a sample's n-grams that occur in any training text. */
  readonly known: Estimate;
  /** Different n-grams of all samples by all of them: 1 where none comes twice. */
  readonly distinct: number;
}

/**
 * N-grams of samples that occur in what was trained on, which are the unclipped n-gram precision (Papineni et al. 2002, "BLEU", section
 * 2.1, with all training texts as references), and how many are different (Li et al. 2016, arXiv 1510.03055, "distinct-n"). Low orders
 * tell whether it is the language at all, high ones whether it is copied. To be held against the same of held-out texts. A sample
 * shorter than n has no say. The error is that of a mean over samples. Costs a pass over all texts for each order.
 */
export function ngramOverlap(samples: Texts, training: Texts, order: number): NgramOverlap {
  const known = new Set<string>();
  for (const text of training) for (const gram of ngramsOf(text, order)) known.add(gram);
  const shares: number[] = [];
  const seen = new Set<string>();
  let all = 0;
  for (const text of samples) {
    const grams = [...ngramsOf(text, order)];
    if (grams.length === 0) continue;
    shares.push(grams.filter((gram) => known.has(gram)).length / grams.length);
    all += grams.length;
    for (const gram of grams) seen.add(gram);
  }
  return { order, known: meanOf(shares), distinct: seen.size / all };
}

/** The share of samples that are none of the training texts, symbol by symbol. */
export function novelTexts(samples: Texts, training: Texts): Estimate {
  const known = new Set(training.map(keyOf));
  return shareOf(samples.filter((text) => !known.has(keyOf(text))).length, samples.length);
}

function* ngramsOf(text: ArrayLike<number>, order: number): Generator<string> {
  const whole = keyOf(text);
  for (let at = 0; at + order <= whole.length; at++) yield whole.slice(at, at + order);
}

/** A code unit a symbol: alphabets are far smaller. */
function keyOf(text: ArrayLike<number>): string {
  let key = '';
  for (let i = 0; i < text.length; i++) key += String.fromCharCode(text[i]);
  return key;
}
