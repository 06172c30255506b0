import { type Combine, combineBy } from '../selection/combine';
import type { Tool } from './tools/tool';

/** What a key does in the view. Directions: x to the right, y up, z away from the viewer. */
export type KeyAction =
  | { readonly kind: 'orbit' | 'pan'; readonly x: number; readonly y: number }
  | { readonly kind: 'cursor'; readonly x: number; readonly y: number; readonly z: number }
  | { readonly kind: 'zoom'; readonly closer: boolean }
  | { readonly kind: 'step'; readonly by: 1 | -1 }
  | { readonly kind: 'tool'; readonly tool: Tool }
  | { readonly kind: 'enter'; readonly how: Combine }
  | { readonly kind: 'frame' | 'focus' | 'clear' };

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
  ['Escape', 'Give up what is drawn, then the tool, then the selected point'],
  ['O B L R', 'Orbit, or select by a box, a lasso, a brush'],
  ['← → ↑ ↓, with a tool', 'Move a box'],
  ['Shift + ← → ↑ ↓, with a tool', 'Make the box larger and smaller'],
  [
    'Enter, with a tool',
    'Select what is in the box: with Shift add it, with Alt remove it, with both keep what is in both',
  ],
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
  ['o', { kind: 'tool', tool: 'orbit' }],
  ['b', { kind: 'tool', tool: 'box' }],
  ['l', { kind: 'tool', tool: 'lasso' }],
  ['r', { kind: 'tool', tool: 'brush' }],
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
  if (key === 'Enter') return { kind: 'enter', how: combineBy({ altKey, shiftKey }) };
  if (altKey) return null;
  return plain.get(key.length === 1 ? key.toLowerCase() : key) ?? null;
}
