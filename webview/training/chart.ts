import uPlot from 'uplot';
import { h } from '../dom';
import { t } from '../l10n';
import { formatNats, formatValue } from '../numbers';
import { themeColour } from '../theme';
import { type Curve, scaleFor } from './curve-data';
import { logTicks } from './log-ticks';
import type { ShownMeasure } from './measure-words';

export interface ChartData {
  readonly curve: Curve;
  /** The last epoch of the axis. */
  readonly until: number;
  readonly scale: 'linear' | 'log';
  /** The epoch on show in the space, marked. */
  readonly marked: number | null;
}

export interface Chart {
  readonly element: HTMLElement;
  show(data: ChartData): void;
  /** Makes it anew, in the colours of the theme. */
  restyle(): void;
}

const distributions = { linear: 1, log: 3, asinh: 4 } as const;

/** One measure over the epochs, training and validation. Cursors move together in all charts. */
export function createChart(
  { value: measure, label, made = '' }: ShownMeasure,
  onEpoch: (epoch: number) => void,
  /** What its two lines are. */
  lines = { train: t('training'), validation: t('validation') },
): Chart {
  const values = h('span', { class: 'chart-values' });
  const scaleNote = h('span', { class: 'hint' });
  const plotArea = h('div', { class: 'plot' });
  const element = h(
    'figure',
    { class: 'chart', testid: `curve-${measure}` },
    h(
      'figcaption',
      {},
      h('span', { class: 'chart-title', title: label }, label),
      h('span', { class: 'hint chart-made', title: made }, made),
      scaleNote,
      values,
    ),
    plotArea,
  );
  let plot: uPlot | null = null;
  let plotted: string | null = null;
  let shown: ChartData | null = null;

  const size = () => ({ width: Math.floor(plotArea.clientWidth), height: Math.floor(plotArea.clientHeight) });

  const build = () => {
    plot?.destroy();
    plot = null;
    if (!shown || plotArea.clientWidth === 0 || plotArea.clientHeight === 0) return;
    plotted = structureOf(shown);
    plot = new uPlot(options(), aligned(shown.curve), plotArea);
  };

  function options(): uPlot.Options {
    const kind = scaleFor(shown!.curve, shown!.scale);
    const text = themeColour('--faint', '#888');
    const grid = { stroke: themeColour('--chart-grid', '#8883'), width: 1 };
    const font = `11px ${themeColour('--vscode-font-family', 'sans-serif')}`;
    const ground = themeColour('--ground', '#1f1f1f');
    const axis = { stroke: text, font, grid, ticks: { show: false }, gap: 4 };
    const line = (variable: string, fallback: string, dash?: number[]): uPlot.Series => ({
      stroke: themeColour(variable, fallback),
      width: 1.75,
      dash,
      points: { size: 5, fill: ground },
    });
    return {
      ...size(),
      padding: [6, 10, 0, 0],
      legend: { show: false },
      cursor: {
        sync: { key: 'curves' },
        y: false,
        drag: { x: false, y: false },
        points: { size: 7 },
      },
      scales: {
        x: { time: false, range: (_, min) => [Math.min(min ?? 1, 1), Math.max(2, shown?.until ?? 2)] },
        y: { distr: distributions[kind], ...(kind === 'log' ? { range: aroundLogarithms } : {}) },
      },
      axes: [
        { ...axis, size: 22, space: 44, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000] },
        {
          ...axis,
          space: 26,
          size: (_, ticks) => 14 + 6.2 * Math.max(3, ...(ticks ?? []).map((tick) => tick?.length ?? 0)),
          ...(kind === 'log'
            ? {
                splits: (_: uPlot, __: number, low: number, high: number) => logTicks(low, high),
                filter: (_: uPlot, ticks: number[]) => ticks,
              }
            : {}),
          values: (_, ticks) => ticks.map((tick) => (tick === null ? '' : formatValue(tick))),
        },
      ],
      series: [{}, line('--chart-train', '#4aa8ff'), line('--chart-validation', '#ff9f40', [5, 3])],
      hooks: {
        setCursor: [(self) => tell(self.cursor.idx ?? null)],
        draw: [markEpoch],
      },
    };
  }

  function markEpoch(self: uPlot): void {
    if (shown?.marked == null || !self.data[0].includes(shown.marked)) return;
    const x = Math.round(self.valToPos(shown.marked, 'x', true));
    const { top, height } = self.bbox;
    self.ctx.save();
    self.ctx.strokeStyle = themeColour('--vscode-focusBorder', '#0078d4');
    self.ctx.lineWidth = devicePixelRatio;
    self.ctx.setLineDash([2 * devicePixelRatio, 2 * devicePixelRatio]);
    self.ctx.beginPath();
    self.ctx.moveTo(x, top);
    self.ctx.lineTo(x, top + height);
    self.ctx.stroke();
    self.ctx.restore();
  }

  /** The values under the pointer, or the newest. */
  function tell(position: number | null): void {
    if (!shown) return;
    const { epochs, train, validation } = shown.curve;
    const at = position ?? epochs.length - 1;
    const parts: Node[] = [];
    if (position !== null) parts.push(h('span', {}, t('epoch {0}', epochs[at] ?? 0)));
    const value = (className: string, label: string, number: number | null | undefined) => {
      if (number != null) {
        parts.push(
          h('span', { class: className, title: label }, h('span', { class: 'sr-only' }, label), formatNats(number)),
        );
      }
    };
    value('value-train', lines.train, train[at]);
    value('value-validation', lines.validation, validation[at]);
    values.replaceChildren(...parts);
  }

  plotArea.addEventListener('click', () => {
    const index = plot?.cursor.idx;
    const epoch = index == null ? undefined : shown?.curve.epochs[index];
    if (epoch !== undefined) onEpoch(epoch);
  });
  new ResizeObserver(() => {
    if (plotArea.clientWidth === 0 || plotArea.clientHeight === 0) return;
    if (plot) plot.setSize(size());
    else build();
  }).observe(plotArea);

  return {
    element,
    show(data) {
      shown = data;
      const kind = scaleFor(data.curve, data.scale);
      scaleNote.textContent = kind === 'linear' ? '' : kind === 'log' ? t('log') : t('symmetric log');
      if (plot && plotted === structureOf(data)) plot.setData(aligned(data.curve));
      else build();
      tell(plot?.cursor.idx ?? null);
    },
    restyle: build,
  };
}

/** A twentieth of room above and below, in ratios. */
function aroundLogarithms(_: uPlot, min: number | null, max: number | null): uPlot.Range.MinMax {
  if (min === null || max === null) return [1, 10];
  const room = Math.max((max / min) ** 0.05, 1.01);
  return [min / room, max * room];
}

/** What a chart cannot change without being made anew. */
function structureOf({ curve, scale }: ChartData): string {
  return scaleFor(curve, scale);
}

function aligned({ epochs, train, validation }: Curve): uPlot.AlignedData {
  return [epochs, train, validation];
}
