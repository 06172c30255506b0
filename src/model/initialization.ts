import { random, toUnit } from '../random';

/**
 * The limit a = sqrt(3 / in) of U(-a, a), for a layer whose units read `fanIn` values: the variance 1 / in (LeCun et al.
 * 1998, Efficient BackProp). Between He's 2 / in, which takes deep networks further in few epochs, and smaller ones,
 * which let posteriors begin nearer to the prior.
 */
export function uniformLimit(fanIn: number): number {
  return Math.sqrt(3 / fanIn);
}

/** The limit sqrt(6 / (in + out)) of Glorot & Bengio 2010, equation 16: of fan-out too, for tanh. */
export function glorotLimit(fanIn: number, fanOut: number): number {
  return Math.sqrt(6 / (fanIn + fanOut));
}

/**
 * `count` draws from U(-limit, limit). Seed and name of the variable determine them: they are the same on every machine
 * and backend, and do not depend on the variables made before.
 */
export function drawUniform(count: number, limit: number, seed: number, name: string): Float32Array {
  const next = random(seed, hash(name));
  return Float32Array.from({ length: count }, () => (2 * toUnit(next()) - 1) * limit);
}

/** FNV-1a over UTF-16 code units. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value;
}
