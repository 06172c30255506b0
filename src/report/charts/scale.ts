/** From numbers to pixels. */
export type Scale = (value: number) => number;

export function linear([low, high]: readonly [number, number], [from, to]: readonly [number, number]): Scale {
  const span = high - low || 1;
  return (value) => from + ((value - low) / span) * (to - from);
}

/** The smallest and the largest of finite numbers, with room around; of none, or of one alone, one around it. */
export function extent(values: Iterable<number>, room = 0.04): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return [0, 1];
  const margin = low === high ? Math.max(Math.abs(low), 1) / 2 : room * (high - low);
  return [low - margin, high + margin];
}

/** Round numbers within a range, about so many: steps of 1, 2 or 5 times a power of ten. */
export function ticks([low, high]: readonly [number, number], about = 5): readonly number[] {
  const rough = (high - low) / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((multiple) => multiple * power >= rough) ?? 10);
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** Whole numbers alone. */
export function wholeTicks(range: readonly [number, number], about = 5): readonly number[] {
  return ticks(range, about).filter(Number.isInteger);
}

export function tickWords(value: number): string {
  const words =
    Math.abs(value) >= 1e5 || (value !== 0 && Math.abs(value) < 1e-3) ? value.toPrecision(2) : String(value);
  return words.replace('-', '−');
}
