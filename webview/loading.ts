import type { LoadingPhase } from '../src/protocol/trainer';
import { progressRing, textButton } from './controls';
import { h } from './dom';
import { describeError, t, type Words } from './l10n';
import { formatPercent } from './numbers';

export interface Loading {
  readonly element: HTMLElement;
  /** 0..1. @param words What goes on, where there is more than one thing. */
  progress(fraction: number, words?: string): void;
  fail(error: unknown, showLog: () => void): void;
}

/** What a run is waited for with. */
export function phaseWords(phase: LoadingPhase): string {
  switch (phase) {
    case 'reading':
      return t('Reading the data');
    case 'starting':
      return t('Starting the backend');
    case 'computing':
      return t('Encoding the examples');
  }
}

/** What stands in the panel until the run is here. */
export function createLoading(): Loading {
  const words = h('p', { class: 'hint' }, 'Latent Lens');
  const fill = h('div', { class: 'progress-fill' });
  const bar = h('div', { class: 'progress', role: 'progressbar', 'aria-label': t('Loading the run…') }, fill);
  const element = h('div', { class: 'loading', testid: 'loading' }, progressRing(t('Loading the run…')), words, bar);
  return {
    element,
    progress(fraction, what = 'Latent Lens') {
      // Nothing is ready at the end of a phase: another follows, or the run itself.
      const share = Math.min(0.99, Math.max(0, fraction));
      fill.style.transform = `scaleX(${share})`;
      bar.setAttribute('aria-valuenow', String(Math.round(100 * share)));
      words.textContent = share > 0 ? `${what} · ${formatPercent(share)}` : what;
    },
    fail(error, showLog) {
      const { text, full } = describeError(error) ?? cancelled();
      element.replaceChildren(
        h('p', { role: 'alert', title: full }, text),
        textButton({ label: t('Show Log'), testid: 'show-log', onClick: showLog }).element,
      );
    },
  };
}

function cancelled(): Words {
  const text = t('Loading was cancelled.');
  return { text, full: text };
}
