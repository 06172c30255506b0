import { History, type Merge, type Step } from './history';
import { createStore, type Store } from './store';
import type { ViewDocument } from './view-document';

/** What a person changed. */
export interface Made {
  readonly words: string;
  /** What is another than before. */
  readonly patch: Partial<ViewDocument>;
  /** It may be part of the step before. */
  readonly goesOn: boolean;
}

/** What is shown. Every change that a person makes has a name, and can be undone. */
export interface ViewStore extends Omit<Store<ViewDocument>, 'set'> {
  /**
   * @param words What is done, to go on from *Undone:*, in the person's language.
   * @param merge Changes of this kind that follow each other fast, or of this gesture, are undone as one.
   * @returns Whether anything is another than before.
   */
  change(words: string, patch: Partial<ViewDocument>, merge?: Merge): boolean;
  /** Calls back after each `change`; not after what follows by itself, is undone, or done again. */
  made(listener: (made: Made) => void): void;
  /** What follows by itself from what a person did, and is no step of its own. */
  settle(patch: Partial<ViewDocument>): void;
  /** The words of what was undone; null where there is nothing to undo. */
  undo(): string | null;
  redo(): string | null;
}

export function createViewStore(initial: ViewDocument, history = new History<ViewDocument>()): ViewStore {
  const store = createStore(initial);
  const listeners = new Set<(made: Made) => void>();
  /** The part of a patch that changes something; null where nothing does. */
  const changing = (patch: Partial<ViewDocument>): Partial<ViewDocument> | null => {
    const present = store.get();
    const entries = Object.entries(patch).filter(
      ([name, value]) => !Object.is(present[name as keyof ViewDocument], value),
    );
    return entries.length > 0 ? Object.fromEntries(entries) : null;
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
    change(words, wanted, merge) {
      const patch = changing(wanted);
      if (!patch) return false;
      history.record(words, store.get(), merge);
      store.set(patch);
      for (const listener of listeners) listener({ words, patch, goesOn: merge !== undefined });
      return true;
    },
    made: (listener) => void listeners.add(listener),
    settle(patch) {
      if (changing(patch)) store.set(patch);
    },
    undo: () => take(history.undo(store.get())),
    redo: () => take(history.redo(store.get())),
  };
}
