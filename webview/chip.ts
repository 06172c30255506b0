import './chip.css';
import { h } from './dom';
import { icon } from './icons';

/** The cross of a chip; `words` say what a click takes away. */
export function removeButton(words: string, onClick: () => void, testid?: string): HTMLElement {
  return h(
    'button',
    {
      type: 'button',
      class: 'chip-remove',
      'aria-label': words,
      title: words,
      ...(testid && { testid }),
      on: { click: onClick },
    },
    icon('close'),
  );
}
