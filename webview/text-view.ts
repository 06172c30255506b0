import './text-view.css';
import { h } from './dom';
import { type CharacterPair, stretchesOf } from './text-pairs';

/** A text as it is; line ends and runs of spaces are kept. */
export function textView(text: string): HTMLElement {
  return h('p', { class: 'text-example' }, text);
}

/** One side of a comparison, with the characters marked that are not those of the other. */
export function comparedText(pairs: readonly CharacterPair[], side: keyof CharacterPair): HTMLElement {
  const parts = stretchesOf(pairs, side).map(({ text, differs }) => h(differs ? 'mark' : 'span', {}, text));
  return h('span', { class: 'compared-text' }, ...parts);
}
