import './text-view.css';
import { h } from './dom';

/** What a line end looks like where it is one character among others. */
const lineEnd = '↵';

/** One place of a text and of its reconstruction; '' beyond the end of one of them. */
export interface CharacterPair {
  readonly from: string;
  readonly to: string;
}

/** Characters are code points, as the model counts them. */
export function characterPairs(original: string, reconstruction: string): readonly CharacterPair[] {
  const [from, to] = [Array.from(original), Array.from(reconstruction)];
  return Array.from({ length: Math.max(from.length, to.length) }, (_, i) => ({ from: from[i] ?? '', to: to[i] ?? '' }));
}

export function inOneLine(text: string): string {
  return text.replaceAll('\n', lineEnd);
}

/** A text as it is; line ends and runs of spaces are kept. */
export function textView(text: string, label: string): HTMLElement {
  return h('p', { class: 'text-example', 'aria-label': label }, text);
}

/** One side of a comparison, with the characters marked that are not those of the other. */
export function comparedText(pairs: readonly CharacterPair[], side: 'from' | 'to'): HTMLElement {
  const parts: HTMLElement[] = [];
  for (let begin = 0; begin < pairs.length; ) {
    const differs = pairs[begin].from !== pairs[begin].to;
    let end = begin + 1;
    while (end < pairs.length && (pairs[end].from !== pairs[end].to) === differs) end++;
    // A place that only the other side has is a space of its width.
    const text = pairs.slice(begin, end).map((pair) => inOneLine(pair[side]) || ' ');
    parts.push(h(differs ? 'mark' : 'span', {}, text.join('')));
    begin = end;
  }
  return h('span', { class: 'compared-text' }, ...parts);
}
