import { element, label } from './svg';

export interface Key {
  readonly name: string;
  /** Classes of the style sheet: a colour, and how it is drawn. */
  readonly classes: string;
}

const rowHeight = 18;
/** About as wide as a character is, at most: letters of East Asia take two. */
const narrow = 6.6;

/** Keys in rows of a width. */
export function legend(keys: readonly Key[], width: number): { readonly content: string; readonly height: number } {
  const left = 58;
  let [x, row] = [left, 0];
  const content = keys.map(({ name, classes }) => {
    const needed = 34 + widthOf(name);
    if (x + needed > width && x > left) [x, row] = [left, row + 1];
    const y = 14 + row * rowHeight;
    const drawn =
      element('path', {
        class: classes,
        d: classes.startsWith('dot') ? `M${(x + 9).toFixed(1)} ${y - 4}h0` : `M${x.toFixed(1)} ${y - 4}h18`,
      }) + label(name, x + 24, y);
    x += needed;
    return drawn;
  });
  return { content: content.join(''), height: keys.length === 0 ? 0 : (row + 1) * rowHeight };
}

function widthOf(words: string): number {
  return [...words].reduce((sum, letter) => sum + (letter > '\u2e80' ? 2 : 1) * narrow, 0);
}
