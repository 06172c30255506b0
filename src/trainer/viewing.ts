import { StoredView } from '../dataset';
import { UserError } from '../protocol/errors';
import type { Emit, Handlers } from '../protocol/rpc';
import type { ViewEvents, ViewMethods } from '../protocol/view';

/** The views that are open in this process, by their number. */
export function createViewing(emit: Emit<ViewEvents>): Handlers<ViewMethods> {
  const views = new Map<number, StoredView>();
  const opened = (view: number): StoredView => {
    const found = views.get(view);
    if (!found) throw new UserError('data.view.notOpen');
    return found;
  };
  const close = async (view: number) => {
    const found = views.get(view);
    views.delete(view);
    await found?.close();
  };
  const following = (view: number, signal: AbortSignal) => ({
    signal,
    onProgress: (fraction: number) => emit('viewing', { view, fraction }),
  });

  return {
    openView: async ({ view, path, array }, signal) => {
      await close(view);
      const next = await StoredView.open(path, { array, task: following(view, signal) });
      const data = await next.describe({ signal });
      views.set(view, next);
      return data;
    },
    thumbnails: ({ view, ...params }, signal) => opened(view).thumbnails(params, { signal }),
    cells: ({ view, ...params }, signal) => opened(view).cells(params, { signal }),
    surveyView: ({ view }, signal) => opened(view).survey(following(view, signal)),
    closeView: async ({ view }) => {
      await close(view);
      return null;
    },
  };
}
