import { isOfModel } from '../column-cache';
import { Latest } from '../latest';
import type { Panel } from '../panel';
import { createStore, type Store } from '../state/store';
import { allShown, FilterMasks, type Shown } from './filter-masks';
import type { Filter } from './filters';

/** Keeps what is shown at what the filters say; those of the model's columns follow the training. */
export function followShown({ columns, current, fail, session, view }: Omit<Panel, 'shown'>): Store<Shown> {
  const masks = new FilterMasks(session.get().run.record.data.examples, columns.infos);
  const shown = createStore<Shown>(allShown);
  const values = new Latest(
    (filters: readonly Filter[]) => current.get(masks.columnsOf(filters)),
    (found, filters) => {
      if (filters === view.get().filters) shown.set(masks.shown(filters, found));
    },
    fail,
  );
  const refresh = () => values.ask(view.get().filters);
  view.changed((state) => state.filters, refresh);
  session.changed(
    (state) => state.frames,
    () => {
      const needed = [...masks.columnsOf(view.get().filters)];
      if (needed.some((name) => isOfModel(columns.info(name)))) refresh();
    },
  );
  if (view.get().filters.length > 0) refresh();
  return shown;
}
