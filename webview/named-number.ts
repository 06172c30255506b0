import './named-number.css';
import { h } from './dom';

/** A number with its name, and below it what it means. */
export function namedNumber(name: string, value: string, meaning: string, testid: string): HTMLElement {
  return h(
    'div',
    { class: 'named-number', testid },
    h('h3', {}, name),
    h('strong', {}, value),
    h('p', { class: 'hint' }, meaning),
  );
}
