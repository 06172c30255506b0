import { project, type Viewpoint } from '../projection';
import type { Place } from '../shapes';
import type { Vector3 } from '../vector';

/** A name of a place in the space: of a category's, or of a cluster's. */
export interface PlaceName {
  readonly text: string;
  /** All there is to say of it, for the ear and for a pointer that rests. */
  readonly description: string;
  readonly place: Vector3;
  /** A CSS colour that stands for it; null: none does. */
  readonly colour: string | null;
}

export interface NameSize {
  readonly width: number;
  readonly height: number;
}

/** A name that has room: which one, and its middle on the screen. */
export interface NamePlace extends Place {
  readonly number: number;
}

/** Room between two names, in pixels, and the more that one which is not there yet needs, so that none flickers while one turns. */
const gap = 3;
const entry = 8;
/** A name stands above its place, where it does not hide it. */
const lift = 4;

/**
 * Where names are seen, those that have room beside the names before them in the list: the closer one looks, the more there are.
 *
 * @param former Those that are there now.
 * @param first One that is there in any case, within the view.
 */
export function placeNames(
  places: readonly Vector3[],
  sizes: readonly NameSize[],
  view: Viewpoint,
  { former, first = null }: { readonly former: ReadonlySet<number>; readonly first?: number | null },
): readonly NamePlace[] {
  const placed: NamePlace[] = [];
  const consider = (number: number) => {
    const { x, y, depth } = project(view, places[number]);
    const { width, height } = sizes[number];
    const wanted = number === first;
    if (!wanted && (depth < view.near || !Number.isFinite(x + y))) return;
    const at = {
      number,
      x: within(x, width / 2, view.width),
      y: within(y - lift - height / 2, height / 2, view.height),
    };
    // Of a place outside of the view there is no name.
    if (!wanted && (x < 0 || x > view.width || y < 0 || y > view.height)) return;
    const room = former.has(number) ? gap : gap + entry;
    const apart = (other: NamePlace) =>
      Math.abs(other.x - at.x) >= (sizes[other.number].width + width) / 2 + room ||
      Math.abs(other.y - at.y) >= (sizes[other.number].height + height) / 2 + room;
    if (placed.every(apart)) placed.push(at);
  };
  if (first !== null) consider(first);
  for (let number = 0; number < places.length; number++) if (number !== first) consider(number);
  return placed;
}

function within(middle: number, half: number, length: number): number {
  return Math.min(Math.max(middle, half + 1), Math.max(half + 1, length - half - 1));
}

/** The name at a place on the screen; null: none. */
export function nameAt(placed: readonly NamePlace[], sizes: readonly NameSize[], x: number, y: number): number | null {
  const found = placed.find(
    (name) =>
      Math.abs(name.x - x) <= sizes[name.number].width / 2 && Math.abs(name.y - y) <= sizes[name.number].height / 2,
  );
  return found?.number ?? null;
}
