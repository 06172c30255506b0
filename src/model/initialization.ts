import { random, toUnit } from '../random';

/** Number of values that one unit of a layer reads, and number of units that read one value. */
export interface Fans {
  readonly in: number;
  readonly out: number;
}

/** Glorot & Bengio 2010: U(-a, a), a = sqrt(6 / (in + out)). Keeps variance through linear and tanh layers. */
export function glorotUniform(fans: Fans): number {
  return Math.sqrt(6 / (fans.in + fans.out));
}

/** He et al. 2015: U(-a, a), a = sqrt(6 / in). Keeps variance through layers that let half of their input pass. */
export function heUniform(fans: Fans): number {
  return Math.sqrt(6 / fans.in);
}

/**
 * `count` draws from U(-limit, limit). Seed and name of the variable determine them: they are the same on every machine
 * and backend, and do not depend on the variables made before.
 */
export function drawUniform(count: number, limit: number, seed: number, name: string): Float32Array {
  const next = random(seed, hash(name, 0x811c9dc5));
  return Float32Array.from({ length: count }, () => (2 * toUnit(next()) - 1) * limit);
}

/** FNV-1a over UTF-16 code units. */
function hash(text: string, basis: number): number {
  let value = basis;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value;
}
