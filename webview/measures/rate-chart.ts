import type { MeasuredValue } from '../../src/protocol/measures';
import { h, svg } from '../dom';
import { t } from '../l10n';
import { formatValue } from '../numbers';
import { ofWords } from './measure-words';

/** Of the picture, in its own units, and what is left around it for words. */
const size = { width: 260, height: 150, left: 34, bottom: 24, top: 6, right: 6 };

interface Curve {
  readonly of: string;
  /** Bits of a feature, and what is told of the loss there; by bits. */
  readonly points: readonly (readonly [bits: number, value: number])[];
}

/** What is lost at how many bits: PSNR where there is one, else the mean squared error. Bits by their logarithm. */
export function createRateChart(values: readonly MeasuredValue[]): HTMLElement {
  const name = values.some((value) => value.name === 'psnr') ? 'psnr' : 'mse';
  const curves = curvesOf(values, name);
  const all = curves.flatMap(({ points }) => points);
  const [low, high] = rangeOf(all.map(([bits]) => Math.log2(bits)));
  const [least, most] = rangeOf(all.map(([, value]) => value));
  const x = (bits: number) =>
    size.left + ((Math.log2(bits) - low) / (high - low)) * (size.width - size.left - size.right);
  const y = (value: number) =>
    size.height - size.bottom - ((value - least) / (most - least)) * (size.height - size.bottom - size.top);
  const place = ([bits, value]: readonly [number, number]) => `${x(bits).toFixed(1)} ${y(value).toFixed(1)}`;
  const lines = curves.map(({ points }, number) =>
    svg(
      'g',
      { class: `rate-curve rate-curve-${number}` },
      svg('path', { d: `M${points.map(place).join('L')}` }),
      ...points.map(([bits, value]) => svg('circle', { cx: x(bits), cy: y(value), r: 2.2 })),
    ),
  );
  const label = (text: string, attributes: Record<string, string | number>) =>
    svg('text', attributes, document.createTextNode(text));
  const unit = name === 'psnr' ? 'PSNR, dB' : 'MSE';
  const words = t('{0} by bits per dimension: {1}', unit, curves.map(({ of }) => ofWords(of)).join(', '));
  return h(
    'figure',
    { class: 'rate-chart', testid: 'rate-chart' },
    svg(
      'svg',
      { viewBox: `0 0 ${size.width} ${size.height}`, role: 'img', 'aria-label': words },
      svg('path', {
        class: 'rate-axes',
        d: `M${size.left} ${size.top}V${size.height - size.bottom}H${size.width - size.right}`,
      }),
      label(formatValue(most), { x: size.left - 3, y: size.top + 8, 'text-anchor': 'end' }),
      label(formatValue(least), { x: size.left - 3, y: size.height - size.bottom, 'text-anchor': 'end' }),
      label(formatValue(2 ** low), { x: size.left, y: size.height - size.bottom + 11 }),
      label(formatValue(2 ** high), {
        x: size.width - size.right,
        y: size.height - size.bottom + 11,
        'text-anchor': 'end',
      }),
      label(t('bits per dimension'), {
        x: (size.left + size.width - size.right) / 2,
        y: size.height - 3,
        'text-anchor': 'middle',
      }),
      label(unit, { x: size.left + 4, y: size.top + 8 }),
      ...lines,
    ),
    h(
      'figcaption',
      {},
      ...curves.map(({ of }, number) => h('span', { class: `rate-key rate-curve-${number}` }, ofWords(of))),
    ),
  );
}

function curvesOf(values: readonly MeasuredValue[], name: string): readonly Curve[] {
  const curves = new Map<string, (readonly [number, number])[]>();
  for (const { name: own, of = '', value, settings } of values) {
    const bits = settings?.bits;
    if (own !== name || value === null || bits === undefined || bits <= 0) continue;
    curves.set(of, [...(curves.get(of) ?? []), [bits, value]]);
  }
  return [...curves].map(([of, points]) => ({ of, points: points.sort(([a], [b]) => a - b) }));
}

/** Never empty. */
function rangeOf(values: readonly number[]): readonly [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return high > low ? [low, high] : [low - 1, low + 1];
}
