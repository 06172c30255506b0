import { progressRing, textButton } from './controls';
import { h } from './dom';
import { describeError, t, type Words } from './l10n';
import { formatPercent } from './numbers';

export interface Loading {
  readonly element: HTMLElement;
  /** 0..1. */
  progress(fraction: number): void;
  fail(error: unknown, showLog: () => void): void;
}

/** What stands in the panel until the run is here. The panel's language comes with the run: so it has next to no words. */
export function createLoading(): Loading {
  const words = h('p', { class: 'hint' }, 'Latent Lens');
  const fill = h('div', { class: 'progress-fill' });
  const bar = h('div', { class: 'progress', role: 'progressbar', 'aria-label': t('Loading the run…') }, fill);
  const element = h('div', { class: 'loading', testid: 'loading' }, progressRing(t('Loading the run…')), words, bar);
  return {
    element,
    progress(fraction) {
      const share = Math.min(1, Math.max(0, fraction));
      fill.style.transform = `scaleX(${share})`;
      bar.setAttribute('aria-valuenow', String(Math.round(100 * share)));
      words.textContent = `Latent Lens · ${formatPercent(share)}`;
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
