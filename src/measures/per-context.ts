import type { MeasureContext } from './context';

/** Has something that several measures need made once for a context; what could not be made is tried again. */
export function perContext<T, Others extends readonly unknown[]>(
  make: (context: MeasureContext, ...others: Others) => T,
): (context: MeasureContext, ...others: Others) => T {
  const known = new WeakMap<MeasureContext, { readonly made: T }>();
  return (context, ...others) => {
    const before = known.get(context);
    if (before) return before.made;
    const made = make(context, ...others);
    known.set(context, { made });
    if (made instanceof Promise) made.catch(() => known.delete(context));
    return made;
  };
}
