import type { ColumnLayout } from '../../src/protocol/column-layout';
import { UserError } from '../../src/protocol/errors';
import { Latest, patience } from '../latest';
import { columnsOf, layoutOf } from '../layouts/chosen-layout';
import type { Panel } from '../panel';
import { createStore, type Store } from '../state/store';
import type { ViewStore } from '../state/view-store';
import { Bits } from './bits';
import { allShown, FilterMasks, type Shown } from './filter-masks';
import type { Filter } from './filters';

/**
 * Keeps what is shown at what the filters say, and at what the layout is of, as if that were one; filters by the model's columns
 * follow the training.
 */
export function followShown({ columns, current, fail, session, view }: Omit<Panel, 'shown'>): Store<Shown> {
  const masks = new FilterMasks(session.get().run.record.data.examples, columns.infos);
  const shown = createStore<Shown>(allShown);
  let asked = new Set<string>();
  let isAsked = false;
  let controller = new AbortController();
  const values = new Latest(
    (filters: readonly Filter[]) => {
      asked = new Set(masks.columnsOf(filters));
      controller = new AbortController();
      const { signal } = controller;
      window.setTimeout(() => {
        if (isAsked && signal === controller.signal) shown.set({ computing: true });
      }, patience);
      isAsked = true;
      return current.get(asked, signal);
    },
    (found, filters) => {
      isAsked = false;
      if (filters === passed.get()) shown.set(masks.shown(filters, found));
    },
    (error) => {
      isAsked = false;
      shown.set({ computing: false });
      fail(error);
    },
  );
  const passed = filtersOf(view);
  const needed = () => masks.columnsOf(passed.get());
  const refresh = () => values.ask(passed.get());
  view.changed(passed.get, () => {
    const names = needed();
    // What is no longer filtered by is not computed to its end.
    if ([...asked].some((name) => !names.has(name))) controller.abort(new UserError('process.cancelled'));
    refresh();
  });
  current.changed(needed, (why) => {
    if (why === 'view') controller.abort(new UserError('process.cancelled'));
    refresh();
  });
  if (passed.get().length > 0) refresh();
  return shown;
}

/** All filters, the same array for as long as they are the same. */
function filtersOf(view: ViewStore): { get(): readonly Filter[] } {
  let kept: { readonly filters: readonly Filter[]; readonly of?: Placed; readonly all: readonly Filter[] } | undefined;
  const get = () => {
    const { filters, projection } = view.get();
    const of = layoutOf(projection)?.of ?? columnsOf(projection) ?? undefined;
    if (kept?.filters !== filters || kept.of !== of) kept = { filters, of, all: [...filters, ...ofLayout(of)] };
    return kept.all;
  };
  return { get };
}

/** What lets through what has a place: some examples alone, or those with a value in each of some columns. */
type Placed = Bits | ColumnLayout['columns'];

function ofLayout(of: Placed | undefined): readonly Filter[] {
  if (of === undefined) return [];
  if (of instanceof Bits) return [{ kind: 'examples', examples: of, without: false }];
  return of.map((column) => ({ kind: 'range', column, low: null, high: null }));
}
