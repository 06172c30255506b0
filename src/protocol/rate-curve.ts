/** A step of a training whose rate rises. */
export interface RatePoint {
  readonly rate: number;
  /** Of its batch, nats per example. */
  readonly loss: number;
  readonly smoothed: number;
}

/** How the loss of a model goes as the learning rate rises, and which rates that suggests. */
export interface RateCurve {
  readonly points: readonly RatePoint[];
  /** Where the loss falls fastest: a careful choice. Null where it never falls. */
  readonly steepest: number | null;
  /** A tenth of the rate at which the loss is lowest: the suggestion. */
  readonly tenth: number | null;
}

const marks = '▁▂▃▄▅▆▇█';

/** A curve in one line of so many characters, from the lowest rate to the highest: the higher the loss, the higher. */
export function curveInMarks({ points }: RateCurve, width: number): string {
  if (points.length === 0) return '';
  const losses = points.map(({ smoothed }) => smoothed);
  const [least, first] = [Math.min(...losses), losses[0]];
  // What is beyond the first loss is high, however high it is.
  const span = Math.max(first - least, Number.MIN_VALUE) * 1.15;
  const count = Math.min(width, losses.length);
  return Array.from({ length: count }, (_, i) => {
    const loss = losses[Math.floor((i * losses.length) / count)];
    return marks[Math.min(marks.length - 1, Math.floor(((loss - least) / span) * marks.length))];
  }).join('');
}

/** A rate as one would type it. */
export function roundedRate(rate: number): number {
  return Number(rate.toPrecision(2));
}
