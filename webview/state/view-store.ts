import { History, type Merge, type Step } from './history';
import { createStore, type Store } from './store';
import type { ViewDocument } from './view-document';

/** What is shown. Every change that a person makes has a name, and can be undone. */
export interface ViewStore extends Omit<Store<ViewDocument>, 'set'> {
  /**
   * @param words What is done, to go on from *Undone:*, in the person's language.
   * @param merge Changes of this kind that follow each other fast, or of this gesture, are undone as one.
   */
  change(words: string, patch: Partial<ViewDocument>, merge?: Merge): void;
  /** What follows by itself from what a person did, and is no step of its own. */
  settle(patch: Partial<ViewDocument>): void;
  /** The words of what was undone; null where there is nothing to undo. */
  undo(): string | null;
  redo(): string | null;
}

export function createViewStore(initial: ViewDocument, history = new History<ViewDocument>()): ViewStore {
  const store = createStore(initial);
  const differs = (patch: Partial<ViewDocument>) => {
    const present = store.get();
    return Object.entries(patch).some(([name, value]) => !Object.is(present[name as keyof ViewDocument], value));
  };
  const take = (step: Step<ViewDocument> | undefined) => {
    if (!step) return null;
    store.set(step.value);
    return step.words;
  };
  return {
    get: store.get,
    changed: store.changed,
    watch: store.watch,
    change(words, patch, merge) {
      if (!differs(patch)) return;
      history.record(words, store.get(), merge);
      store.set(patch);
    },
    settle(patch) {
      if (differs(patch)) store.set(patch);
    },
    undo: () => take(history.undo(store.get())),
    redo: () => take(history.redo(store.get())),
  };
}
