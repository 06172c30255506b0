import './support-meter.css';
import type { Standing, Support } from '../../src/protocol/trainer';
import { h } from '../dom';
import { t } from '../l10n';
import { needs } from '../needs';
import { formatFixed, formatPercent } from '../numbers';

export interface SupportMeter {
  readonly element: HTMLElement;
  show(support: Omit<Support, 'epoch'>): void;
}

/** A smaller share of the examples that lie as far out is at the edge of them. */
const edge = 0.05;

/** A bar is full where so many of the examples lie as far out: a code in the midst of them is no better than one among them. */
const usual = 0.5;

type Verdict = 'inside' | 'edge' | 'outside';

/** How much the examples say of a place: by each measure a bar, which is empty where no example lies so far out, and in words. */
export function createSupportMeter(): SupportMeter {
  const verdict = h('p', { class: 'support-verdict', testid: 'support' });
  const rows = h('div', { class: 'support-rows' });
  const element = h(
    'div',
    { class: 'support', role: 'group', 'aria-label': t('Support of this place') },
    verdict,
    rows,
  );
  element.hidden = true;
  return {
    element: needs(element, 'support'),
    show({ distance, density, reencoding }) {
      element.hidden = false;
      const least = Math.min(...[distance, density, reencoding].flatMap((standing) => standing?.beyond ?? []));
      verdict.textContent = verdictInWords(least);
      verdict.dataset.verdict = verdictOf(least);
      rows.replaceChildren(
        ...row(t('Distance'), distance, t('Mean distance to the 8 nearest codes')),
        ...(density ? row(t('Density'), density, t('Density of the aggregate posterior, log q(z), nats')) : []),
        ...row(t('Re-encoded'), reencoding, t('Distance from z to the code of what is decoded, ‖z − E(D(z))‖')),
      );
    },
  };
}

function verdictOf(beyond: number): Verdict {
  if (beyond === 0) return 'outside';
  return beyond < edge ? 'edge' : 'inside';
}

function verdictInWords(beyond: number): string {
  switch (verdictOf(beyond)) {
    case 'inside':
      return t('As among the examples');
    case 'edge':
      return t('At the edge: {0} of the examples lie as far out', formatPercent(beyond));
    case 'outside':
      return t('Farther out than any example: do not believe the picture');
  }
}

function row(name: string, { value, usual: median, beyond }: Standing, words: string): readonly HTMLElement[] {
  const title = `${words}: ${formatFixed(value, 2)}\n${t('Of the examples usually: {0}', formatFixed(median, 2))}\n${t(
    '{0} of the examples lie as far out',
    formatPercent(beyond),
  )}`;
  const bar = h('span', { class: 'support-bar', title, 'aria-hidden': 'true' });
  bar.style.setProperty('--share', String(Math.min(1, beyond / usual)));
  bar.dataset.verdict = verdictOf(beyond);
  return [h('span', { title }, name), bar, h('span', { class: 'support-value', title }, formatFixed(value, 2))];
}
