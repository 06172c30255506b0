/** So many words name a cluster. */
const named = 3;
/** A word is typical if it is in so large a part of a cluster's texts... */
const commonness = 0.1;
/** ...and so many times as often as in others. */
const lift = 1.5;

/**
 * For each group of texts the words that are in more of its texts than of those of all groups, the most telling first: by
 * p log(p / q), what the word adds to the information that tells the group from all (Kullback and Leibler, 1951), with p and q the parts
 * of the texts that it is in. Words are the language's own, also where no blanks are between them.
 */
export function typicalWords(groups: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const counted = groups.map(countTexts);
  const total = groups.reduce((sum, texts) => sum + texts.length, 0);
  const all = new Map<string, number>();
  for (const counts of counted) for (const [word, n] of counts) all.set(word, (all.get(word) ?? 0) + n);
  return counted.map((counts, group) => {
    const words = [...counts].flatMap(([word, n]) => {
      const [p, q] = [n / groups[group].length, all.get(word)! / total];
      return n > 1 && p >= commonness && p >= lift * q ? [{ word, telling: p * Math.log(p / q) }] : [];
    });
    return words
      .sort((a, b) => b.telling - a.telling)
      .slice(0, named)
      .map(({ word }) => word);
  });
}

/** In how many texts each word is. */
function countTexts(texts: readonly string[]): ReadonlyMap<string, number> {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });
  const counts = new Map<string, number>();
  for (const text of texts) {
    const words = new Set<string>();
    for (const { segment, isWordLike } of segmenter.segment(text)) if (isWordLike) words.add(segment.toLowerCase());
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}
