import { chooseAxis } from '../axis-choice';
import { mapColour } from '../colour/colour-maps';
import type { Tone } from '../colour/tone';
import { latentName } from '../column-names';
import { h, svg } from '../dom';
import { t } from '../l10n';
import { formatFixed, formatValue } from '../numbers';
import type { Panel } from '../panel';

/** What is known of a latent dimension. */
export interface Dimension {
  /** KL from the prior after each epoch, nats; of some models none. */
  readonly kl: readonly number[];
  /** What it does to the decoder; null: not known. */
  readonly effect: { readonly change: number; readonly metric: number } | null;
  /** How many examples have a sigma of q(z|x) in each bin; null: not known. */
  readonly sigmas: { readonly counts: Uint32Array; readonly edges: Float64Array } | null;
}

/** A click makes the dimension an axis. @param most Of all dimensions. */
export function createDimensionRow(
  panel: Panel,
  dimension: number,
  { kl, effect, sigmas }: Dimension,
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
    ...(sigmas ? [t('Half of the posteriors have a σ below {0}.', formatValue(medianOf(sigmas)))] : []),
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
    h(
      'span',
      { class: 'dimension-strips' },
      ...(kl.length > 0 ? [heatOf(kl, most.kl, tone)] : []),
      bar,
      ...(sigmas ? [sigmaChart(sigmas)] : []),
    ),
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

const chartHeight = 10;

/** Bars as high as many examples have that sigma, the highest as high as the chart; a line where it is 1, as the prior's. */
function sigmaChart({ counts, edges }: NonNullable<Dimension['sigmas']>): SVGSVGElement {
  const bins = counts.length;
  const most = Math.max(1, ...counts);
  const bars = Array.from(counts, (count, bin) => {
    const height = (chartHeight * count) / most;
    return height > 0 ? `M${bin} ${chartHeight}v${-height}h1v${height}z` : '';
  });
  const prior = (bins * 1) / edges[bins];
  return svg(
    'svg',
    {
      class: 'dimension-sigmas',
      viewBox: `0 0 ${bins} ${chartHeight}`,
      preserveAspectRatio: 'none',
      'aria-hidden': 'true',
    },
    svg('path', { class: 'sigma-bars', d: bars.join('') }),
    svg('path', { class: 'sigma-prior', d: `M${prior} 0v${chartHeight}` }),
  );
}

/** The end of the bin that the median is in. */
function medianOf({ counts, edges }: NonNullable<Dimension['sigmas']>): number {
  const half = counts.reduce((sum, count) => sum + count, 0) / 2;
  let below = 0;
  const bin = counts.findIndex((count) => {
    below += count;
    return below >= half;
  });
  return edges[bin + 1];
}
