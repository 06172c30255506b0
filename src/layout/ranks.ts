/** Points that ranks are counted among. */
export interface Ranked {
  /** Of each from the point whose neighbours they are; what is no number is nobody's neighbour. */
  readonly distances: Float32Array | Float64Array;
  /** Which points they are, ascending; null: each is the one of its place. */
  readonly points: Int32Array | null;
}

/** Equal parts of the range of the neighbours' distances: in nearly all of them no neighbour has its own, and all have the same place. */
const parts = 256;
/** The place in a part where that differs. */
const differs = 255;

/** How far down the neighbours of points, k of each, stand among other points by their distances. */
export class Ranks {
  private readonly limits: Float64Array;
  private readonly places: Int32Array;
  private readonly counts: Int32Array;
  private readonly placeOfPart = new Uint8Array(parts + 1);

  constructor(private readonly k: number) {
    this.limits = new Float64Array(k);
    this.places = new Int32Array(k);
    this.counts = new Int32Array(k);
  }

  /**
   * Sum of max(0, rank - k) over some neighbours of a point; ranks begin at 1, and of equally far points the lower index comes
   * first. NaN where a neighbour has no distance.
   * @param own The point, which has no rank of its own. @param of k points @param distanceTo Of one of these.
   * @param weight How many points each of those that ranks are counted among stands for.
   */
  beyond(
    { distances, points }: Ranked,
    own: number,
    of: Int32Array,
    distanceTo: (point: number) => number,
    weight = 1,
  ): number {
    const { k, limits, places, counts } = this;
    const far = new Map(Array.from(of, (point) => [point, point < 0 ? Number.NaN : distanceTo(point)]));
    const at = (point: number) => far.get(point) ?? Number.NaN;
    const sorted = [...of].sort((a, b) => at(a) - at(b) || a - b);
    for (let i = 0; i < k; i++) {
      places[i] = sorted[i];
      limits[i] = at(sorted[i]);
      if (!Number.isFinite(limits[i])) return Number.NaN;
    }
    counts.fill(0);
    const [first, last] = [limits[0], limits[k - 1]];
    const scale = this.divide();
    for (let i = 0; i < distances.length; i++) {
      const distance = distances[i];
      if (!(distance <= last)) continue;
      const point = points === null ? i : points[i];
      if (point === own) continue;
      const known = distance < first ? 0 : this.placeOfPart[Math.floor((distance - first) * scale)];
      if (known !== differs) {
        counts[known]++;
        continue;
      }
      let place = k;
      while (
        place > 0 &&
        (distance < limits[place - 1] || (distance === limits[place - 1] && point < places[place - 1]))
      ) {
        place--;
      }
      // Before the first of them that it is nearer than.
      if (place < k) counts[place]++;
    }
    let [sum, before] = [0, 0];
    for (const count of counts) {
      before += count;
      const rank = 1 + weight * before;
      if (rank > k) sum += rank - k;
    }
    return sum;
  }
  /**
   * Says of each part of the range of limits how many of them are before it. A larger distance is never in an earlier part, however it
   * is rounded. Answers how many parts a distance of 1 has.
   */
  private divide(): number {
    const { k, limits, placeOfPart } = this;
    const range = limits[k - 1] - limits[0];
    const scale = range > 0 && k < differs ? parts / range : 0;
    placeOfPart.fill(differs);
    for (let i = 1, before = 0; i < k; i++) {
      const part = Math.floor((limits[i] - limits[0]) * scale);
      placeOfPart.fill(i, before + 1, part);
      before = part;
    }
    return scale;
  }
}
