import { random } from '../random';
import type { Given } from './check';

/** Whole numbers from -3 to 3 that are always the same. */
export function wholeNumbers(shape: readonly number[], seed: number): Given {
  const next = random(seed, shape.length);
  return { shape, values: Array.from({ length: sizeOf(shape) }, () => (next() % 7) - 3) };
}

/** Numbers between two that are always the same. */
export function numbersWithin(low: number, high: number, shape: readonly number[], seed: number): Given {
  const next = random(seed, shape.length);
  const values = Array.from({ length: sizeOf(shape) }, () => Math.fround(low + ((high - low) * (next() % 997)) / 997));
  return { shape, values };
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}

/** `2 x 3` */
export function written(shape: readonly number[]): string {
  return shape.join(' × ');
}
