import { type Bits, random } from '../../../../src/random';

/** What a mutation draws from: the same for the same number, on every machine. */
export class Draw {
  private readonly bits: Bits;

  constructor(...seeds: readonly number[]) {
    this.bits = random(...seeds);
  }

  /** From 0 to count - 1. */
  below(count: number): number {
    return this.bits() % count;
  }

  one<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)];
  }

  bytes(count: number): Buffer {
    return Buffer.from(Array.from({ length: count }, () => this.below(256)));
  }
}
