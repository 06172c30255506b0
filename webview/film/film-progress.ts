import './film.css';
import { textButton } from '../controls';
import { h, setText } from '../dom';
import { t } from '../l10n';
import { formatPercent } from '../numbers';

export interface FilmProgress {
  readonly element: HTMLDialogElement;
  /** Says that a film of so many pictures is being made. The signal aborts when a person thinks better of it. */
  begin(pictures: number): AbortSignal;
  made(pictures: number): void;
  end(): void;
}

/** What stands before the panel while a film is made of it. */
export function createFilmProgress(): FilmProgress {
  const fill = h('div', { class: 'progress-fill' });
  const bar = h('div', { class: 'progress', role: 'progressbar', 'aria-label': t('Making the film…') }, fill);
  const words = h('p', { class: 'hint', testid: 'film-progress-words' });
  const cancel = textButton({ label: t('Cancel'), testid: 'film-cancel', onClick: () => element.close() });
  const element = h(
    'dialog',
    {
      class: 'film-progress overlay',
      'aria-label': t('Making the film…'),
      testid: 'film-progress',
      // Escape is as good as the button.
      on: { close: () => controller.abort() },
    },
    h('h2', {}, t('Making the film…')),
    bar,
    words,
    h('div', { class: 'dialog-buttons' }, cancel.element),
  );
  let controller = new AbortController();
  let all = 1;
  const made = (pictures: number) => {
    const share = pictures / all;
    fill.style.transform = `scaleX(${share})`;
    bar.setAttribute('aria-valuenow', String(Math.round(100 * share)));
    setText(words, `${t('{0} of {1} pictures', pictures, all)} · ${formatPercent(share)}`);
  };
  return {
    element,
    begin(pictures) {
      controller = new AbortController();
      all = pictures;
      made(0);
      element.showModal();
      return controller.signal;
    },
    made,
    end: () => element.close(),
  };
}
