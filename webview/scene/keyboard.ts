/** What a key does in the view. Directions: x to the right, y up, z away from the viewer. */
export type KeyAction =
  | { readonly kind: 'orbit' | 'pan'; readonly x: number; readonly y: number }
  | { readonly kind: 'cursor'; readonly x: number; readonly y: number; readonly z: number }
  | { readonly kind: 'zoom'; readonly closer: boolean }
  | { readonly kind: 'step'; readonly by: 1 | -1 }
  | { readonly kind: 'frame' | 'focus' | 'pick' | 'clear' };

export interface Key {
  readonly key: string;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** The view's keys and what they do, in English, for a help page. */
export const keyboardHelp: readonly (readonly [keys: string, text: string])[] = [
  ['← → ↑ ↓', 'Orbit (in a flat view: move along)'],
  ['Shift + ← → ↑ ↓', 'Move the view along'],
  ['+ −', 'Zoom in and out'],
  ['Home', 'Fit the view to all points'],
  ['N P', 'Select the next or the previous point'],
  ['Enter', 'Select the point under the pointer, or nearest the 3-D cursor, or nearest the middle'],
  ['F', 'Look at the selected point'],
  ['Escape', 'Clear the selection'],
  ['Alt + ← → ↑ ↓', 'Move the 3-D cursor across the view'],
  ['Alt + Shift + ↑ ↓', 'Move the 3-D cursor away and closer'],
];

const arrows = new Map<string, readonly [number, number]>([
  ['ArrowLeft', [-1, 0]],
  ['ArrowRight', [1, 0]],
  ['ArrowUp', [0, 1]],
  ['ArrowDown', [0, -1]],
]);

const plain = new Map<string, KeyAction>([
  ['+', { kind: 'zoom', closer: true }],
  ['=', { kind: 'zoom', closer: true }],
  ['-', { kind: 'zoom', closer: false }],
  ['_', { kind: 'zoom', closer: false }],
  ['Home', { kind: 'frame' }],
  ['n', { kind: 'step', by: 1 }],
  ['p', { kind: 'step', by: -1 }],
  ['f', { kind: 'focus' }],
  ['Enter', { kind: 'pick' }],
  ['Escape', { kind: 'clear' }],
]);

/** Null: the key means nothing here and is the editor's. */
export function keyAction({ key, altKey, shiftKey, ctrlKey, metaKey }: Key): KeyAction | null {
  if (ctrlKey || metaKey) return null;
  const arrow = arrows.get(key);
  if (arrow) {
    const [x, y] = arrow;
    if (altKey) return shiftKey ? { kind: 'cursor', x, y: 0, z: y } : { kind: 'cursor', x, y, z: 0 };
    return { kind: shiftKey ? 'pan' : 'orbit', x, y };
  }
  if (altKey) return null;
  return plain.get(key.length === 1 ? key.toLowerCase() : key) ?? null;
}
