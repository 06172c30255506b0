import { scaleTicks } from '../colour/scale-ticks';
import type { Legend } from '../colouring';
import { formatInteger, formatValue } from '../numbers';
import type { Palette } from '../scene/colours';
import type { Shape } from '../scene/shapes';

/** How wide a legend is, in the pixels of the view. */
export const legendWidth = 200;
const margin = 16;
const line = 18;
const barHeight = 12;
const steps = 64;
/** Longer names are cut. */
const longestName = 24;

/** What a picture's legend says: the title, and what the colours mean. */
export interface PictureLegend {
  readonly title: string;
  readonly legend: Legend;
  /** What stands for categories that there is no room for. */
  readonly others: (count: number) => string;
}

/** What the colours mean, in a column that begins at `left`, as high as the picture. */
export function legendShapes(
  { title, legend, others }: PictureLegend,
  palette: Palette,
  { left, height }: { readonly left: number; readonly height: number },
): readonly Shape[] {
  const x = left + margin;
  const words = (text: string, at: { x: number; y: number }, options: Partial<TextShape> = {}): Shape => ({
    kind: 'text',
    text,
    at,
    align: 'left',
    baseline: 'middle',
    font: `12px ${palette.font}`,
    colour: palette.foreground,
    outline: palette.background,
    alpha: 1,
    ...options,
  });
  const right = left + legendWidth - margin;
  const heading = words(cut(title), { x, y: margin + line / 2 }, { font: `600 12px ${palette.font}` });
  const top = margin + line + 8;
  if (legend.kind === 'gradient') {
    const width = (right - x) / steps;
    const bar = Array.from({ length: steps }, (_, step): Shape => {
      const [begin, end] = [x + step * width, x + (step + 1) * width + (step + 1 < steps ? 0.5 : 0)];
      const corners = [
        { x: begin, y: top },
        { x: end, y: top },
        { x: end, y: top + barHeight },
        { x: begin, y: top + barHeight },
      ] as const;
      return { kind: 'area', corners, colour: legend.colourAt((step + 0.5) / steps), alpha: 1 };
    });
    const below = top + barHeight + line / 2 + 4;
    const at = (position: number) => x + position * (right - x);
    const marks = scaleTicks(legend).flatMap(({ position, value, named }): Shape[] => {
      const [from, to] = [top + barHeight, top + barHeight + 3].map((y) => ({ x: at(position), y }));
      const mark: Shape = { kind: 'line', from, to, width: 1, colour: palette.muted, alpha: 1 };
      const number = words(formatValue(value), { x: at(position), y: below }, { align: 'center' });
      return named ? [mark, number] : [mark];
    });
    const low = `${legend.belowLow ? '≤ ' : ''}${formatValue(legend.low)}`;
    const high = `${legend.aboveHigh ? '≥ ' : ''}${formatValue(legend.high)}`;
    const ends = [words(low, { x, y: below }), words(high, { x: right, y: below }, { align: 'right' })];
    return [heading, ...bar, ...ends, ...marks];
  }
  const room = Math.max(1, Math.floor((height - top - margin) / line));
  const { entries } = legend;
  const listed = entries.length <= room ? entries : entries.slice(0, room - 1);
  const rows = listed.flatMap(({ name, count, colour }, row): Shape[] => {
    const y = top + row * line + line / 2;
    return [
      { kind: 'disc', at: { x: x + 5, y }, radius: 5, colour, alpha: 1 },
      words(cut(name ?? ''), { x: x + 18, y }),
      words(formatInteger(count), { x: right, y }, { align: 'right', colour: palette.muted }),
    ];
  });
  const rest = entries.length - listed.length;
  const y = top + listed.length * line + line / 2;
  return [heading, ...rows, ...(rest > 0 ? [words(others(rest), { x: x + 18, y }, { colour: palette.muted })] : [])];
}

type TextShape = Extract<Shape, { kind: 'text' }>;

function cut(text: string): string {
  const letters = [...text];
  return letters.length > longestName ? `${letters.slice(0, longestName - 1).join('')}…` : text;
}
