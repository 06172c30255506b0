/** For each of m points, as a rule all, its k nearest others (Euclidean), the nearest first. */
export interface Neighbours {
  readonly k: number;
  /** m x k; -1 where no other point is at a finite distance. */
  readonly indices: Int32Array;
  /** m x k. */
  readonly distances: Float32Array;
}

export interface NeighbourOptions {
  readonly signal?: AbortSignal;
  /** How much is done, from 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
  /** After each piece of work, of so many ms; by default others in this process get their turn. */
  readonly breathe?: (worked: number) => Promise<unknown>;
}

/** The k nearest of each of some points, of those that were offered. */
export class NearestOfEach {
  /** n x k; -1 where there is none. */
  readonly indices: Int32Array;
  /** n x k: squared distances. */
  readonly squares: Float64Array;

  constructor(
    count: number,
    private readonly k: number,
  ) {
    this.indices = new Int32Array(count * k).fill(-1);
    this.squares = new Float64Array(count * k).fill(Number.POSITIVE_INFINITY);
  }

  /** The square of the distance of the farthest that is kept. */
  farthest(row: number): number {
    return this.squares[(row + 1) * this.k - 1];
  }

  /** One that was offered before is kept once. */
  offer(row: number, other: number, squared: number): void {
    const { indices, squares, k } = this;
    const [begin, end] = [row * k, (row + 1) * k];
    if (!(squared <= squares[end - 1]) || squared === Number.POSITIVE_INFINITY) return;
    let place = end;
    while (
      place > begin &&
      (squares[place - 1] > squared || (squares[place - 1] === squared && indices[place - 1] > other))
    )
      place--;
    if (place === end || (place > begin && squares[place - 1] === squared && indices[place - 1] === other)) return;
    indices.copyWithin(place + 1, place, end - 1);
    squares.copyWithin(place + 1, place, end - 1);
    indices[place] = other;
    squares[place] = squared;
  }

  /** The distances of all. */
  found(): Neighbours {
    return { k: this.k, indices: this.indices, distances: Float32Array.from(this.squares, Math.sqrt) };
  }
}
