/** What a line end looks like where it is one character among others. */
const lineEnd = '↵';

/** One place of a text and of its reconstruction; '' beyond the end of one of them. */
export interface CharacterPair {
  readonly from: string;
  readonly to: string;
}

/** A stretch of one side of a comparison. */
export interface Stretch {
  readonly text: string;
  /** Its characters are not those of the other side. */
  readonly differs: boolean;
}

/** Characters are code points, as the model counts them. */
export function characterPairs(original: string, reconstruction: string): readonly CharacterPair[] {
  const [from, to] = [Array.from(original), Array.from(reconstruction)];
  return Array.from({ length: Math.max(from.length, to.length) }, (_, i) => ({ from: from[i] ?? '', to: to[i] ?? '' }));
}

/** One side of a comparison; a place that only the other side has is a space of its width. */
export function stretchesOf(pairs: readonly CharacterPair[], side: keyof CharacterPair): readonly Stretch[] {
  const stretches: { text: string; readonly differs: boolean }[] = [];
  for (const pair of pairs) {
    const differs = pair.from !== pair.to;
    const text = inOneLine(pair[side]) || ' ';
    const last = stretches.at(-1);
    if (last?.differs === differs) last.text += text;
    else stretches.push({ text, differs });
  }
  return stretches;
}

export function inOneLine(text: string): string {
  return text.replaceAll('\n', lineEnd);
}
