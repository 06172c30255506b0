import './tooltip.css';
import type { ColumnValues, Examples } from '../../src/protocol/data';
import { UserError } from '../../src/protocol/errors';
import { valueInWords } from '../column-cache';
import { columnTitle } from '../column-names';
import { h } from '../dom';
import { fullView } from '../example-view';
import { t } from '../l10n';
import { Latest } from '../latest';
import type { Panel } from '../panel';

export interface Tooltip {
  readonly element: HTMLElement;
  /** `at` is in client coordinates. */
  hover(index: number | null, at: { readonly x: number; readonly y: number }): void;
  /** The column that the points are coloured by. */
  setColumn(column: ColumnValues): void;
}

/** Rows of a table are shown in part: a tooltip is a glance. */
const rowLimit = 8;

/** What lies under the pointer: the example, its label, and the value that its colour stands for. */
export function createTooltip(panel: Panel): Tooltip {
  const { columns, examples, session } = panel;
  const picture = h('div', { class: 'tooltip-picture' });
  const caption = h('div', { class: 'tooltip-caption' });
  const element = h('div', { class: 'tooltip overlay', 'aria-hidden': 'true', testid: 'tooltip' }, picture, caption);
  element.hidden = true;
  let hovered: number | null = null;
  let coloured: ColumnValues | null = null;

  const show = (index: number, example: Examples) => {
    if (index !== hovered) return;
    picture.replaceChildren(fullView(example, 0, '', rowLimit));
    picture.classList.remove('pending');
  };
  const fetched = new Latest(
    (index: number) => examples.get([index]),
    ([example], index) => show(index, example),
    (error) => {
      // There is no picture of it: that is no failure of looking around.
      if (error instanceof UserError && error.code === 'page.notKept') picture.replaceChildren();
      else panel.fail(error);
    },
  );

  return {
    element,
    hover(index, at) {
      if (index !== null && index !== hovered) {
        hovered = index;
        caption.replaceChildren(...describe(index));
        // The picture before keeps its room, unseen, until the new one is there.
        picture.classList.add('pending');
        const known = examples.peek(index);
        if (known) show(index, known);
        else fetched.ask(index);
      }
      hovered = index;
      element.hidden = index === null;
      if (index !== null) place(element, at);
    },
    setColumn(column) {
      coloured = column;
    },
  };

  function describe(index: number): readonly Node[] {
    const lines: Node[] = [];
    const label = columns.labelOf(index);
    lines.push(
      label === null
        ? h('strong', {}, `#${index}`)
        : h('strong', {}, label, h('span', { class: 'index' }, `#${index}`)),
    );
    if (coloured && coloured.name !== session.get().run.record.data.label) {
      lines.push(h('span', {}, t('{0}: {1}', columnTitle(coloured), valueInWords(coloured, index) ?? '–')));
    }
    return lines;
  }
}

/** Beside the pointer, on the side where there is room. */
function place(element: HTMLElement, { x, y }: { readonly x: number; readonly y: number }): void {
  const gap = 14;
  const { width, height } = element.getBoundingClientRect();
  const left = x + gap + width <= window.innerWidth ? x + gap : x - gap - width;
  const top = y + gap + height <= window.innerHeight ? y + gap : y - gap - height;
  element.style.transform = `translate(${Math.max(4, Math.round(left))}px, ${Math.max(4, Math.round(top))}px)`;
}
