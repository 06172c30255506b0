import type { FoundNeighbours } from '../layout/nearest-neighbours';
import type { Points } from '../layout/neighbours';
import { type ColumnValues, neighbourhoodSize } from '../protocol/data';
import { SharedCall } from '../protocol/shared-call';
import { trustOfEach } from './layout-trust';
import { rowsOf, spreadRows } from './placement';
import type { Codes } from './projection';

/** Whether near ones in the layout are near in the space, and whether those in the space are in the layout. */
export type LayoutMeasure = 'trust' | 'continuity';

/** What a layout is worth at each example, and from what part of the points that is known. */
export type MeasuredPlaces = Pick<ColumnValues, 'values' | 'recall' | 'among'>;

interface Effort {
  readonly signal: AbortSignal;
  /** How much is done, from 0 to 1. */
  readonly onProgress: (fraction: number) => void;
}

/** The k nearest of each of some points. */
type FindNearest = (points: Points, k: number, effort: Effort) => Promise<FoundNeighbours>;

/** Those of one layout. */
interface Kept {
  readonly of: Codes['means'];
  readonly places: Float32Array;
  readonly calls: Readonly<Record<LayoutMeasure, SharedCall<MeasuredPlaces>>>;
}

/** Measures the layout that was last asked about, once. */
export class LayoutMeasures {
  private kept: Kept | null = null;

  /** @param reporting Tells how much is done of what can be called off. */
  constructor(
    private readonly nearest: FindNearest,
    private readonly reporting: (signal: AbortSignal) => Effort['onProgress'],
  ) {}

  /** @param places Examples x 3; NaN: the layout does not have it. @throws the signal's reason */
  of(measure: LayoutMeasure, codes: Codes, places: Float32Array, signal?: AbortSignal): Promise<MeasuredPlaces> {
    return this.callsOf(codes, places)[measure].join(signal);
  }

  /** A projection makes its places anew each time. */
  private callsOf(codes: Codes, places: Float32Array): Kept['calls'] {
    const { kept } = this;
    if (kept?.of === codes.means && kept.places.every((value, at) => Object.is(value, places[at]))) return kept.calls;
    const call = (measure: LayoutMeasure) =>
      new SharedCall((calledOff) => this.compute(measure, codes, places, calledOff));
    const calls = { trust: call('trust'), continuity: call('continuity') };
    this.kept = { of: codes.means, places, calls };
    return calls;
  }

  /** Among the points that have a place: a layout may be of some alone. NaN for the others. */
  private async compute(
    measure: LayoutMeasure,
    codes: Codes,
    places: Float32Array,
    signal: AbortSignal,
  ): Promise<MeasuredPlaces> {
    const laidOut = placedRows(places);
    const k = Math.max(1, Math.min(neighbourhoodSize, Math.ceil(laidOut.length / 2) - 1));
    const report = this.reporting(signal);
    const half = (begin: number): Effort => ({ signal, onProgress: (fraction) => report(begin + fraction / 2) });
    const [space, layout] = [codes, { latent: 3, means: places }].map((of): Points => {
      const { latent: dims, means: values } = rowsOf(of, laidOut);
      return { values, dims };
    });
    const [ranked, sought] = measure === 'trust' ? [space, layout] : [layout, space];
    const near = await this.nearest(sought, k, half(0));
    const { values, ...from } = await trustOfEach(ranked, near, half(0.5));
    const { recall } = near;
    return {
      values: spreadRows(values, 1, laidOut, places.length / 3),
      ...(recall !== undefined && { recall }),
      ...from,
    };
  }
}

/** The rows of places, examples x 3, that are numbers. */
function placedRows(places: Float32Array): Int32Array {
  const rows: number[] = [];
  for (let row = 0; row < places.length / 3; row++) if (!Number.isNaN(places[3 * row])) rows.push(row);
  return Int32Array.from(rows);
}
