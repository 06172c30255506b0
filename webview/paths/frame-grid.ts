import type { Examples } from '../../src/protocol/data';
import { h } from '../dom';
import { thumbnail } from '../example-view';
import { goByArrows } from '../grid-keys';
import { t } from '../l10n';

/**
 * What is decoded at the places of a grid, row by row: one stop for Tab, arrows go from cell to cell.
 * @param choose Hears of a cell that was clicked, or chosen by Enter.
 */
export function createFrameGrid(
  examples: Examples,
  side: number,
  label: string,
  choose: (at: number) => void,
): HTMLElement {
  const cells = Array.from({ length: side * side }, (_, at) => {
    const words = t('Row {0}, column {1}', Math.floor(at / side) + 1, (at % side) + 1);
    return h(
      'button',
      {
        type: 'button',
        class: 'path-frame',
        title: words,
        'aria-label': words,
        tabindex: at === 0 ? 0 : -1,
        on: { click: () => choose(at) },
      },
      thumbnail(examples, at, ''),
    );
  });
  const grid = h('div', { class: 'frame-grid', role: 'group', 'aria-label': label, testid: 'frame-grid' }, ...cells);
  grid.style.setProperty('--side', String(side));
  goByArrows(grid, side);
  return grid;
}
