/**
 * Where a logarithmic axis from `min` to `max` is marked: 1, 2, 5 times powers of ten, or, where it spans too little
 * for those, even steps.
 */
export function logTicks(min: number, max: number): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(min)); 10 ** power <= max; power++) {
    for (const factor of [1, 2, 5]) {
      const tick = factor * 10 ** power;
      if (tick >= min && tick <= max) ticks.push(tick);
    }
  }
  if (ticks.length > 9) return ticks.filter((tick) => Number.isInteger(Math.round(Math.log10(tick) * 1e9) / 1e9));
  return ticks.length >= 3 ? ticks : evenTicks(min, max);
}

/** Three to eight multiples of 1, 2 or 5 times a power of ten. */
function evenTicks(min: number, max: number): number[] {
  const largest = (max - min) / 3;
  const power = 10 ** Math.floor(Math.log10(largest));
  const step = power * ([5, 2].find((factor) => factor * power <= largest) ?? 1);
  const ticks: number[] = [];
  for (let count = Math.ceil(min / step); count * step <= max; count++) ticks.push(count * step);
  return ticks;
}
