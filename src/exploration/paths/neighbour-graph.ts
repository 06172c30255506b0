import type { Neighbours } from '../../layout/neighbours';
import type { Neighbour } from '../neighbours';
import { NearestFirst } from './nearest-first';

/** Examples, each joined with its nearest ones by edges as long as they are apart; either of two may name the other. */
export class NeighbourGraph {
  private constructor(
    /** The edges of example i are those from begins[i] to begins[i + 1]. */
    private readonly begins: Int32Array,
    private readonly ends: Int32Array,
    private readonly lengths: Float32Array,
  ) {}

  static of({ k, indices, distances }: Neighbours): NeighbourGraph {
    const examples = indices.length / k;
    const begins = new Int32Array(examples + 1);
    const each = (visit: (from: number, to: number, length: number) => void) => {
      for (const [at, to] of indices.entries()) {
        if (to < 0) continue;
        const from = Math.floor(at / k);
        visit(from, to, distances[at]);
        visit(to, from, distances[at]);
      }
    };
    each((from) => begins[from + 1]++);
    for (let i = 0; i < examples; i++) begins[i + 1] += begins[i];
    const ends = new Int32Array(begins[examples]);
    const lengths = new Float32Array(begins[examples]);
    const next = begins.slice(0, examples);
    each((from, to, length) => {
      ends[next[from]] = to;
      lengths[next[from]++] = length;
    });
    return new NeighbourGraph(begins, ends, lengths);
  }

  /**
   * The examples on the shortest way from one place to another (Dijkstra 1959). @param from Where it can be entered, by how far that is
   * @param to Where it can be left. @returns null where none leads there
   */
  shortest(from: readonly Neighbour[], to: readonly Neighbour[]): readonly number[] | null {
    const { begins, ends, lengths } = this;
    const examples = begins.length - 1;
    const distances = new Float64Array(examples).fill(Number.POSITIVE_INFINITY);
    const previous = new Int32Array(examples).fill(-1);
    const queue = new NearestFirst();
    const reach = (example: number, distance: number, by: number) => {
      if (!(distance < distances[example])) return;
      distances[example] = distance;
      previous[example] = by;
      queue.add(example, distance);
    };
    const exits = new Map(to.map(({ index, distance }) => [index, distance]));
    let best = { example: -1, distance: Number.POSITIVE_INFINITY };
    for (const { index, distance } of from) reach(index, distance, -1);
    for (let next = queue.take(); next && next.key < best.distance; next = queue.take()) {
      const { value: example, key: distance } = next;
      // It was reached by a shorter way since.
      if (distance > distances[example]) continue;
      const exit = exits.get(example);
      if (exit !== undefined && distance + exit < best.distance) best = { example, distance: distance + exit };
      for (let edge = begins[example]; edge < begins[example + 1]; edge++)
        reach(ends[edge], distance + lengths[edge], example);
    }
    if (best.example < 0) return null;
    const way: number[] = [];
    for (let at = best.example; at >= 0; at = previous[at]) way.unshift(at);
    return way;
  }
}
