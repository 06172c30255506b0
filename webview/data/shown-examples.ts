import { UserError } from '../../src/protocol/errors';
import { Latest, patience } from '../latest';
import type { Panel } from '../panel';
import { createStore, type Store } from '../state/store';
import { allShown, FilterMasks, type Shown } from './filter-masks';
import type { Filter } from './filters';

/** Keeps what is shown at what the filters say; those of the model's columns follow the training. */
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
      if (filters === view.get().filters) shown.set(masks.shown(filters, found));
    },
    (error) => {
      isAsked = false;
      shown.set({ computing: false });
      fail(error);
    },
  );
  const needed = () => masks.columnsOf(view.get().filters);
  const refresh = () => values.ask(view.get().filters);
  view.changed(
    (state) => state.filters,
    () => {
      const names = needed();
      // What is no longer filtered by is not computed to its end.
      if ([...asked].some((name) => !names.has(name))) controller.abort(new UserError('process.cancelled'));
      refresh();
    },
  );
  current.changed(needed, (why) => {
    if (why === 'view') controller.abort(new UserError('process.cancelled'));
    refresh();
  });
  if (view.get().filters.length > 0) refresh();
  return shown;
}
