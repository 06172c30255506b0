/** Uniform 32-bit integers, 0 to 2^32 - 1, one a call. */
export type Bits = () => number;

/**
 * The generator sfc32 (Chris Doty-Humphrey's Small Fast Counter, PractRand), on integers only: the same on every
 * machine. The first numbers of similar states resemble each other, and `skip` leaves them out.
 */
export function sfc32(a: number, b: number, c: number, skip: number): Bits {
  let counter = 1;
  const next = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < skip; i++) next();
  return next;
}

/** A stream of its own for each sequence of whole numbers. */
export function random(...seeds: readonly number[]): Bits {
  let next = sfc32(seeds[0] | 0, 0x9e3779b9, 0x243f6a88, 12);
  for (const seed of seeds.slice(1)) next = sfc32(next() ^ seed, next(), next(), 12);
  return next;
}

/** Uniform in [0, 1). */
export const toUnit = (bits: number): number => bits / 2 ** 32;

/** Fills `out` with draws from N(0, 1), in pairs by the Box-Muller transform. */
export function fillNormal(out: Float32Array, next: Bits): Float32Array {
  for (let i = 0; i < out.length; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - toUnit(next())));
    const angle = 2 * Math.PI * toUnit(next());
    out[i] = radius * Math.cos(angle);
    if (i + 1 < out.length) out[i + 1] = radius * Math.sin(angle);
  }
  return out;
}

/** The numbers 0..count-1 in random order (Fisher-Yates). */
export function permutation(count: number, next: Bits): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(toUnit(next()) * (i + 1));
    const held = order[i];
    order[i] = order[j];
    order[j] = held;
  }
  return order;
}
