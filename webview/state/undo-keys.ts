import type { Key } from '../scene/keyboard';

/** Ctrl+Z and Ctrl+Shift+Z or Ctrl+Y; with ⌘ on a Mac. Null: another key. */
export function undoKey(event: Key): 'undo' | 'redo' | null {
  if (event.altKey || event.ctrlKey === event.metaKey) return null;
  const key = event.key.toLowerCase();
  if (key === 'z') return event.shiftKey ? 'redo' : 'undo';
  return key === 'y' && event.ctrlKey && !event.shiftKey ? 'redo' : null;
}
