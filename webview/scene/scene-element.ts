import { t } from '../l10n';
import type { Tool } from './tools/tool';

/** The element that a view is in: it takes focus and pointer, and shows that it has the focus. */
export function createSceneElement(signal: AbortSignal): HTMLElement {
  const element = document.createElement('div');
  Object.assign(element.style, {
    position: 'relative',
    width: '100%',
    height: '100%',
    overflow: 'hidden',
    isolation: 'isolate',
    background: 'var(--vscode-editor-background)',
    cursor: 'grab',
    userSelect: 'none',
    outline: 'none',
  });
  element.tabIndex = 0;
  element.setAttribute('role', 'application');
  const showFocus = () => {
    const visible = element.matches(':focus-visible');
    element.style.outline = visible ? '1px solid var(--vscode-focusBorder)' : 'none';
    element.style.outlineOffset = '-1px';
  };
  element.addEventListener('focus', showFocus, { signal });
  element.addEventListener('blur', showFocus, { signal });
  return element;
}

/** What the picture shows, and what keys do, for those who can't see it. */
export function describeScene(element: HTMLElement, points: number, tool: Tool): void {
  const label =
    tool === 'orbit'
      ? t('Latent space with {0} points. Arrow keys orbit, N and P step through the points.', points)
      : t(
          'Latent space with {0} points. Arrow keys move a box, with Shift they size it, Enter selects what is in it.',
          points,
        );
  element.setAttribute('aria-label', label);
}
