import type { Tone } from './colouring';
import { createStore, type Store } from './state/store';

export interface Theme {
  readonly tone: Tone;
  /** Counts changes, so that what is drawn on a canvas is drawn again also within one tone. */
  readonly revision: number;
}

/** VS Code names the kind of its theme by a class of the body, and tells of a change by changing it. */
export function watchTheme(): Store<Theme> {
  const read = (): Tone =>
    document.body.classList.contains('vscode-light') || document.body.classList.contains('vscode-high-contrast-light')
      ? 'light'
      : 'dark';
  const theme = createStore<Theme>({ tone: read(), revision: 0 });
  new MutationObserver(() => theme.set({ tone: read(), revision: theme.get().revision + 1 })).observe(document.body, {
    attributes: true,
    attributeFilter: ['class', 'data-vscode-theme-id'],
  });
  return theme;
}

/** A colour of the theme as it stands now, for canvases. */
export function themeColour(variable: string, fallback: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(variable).trim() || fallback;
}

/** Asked of the operating system, or of VS Code by its own setting. */
export function watchReducedMotion(listener: (reduced: boolean) => void): void {
  const query = window.matchMedia('(prefers-reduced-motion: reduce)');
  const tell = () => listener(query.matches || document.body.classList.contains('vscode-reduce-motion'));
  query.addEventListener('change', tell);
  new MutationObserver(tell).observe(document.body, { attributes: true, attributeFilter: ['class'] });
  tell();
}
