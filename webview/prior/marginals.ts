import type { Marginals } from '../../src/protocol/prior-fit';
import { chooseAxis } from '../axis-choice';
import { latentName } from '../column-names';
import { h, setText, svg } from '../dom';
import { t } from '../l10n';
import { formatFixed, formatPercent } from '../numbers';
import type { Panel } from '../panel';

/** Listed at first, and more by each click. */
const atOnce = 8;
/** Of a chart, in its own units. */
const height = 40;

/** Of each latent dimension its distribution under the prior and over all codes, those first that differ most. */
export function createMarginals(panel: Panel, marginals: Marginals): readonly HTMLElement[] {
  const { distances } = marginals;
  const order = Array.from(distances.keys()).sort((a, b) => distances[b] - distances[a]);
  const list = h('div', { class: 'marginals', testid: 'marginals' });
  const more = h('button', { type: 'button', class: 'link', on: { click: () => extend() } }, '');
  const extend = () => {
    const begin = list.children.length;
    list.append(...order.slice(begin, begin + atOnce).map((dimension) => chartOf(panel, marginals, dimension)));
    const left = order.length - list.children.length;
    more.hidden = left === 0;
    setText(more, t('{0} more dimensions', left));
  };
  extend();
  return [
    h('h3', {}, t('Each dimension by itself')),
    h(
      'p',
      { class: 'hint marginal-key' },
      h('span', { class: 'marginal-key-codes' }, t('codes')),
      h('span', { class: 'marginal-key-prior' }, t('prior')),
    ),
    list,
    more,
  ];
}

/** A click makes the dimension the first axis. */
function chartOf(panel: Panel, { places, prior, posterior, distances }: Marginals, dimension: number) {
  const { latent } = panel.session.get().run.record.config.model;
  const count = places.length / latent;
  const of = (values: Float32Array) => values.subarray(dimension * count, (dimension + 1) * count);
  const most = [...of(prior), ...of(posterior)].reduce((a, b) => Math.max(a, b), 1e-12);
  const points = (values: Float32Array) =>
    Array.from(of(values), (value, k) => `${k} ${(height * (1 - value / most)).toFixed(2)}`).join('L');
  const name = latentName(dimension);
  const [low, high] = [of(places)[0], of(places)[count - 1]];
  const words = t('{0}: {1} apart from the prior', name, formatPercent(distances[dimension]));
  const picture = svg(
    'svg',
    { class: 'marginal', viewBox: `0 0 ${count - 1} ${height}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    svg('path', { class: 'marginal-codes', d: `M0 ${height}L${points(posterior)}L${count - 1} ${height}Z` }),
    svg('path', { class: 'marginal-prior', d: `M${points(prior)}` }),
  );
  return h(
    'button',
    {
      type: 'button',
      class: 'marginal-chart',
      testid: `marginal-${dimension}`,
      title: t('{0} as an axis', name),
      'aria-label': `${words}. ${t('{0} as an axis', name)}`,
      on: { click: () => chooseAxis(panel, dimension) },
    },
    h('span', { class: 'marginal-head' }, h('strong', {}, name), h('span', {}, formatPercent(distances[dimension]))),
    picture,
    h('span', { class: 'chart-scale' }, h('span', {}, formatFixed(low, 1)), h('span', {}, formatFixed(high, 1))),
  );
}
