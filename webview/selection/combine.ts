import type { Bits } from '../data/bits';

export type Combine = 'replace' | 'add' | 'remove' | 'intersect';

/** As the keys that are held say: Shift adds, Alt removes, both keep what is in both. */
export function howOf({ shiftKey, altKey }: { readonly shiftKey: boolean; readonly altKey: boolean }): Combine {
  if (shiftKey) return altKey ? 'intersect' : 'add';
  return altKey ? 'remove' : 'replace';
}

/** A selection and what is selected next; null where nothing is left. */
export function combine(selection: Bits | null, next: Bits, how: Combine): Bits | null {
  const combined = together(selection, next, how);
  return combined === null || combined.empty ? null : combined;
}

function together(selection: Bits | null, next: Bits, how: Combine): Bits | null {
  switch (how) {
    case 'replace':
      return next;
    case 'add':
      return selection?.or(next) ?? next;
    case 'remove':
      return selection?.without(next) ?? null;
    case 'intersect':
      return selection?.and(next) ?? null;
  }
}

/** What modifier keys say: Shift adds, Alt removes, both keep what is in both. */
export function combineBy({ shiftKey, altKey }: { readonly shiftKey: boolean; readonly altKey: boolean }): Combine {
  if (shiftKey) return altKey ? 'intersect' : 'add';
  return altKey ? 'remove' : 'replace';
}
