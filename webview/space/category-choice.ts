import type { ColumnValues } from '../../src/protocol/data';
import { toggleHidden } from '../colouring';
import { categoryTitle, columnName } from '../column-names';
import { byCategory } from '../data/by-category';
import { hiddenCodes, withHidden } from '../data/filters';
import { t } from '../l10n';
import type { Panel } from '../panel';
import { combine } from '../selection/combine';

/** What a click on a category does, in the legend and in a chart. */
export interface CategoryChoice {
  hidden(): ReadonlySet<number>;
  /** Listeners of the category's button. */
  on(code: number): {
    readonly click: (event: MouseEvent) => void;
    readonly keydown: (event: KeyboardEvent) => void;
  };
  /** What they do, in words. */
  title(category: string): string;
  showAll(): void;
}

/** @param codes Of all categories that can be hidden. */
export function categoryChoice(panel: Panel, column: ColumnValues, codes: () => readonly number[]): CategoryChoice {
  const { view } = panel;
  const hidden = () => hiddenCodes(view.get().filters, column.name);
  const hide = (hidden: Iterable<number>) => {
    const filters = withHidden(view.get().filters, column.name, hidden);
    view.change(t('categories of {0}', columnName(column)), { filters }, `categories ${column.name}`);
  };
  const toggle = (from: ReadonlySet<number>, code: number, isolate: boolean) =>
    toggleHidden(from, codes(), code, isolate);

  /** Adds a category's examples to the selection, or takes them out where all are in it. */
  function select(code: number): void {
    const examples = byCategory(column, (other) => other === code);
    const { selection } = view.get();
    const all = selection !== null && examples.without(selection).empty;
    const name = categoryTitle(column, column.categories?.[code]);
    view.change(t('select {0}', name), { selection: combine(selection, examples, all ? 'remove' : 'add') });
  }

  function choose(code: number, { shiftKey, altKey, detail }: MouseEvent | KeyboardEvent): void {
    if (shiftKey) select(code);
    else if (altKey) hide(toggle(hidden(), code, true));
    // The first click of two has toggled it.
    else if (detail === 2) hide(toggle(toggle(hidden(), code, false), code, true));
    else hide(toggle(hidden(), code, false));
  }

  return {
    hidden,
    on: (code) => ({
      click: (event) => choose(code, event),
      keydown: (event) => {
        if (event.key !== 'Enter' || (!event.altKey && !event.shiftKey)) return;
        event.preventDefault();
        choose(code, event);
      },
    }),
    title: (category) =>
      t('{0}: click hides or shows, Alt+click or double-click shows only this, Shift+click selects', category),
    showAll: () => hide([]),
  };
}
