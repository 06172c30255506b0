import type { Host } from '../connection';
import { t } from '../l10n';
import { undoKey } from './undo-keys';
import type { ViewStore } from './view-store';

/** Undoes and does again by keys and by the host's commands, and tells a screen reader what. */
export function listenForUndo(host: Host, view: ViewStore, announce: (text: string) => void): void {
  const undo = () => {
    const words = view.undo();
    announce(words === null ? t('There is nothing to undo.') : t('Undone: {0}', words));
  };
  const redo = () => {
    const words = view.redo();
    announce(words === null ? t('There is nothing to do again.') : t('Done again: {0}', words));
  };
  const take = (event: KeyboardEvent) => {
    const action = undoKey(event);
    if (action === null || takesText(event.target)) return;
    event.preventDefault();
    // The editor would undo as well: what was last typed in some field, which would then have the focus.
    event.stopPropagation();
    if (action === 'undo') undo();
    else redo();
  };
  // Before the editor's own listener, which is at the window, too.
  window.addEventListener('keydown', take, { capture: true });
  host.on('undo', undo);
  host.on('redo', redo);
}

/** Whether an element undoes by itself what is typed in it. */
function takesText(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLInputElement) return !['range', 'checkbox', 'radio', 'button'].includes(target.type);
  return target instanceof HTMLElement && target.isContentEditable;
}
