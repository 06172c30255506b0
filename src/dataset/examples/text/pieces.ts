/**
 * A word with the space before it, a sign with the space before it, or white space by itself: side by side they are the text again, and a
 * text that is cut before a space has the same ones.
 */
const wordPattern = / ?[\p{L}\p{M}\p{N}_]+(?:['’][\p{L}\p{M}\p{N}_]+)*| ?[^\s\p{L}\p{M}\p{N}_]|\s/gu;
/** Scripts whose words stand side by side. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

const byWord = new Intl.Segmenter('und', { granularity: 'word' });
const byGrapheme = new Intl.Segmenter('und', { granularity: 'grapheme' });
/** Text without any: each of its characters is a grapheme, as line ends are one character. */
const plain = /^[\0-\x7f]*$/;

/** The words of a text, one after another, each with the space before it (Unicode Standard Annex 29 where no spaces part them). */
export function* wordsOf(text: string): Generator<string> {
  for (const [word] of text.matchAll(wordPattern)) {
    if (unspaced.test(word)) for (const { segment } of byWord.segment(word)) yield segment;
    else yield word;
  }
}

/** What people take for the characters of a text: grapheme clusters (Unicode Standard Annex 29). */
export function* graphemesOf(text: string): Generator<string> {
  if (plain.test(text)) yield* text;
  else for (const { segment } of byGrapheme.segment(text)) yield segment;
}
