import { exactNeighbours, type Neighbours, type Points } from '../../layout/neighbours';

/** Where examples lie, in one way of seeing them. Its nearest neighbours are exact, and found once for each number of them. */
export class Space {
  private readonly found = new Map<number, Promise<Neighbours>>();

  /** @param of What is said of it: `data`, `codes`, `pca`, or the name of a layout. */
  constructor(
    readonly of: string,
    readonly points: Points,
  ) {}

  get count(): number {
    return this.points.values.length / this.points.dims;
  }

  /** @throws RangeError where there are no more than k points; the signal's reason */
  neighbours(k: number, signal: AbortSignal): Promise<Neighbours> {
    const known = this.found.get(k);
    if (known) return known;
    const found = exactNeighbours(this.points, k, { signal });
    this.found.set(k, found);
    found.catch(() => this.found.delete(k));
    return found;
  }
}
