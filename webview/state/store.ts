/** A value that parts of the panel share and watch. */
export interface Store<T extends object> {
  get(): T;
  set(patch: Partial<T>): void;
  /** Calls back whenever what `select` picks becomes another value (by `Object.is`). */
  changed<K>(select: (value: T) => K, listener: (picked: K) => void): void;
  /** As `changed`, and once at the beginning. */
  watch<K>(select: (value: T) => K, listener: (picked: K) => void): void;
}

export function createStore<T extends object>(initial: T): Store<T> {
  let value = initial;
  const watchers = new Set<() => void>();
  const changed = <K>(select: (value: T) => K, listener: (picked: K) => void) => {
    let picked = select(value);
    watchers.add(() => {
      const next = select(value);
      if (Object.is(next, picked)) return;
      picked = next;
      listener(next);
    });
  };
  return {
    get: () => value,
    set(patch) {
      value = { ...value, ...patch };
      for (const notify of [...watchers]) notify();
    },
    changed,
    watch(select, listener) {
      changed(select, listener);
      listener(select(value));
    },
  };
}
