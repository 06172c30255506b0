import { type Bits, permutation, random, toUnit } from '../../../random';

/** Draws that are the same on every machine: no function whose last bit is left to it (sin, exp, …) takes part. */
export class Random {
  private readonly bits: Bits;

  constructor(seed: number) {
    this.bits = random(seed);
  }

  /** Uniform in [0, 1). */
  uniform(): number {
    return toUnit(this.bits());
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  /** A whole number from 0 up to, without, `end`. */
  below(end: number): number {
    return Math.floor(this.uniform() * end);
  }

  /** Near enough to normal, mean 0, variance 1, within +-3.5: the sum of four uniforms (Irwin-Hall). */
  normal(): number {
    return (this.uniform() + this.uniform() + this.uniform() + this.uniform() - 2) * Math.sqrt(3);
  }

  /** A random order of 0 .. count - 1 (Fisher-Yates). */
  order(count: number): Int32Array {
    return permutation(count, this.bits);
  }
}
