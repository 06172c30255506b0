import type { Inspection } from '../../src/protocol/trainer';
import { latentName } from '../column-names';
import { segmented } from '../controls';
import { h, oncePerFrame } from '../dom';
import { t } from '../l10n';
import { formatFixed } from '../numbers';
import { visibleRange } from '../visible-range';
import { dimensionOrder, type PosteriorScale, posteriorScale } from './posterior-scale';

/** Of an example. */
type Posterior = Pick<Inspection, 'mean' | 'sigma' | 'klPerDimension'>;

export interface PosteriorChart {
  readonly element: HTMLElement;
  /** @param another The example is another than before. */
  show(posterior: Posterior, another: boolean): void;
}

/** As in the style sheet. */
const rowHeight = 20;

/**
 * Where the example lies in each latent dimension: mean and ± 2 sigma on the prior's scale, and the KL it costs.
 * A table, so that it reads as one; only the rows in sight exist.
 */
export function createPosterior(): PosteriorChart {
  const rows = h('div', { role: 'presentation' });
  const scroller = h('div', { class: 'posterior-scroller', role: 'rowgroup', tabindex: 0 }, rows);
  const axis = h('div', { class: 'posterior-axis', 'aria-hidden': 'true' });
  const order = segmented({
    label: t('Order of the dimensions'),
    testid: 'posterior-order',
    options: [
      { value: 'index', label: t('By index') },
      { value: 'kl', label: t('By KL') },
    ],
    value: 'index',
    onChange: () => draw(),
  });
  const title = h('h3', {});
  const klTitle = h('span', { role: 'columnheader' }, t('KL'));
  const head = h(
    'div',
    { class: 'posterior-row posterior-head', role: 'row' },
    h('span', { role: 'columnheader' }, t('z')),
    h('span', { role: 'columnheader' }, axis, h('span', { class: 'sr-only' }, t('Interval'))),
    h('span', { role: 'columnheader' }, t('mean ± σ')),
    klTitle,
  );
  const table = h(
    'div',
    { class: 'posterior-table', role: 'table', 'aria-label': t('Posterior by dimension'), testid: 'posterior' },
    head,
    scroller,
  );
  const element = h(
    'section',
    { class: 'posterior' },
    h('div', { class: 'section-head' }, title, order.element),
    table,
  );
  let shown: Posterior | null = null;

  const draw = () => {
    if (!shown) return;
    const { mean, sigma, klPerDimension } = shown;
    const scale = posteriorScale(mean, sigma);
    const dimensions = dimensionOrder(mean.length, order.value === 'kl' ? klPerDimension : null);
    const { first, last } = visibleRange(scroller.scrollTop, scroller.clientHeight || 240, rowHeight, mean.length, 6);
    const largest = klPerDimension ? klPerDimension.reduce((most, value) => Math.max(most, value), 1e-6) : 0;
    rows.style.paddingTop = `${first * rowHeight}px`;
    rows.style.paddingBottom = `${(mean.length - last) * rowHeight}px`;
    rows.replaceChildren(
      ...dimensions.slice(first, last).map((dimension) => {
        const kl = klPerDimension?.[dimension];
        return posteriorRow(dimension, mean[dimension], sigma?.[dimension] ?? null, kl ?? null, largest, scale);
      }),
    );
    const ends = [-2, 0, 2].map((value) => {
      const mark = h('span', {}, formatFixed(value, 0));
      mark.style.left = `${100 * scale.place(value)}%`;
      return mark;
    });
    axis.replaceChildren(...ends);
  };
  scroller.addEventListener('scroll', oncePerFrame(draw));

  return {
    element,
    show(posterior, another) {
      shown = posterior;
      const { mean, sigma, klPerDimension } = posterior;
      title.textContent = sigma ? t('Posterior q(z|x)') : t('Code z');
      element.classList.toggle('plain', sigma === null);
      order.element.hidden = klPerDimension === null || mean.length < 4;
      table.setAttribute('aria-rowcount', String(mean.length + 1));
      if (another && order.value === 'index') scroller.scrollTop = 0;
      draw();
    },
  };
}

function posteriorRow(
  dimension: number,
  mean: number,
  sigma: number | null,
  kl: number | null,
  largestKl: number,
  { place }: PosteriorScale,
): HTMLElement {
  const plot = h('span', { class: 'posterior-plot', role: 'cell' });
  const line = (className: string, at: number) => {
    const mark = h('span', { class: className });
    mark.style.left = `${100 * place(at)}%`;
    return mark;
  };
  const span = (className: string, from: number, to: number) => {
    const bar = line(className, from);
    bar.style.width = `${100 * (place(to) - place(from))}%`;
    return bar;
  };
  plot.append(span('prior', -2, 2), line('zero', 0));
  if (sigma !== null)
    plot.append(
      span('interval wide', mean - 2 * sigma, mean + 2 * sigma),
      span('interval', mean - sigma, mean + sigma),
    );
  plot.append(line('mean', mean));
  const row = h(
    'div',
    { class: 'posterior-row', role: 'row', 'aria-rowindex': dimension + 2 },
    h('span', { role: 'rowheader' }, latentName(dimension)),
    plot,
    h(
      'span',
      { role: 'cell', class: 'number' },
      sigma === null ? formatFixed(mean, 3) : `${formatFixed(mean, 2)} ± ${formatFixed(sigma, 2)}`,
    ),
  );
  if (kl !== null) {
    const bar = h('span', { class: 'kl-bar', 'aria-hidden': 'true' });
    bar.style.width = `${(100 * Math.max(0, kl)) / largestKl}%`;
    row.append(h('span', { role: 'cell', class: 'number kl' }, bar, h('span', {}, formatFixed(kl, 2))));
  }
  return row;
}
