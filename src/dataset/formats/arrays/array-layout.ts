import type { ImageShape } from '../../examples/encoding/pixels';
import type { ExampleBytes } from '../../examples/memory';
import { type ArrayHead, arrayBytes } from './array-head';

/** What the axes of an array mean. */
export type Layout =
  | { readonly kind: 'images'; readonly shape: ImageShape; readonly channelsFirst: boolean }
  | { readonly kind: 'vectors'; readonly features: number };

/** [n, features]; [n, height, width]; [n, height, width, 1 or 3]; [n, 1 or 3, height, width]. Null for anything else. */
export function layoutOf(shape: readonly number[]): Layout | null {
  const [, first, second, third] = shape;
  if (shape.some((size, axis) => axis > 0 && size === 0)) return null;
  if (shape.length === 2) return { kind: 'vectors', features: first };
  if (shape.length === 3) return { kind: 'images', shape: [first, second, 1], channelsFirst: false };
  if (shape.length !== 4) return null;
  if (third === 1 || third === 3) return { kind: 'images', shape: [first, second, third], channelsFirst: false };
  if (first === 1 || first === 3) return { kind: 'images', shape: [second, third, first], channelsFirst: true };
  return null;
}

/** What an example takes, as far as the head tells. */
export function exampleBytes(head: ArrayHead, { kind }: Layout): ExampleBytes {
  const numbers = arrayBytes({ shape: head.shape.slice(1), dtype: 'uint8' });
  const stored = arrayBytes({ shape: head.shape.slice(1), dtype: head.dtype });
  const staysBytes = kind === 'images' && (head.dtype === 'uint8' || head.dtype === 'bool');
  return { stored, encoded: staysBytes ? numbers : 4 * numbers };
}
