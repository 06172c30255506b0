import type { KeptLayout } from '../../protocol/layout';
import { isMade } from '../../protocol/projection';
import type { Projection } from '../../protocol/trainer';
import type { PagedRun } from './paged-run';

/** A layout that comes along, with how many examples it is of. */
export interface CarriedLayout extends KeptLayout {
  readonly points: number;
}

export interface LayoutChoice {
  readonly present: number;
  /** Whose codes come along, ascending. */
  readonly epochs: readonly number[];
  /** What is on show. */
  readonly projection: Projection | null;
  /** Bytes. */
  readonly room: number;
}

/** As many of the layouts that are kept as there is room for, by epoch: the one on show, and then the newest first. */
export async function chooseLayouts(run: PagedRun, choice: LayoutChoice): Promise<readonly CarriedLayout[]> {
  const all = await run.layouts.list();
  const first = await onShow(run, choice);
  const isFirst = (layout: KeptLayout) => first !== null && alike(layout, first) && layout.epoch === first.epoch;
  const ordered = [...all.filter(isFirst), ...all.filter((layout) => !isFirst(layout)).toReversed()];
  const chosen = new Map<KeptLayout, number>();
  let { room } = choice;
  for (const layout of ordered) {
    const points = await pointsOf(run, layout);
    room -= bytesOf(run, points);
    if (room < 0) break;
    if (points > 0) chosen.set(layout, points);
  }
  return all.flatMap((layout) => {
    const points = chosen.get(layout);
    return points === undefined ? [] : [{ ...layout, points }];
  });
}

/** Before it is deflated. A layout of some alone says which. */
export function bytesOf({ data }: PagedRun, points: number): number {
  return 12 * points + (points < data.examples ? data.examples / 8 : 0);
}

/** 0 where it can't be read. */
async function pointsOf({ data, layouts }: PagedRun, layout: KeptLayout): Promise<number> {
  if (layout.of === undefined) return data.examples;
  const positions = (await layouts.stored(layout))?.positions;
  return positions ? placedIn(positions).length : 0;
}

/** The examples that have a place. @param positions examples x 3 */
export function placedIn(positions: Float32Array): Int32Array {
  const all = Int32Array.from({ length: positions.length / 3 }, (_, index) => index);
  return all.filter((index) => Number.isFinite(positions[3 * index]));
}

async function onShow(run: PagedRun, { present, projection }: LayoutChoice): Promise<KeptLayout | null> {
  return projection && isMade(projection) ? run.layouts.keptAs(present, projection) : null;
}

function alike(one: KeptLayout, other: KeptLayout): boolean {
  const params: Readonly<Record<string, unknown>> = other.params;
  return one.of === other.of && Object.entries(one.params).every(([name, value]) => params[name] === value);
}
