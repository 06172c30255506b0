import { chooseAxis } from '../axis-choice';
import { mapColour } from '../colour/colour-maps';
import type { Tone } from '../colour/tone';
import { latentName } from '../column-names';
import { h } from '../dom';
import { t } from '../l10n';
import { formatFixed, formatValue } from '../numbers';
import type { Panel } from '../panel';

/** What is known of a latent dimension. */
export interface Dimension {
  /** KL from the prior after each epoch, nats; of some models none. */
  readonly kl: readonly number[];
  /** What it does to the decoder; null: not known. */
  readonly effect: { readonly change: number; readonly metric: number } | null;
}

/** A click makes the dimension an axis. @param most Of all dimensions. */
export function createDimensionRow(
  panel: Panel,
  dimension: number,
  { kl, effect }: Dimension,
  most: { readonly kl: number; readonly change: number },
  tone: Tone,
): HTMLElement {
  const name = latentName(dimension);
  const now = kl.length > 0 ? formatFixed(kl[kl.length - 1], 2) : '';
  const words = [
    ...(now ? [t('{0}: KL {1} nats.', name, now)] : [name]),
    ...(effect
      ? [
          t(
            'Over one standard deviation what is decoded changes by {0} on average; mean squared slope {1}.',
            formatValue(effect.change),
            formatValue(effect.metric),
          ),
        ]
      : []),
    t('Make it an axis'),
  ].join(' ');
  const bar = h('span', { class: 'dimension-effect', testid: `effect-${dimension}` });
  bar.style.setProperty('--share', String(effect ? effect.change / most.change : 0));
  return h(
    'button',
    {
      type: 'button',
      class: 'dimension-row',
      testid: `dimension-${dimension}`,
      title: words,
      'aria-label': words,
      on: { click: () => chooseAxis(panel, dimension) },
    },
    h('span', { class: 'dimension-name' }, name),
    h('span', { class: 'dimension-strips' }, ...(kl.length > 0 ? [heatOf(kl, most.kl, tone)] : []), bar),
    h('span', { class: 'dimension-value' }, now),
  );
}

/** A pixel an epoch, stretched by the page. */
function heatOf(values: readonly number[], most: number, tone: Tone): HTMLCanvasElement {
  const canvas = h('canvas', { class: 'dimension-heat', 'aria-hidden': 'true' });
  canvas.width = values.length;
  canvas.height = 1;
  const context = canvas.getContext('2d');
  const image = context?.createImageData(values.length, 1);
  for (const [i, value] of values.entries()) {
    const [red, green, blue] = mapColour('viridis', Math.max(0, Math.min(1, value / most)), tone);
    image?.data.set([red, green, blue, 255], 4 * i);
  }
  if (context && image) context.putImageData(image, 0, 0);
  return canvas;
}
