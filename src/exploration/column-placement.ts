import { axisColumns, type ColumnLayout } from '../protocol/column-layout';
import type { ColumnValues } from '../protocol/data';
import { UserError } from '../protocol/errors';
import { type Placement, placementByNeighbours } from './placement';
import type { Codes } from './projection';

type Axis = Pick<ColumnValues, 'name' | 'values'>;

/** Where one range is more than so many times another, a common scale would show a line. */
const mostStretched = 10;

/** Points at the values of columns. What was placed last is kept: it is asked for at each move of the 3-D cursor. */
export class ColumnPlacements {
  private last: { readonly of: Codes['means']; readonly key: string; readonly placement: Placement } | null = null;

  /** @throws UserError run.noColumn, layout.noPlaces */
  of(codes: Codes, { columns: names }: ColumnLayout, columns: readonly ColumnValues[]): Placement {
    const key = JSON.stringify(names);
    if (this.last?.of === codes.means && this.last.key === key) return this.last.placement;
    const known = new Set(axisColumns(columns));
    const axes = names.map((name) => {
      const found = columns.find((column) => column.name === name && known.has(column));
      if (!found) throw new UserError('run.noColumn', { column: name });
      return found;
    });
    const placement = placementByColumns(codes, axes);
    this.last = { of: codes.means, key, placement };
    return placement;
  }
}

/**
 * Where the values of two or three columns are, in their own units; each in units of its range where the ranges are too unlike.
 * Examples that lack one have no place. The rest is as of any layout: codes and places mean those of their neighbours.
 * @throws UserError layout.noPlaces where there is none that has all.
 */
export function placementByColumns(codes: Codes, columns: readonly Axis[]): Placement {
  const { length } = columns[0].values;
  const part = Int32Array.from({ length }, (_, row) => row).filter((row) =>
    columns.every(({ values }) => Number.isFinite(values[row])),
  );
  if (part.length === 0) {
    throw new UserError('layout.noPlaces', { columns: columns.map(({ name }) => name).join(', ') });
  }
  const scales = scalesOf(columns, part);
  const positions = new Float32Array(3 * length).fill(Number.NaN);
  for (const row of part) {
    for (let axis = 0; axis < 3; axis++) {
      positions[3 * row + axis] = axis < columns.length ? columns[axis].values[row] / scales[axis] : 0;
    }
  }
  const axes = columns.map(({ name }) => ({ column: name }));
  return placementByNeighbours(codes, positions, axes, part.length < length ? part : undefined);
}

/** What each column is divided by. */
function scalesOf(columns: readonly Axis[], part: Int32Array): readonly number[] {
  const ranges = columns.map(({ values }) => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const row of part) {
      low = Math.min(low, values[row]);
      high = Math.max(high, values[row]);
    }
    return high - low;
  });
  const wide = ranges.filter((range) => range > 0);
  const isUnlike = Math.max(...wide) > mostStretched * Math.min(...wide);
  return ranges.map((range) => (isUnlike && range > 0 ? range : 1));
}
