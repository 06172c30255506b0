import type { Examples } from '../src/protocol/data';
import { exampleAt } from './images';

/** Originals that were shown lately. They never change, so a point that is hovered again shows at once. */
export class ExampleCache {
  private readonly kept = new Map<number, Examples>();

  constructor(
    private readonly request: (indices: readonly number[]) => Promise<Examples>,
    private readonly capacity = 1024,
  ) {}

  /** Null while it was not fetched, or no longer is kept. */
  peek(index: number): Examples | null {
    return this.kept.get(index) ?? null;
  }

  /** Each as examples of one, in the order of the indices; only those not kept are requested, in one call. */
  async get(indices: readonly number[]): Promise<readonly Examples[]> {
    const found = new Map<number, Examples>();
    for (const index of indices) {
      const known = this.kept.get(index);
      if (known) found.set(index, known);
    }
    const wanted = [...new Set(indices)].filter((index) => !found.has(index));
    if (wanted.length > 0) {
      const examples = await this.request(wanted);
      wanted.forEach((index, position) => {
        found.set(index, exampleAt(examples, position));
      });
    }
    for (const [index, example] of found) this.keep(index, example);
    return indices.map((index) => found.get(index)!);
  }

  /** The map's order is that of use: the first entry is the one longest unused. */
  private keep(index: number, example: Examples): void {
    this.kept.delete(index);
    this.kept.set(index, example);
    if (this.kept.size > this.capacity) this.kept.delete(this.kept.keys().next().value!);
  }
}
