import { breathe } from '../training/breathe';
import { type Inputs, unitOf } from './inputs';
import { NearestFew, type Neighbour } from './neighbours';

/** How far the input at a place is, squared; of one that is farther than `limit`, anything above that. */
type SquaredTo = (place: number, limit: number) => number;

/** The `count` inputs nearest to one of them, the nearest first. What is not finite is near to nothing. */
export function nearestToInput(inputs: Inputs, place: number, count: number): readonly Neighbour[] {
  return nearestBy(inputs, toRow(inputs, rowAt(inputs, place)), count, place);
}

/** Those nearest to the first input of others, which may be stored otherwise. */
export function nearestToOther(inputs: Inputs, others: Inputs, count: number): readonly Neighbour[] {
  const scale = unitOf(inputs) / unitOf(others);
  return nearestBy(
    inputs,
    toRow(
      inputs,
      Float64Array.from(rowAt(others, 0), (value) => value * scale),
    ),
    count,
  );
}

/** Those nearest to the mean of some; symbols are of a mean what their share in it is. */
export function nearestToCentreOfInputs(inputs: Inputs, of: Int32Array, count: number): readonly Neighbour[] {
  if (of.length === 0) return [];
  return nearestBy(inputs, inputs.areSymbols ? toShares(inputs, of) : toRow(inputs, meanOf(inputs, of)), count);
}

/**
 * The inputs that are among the `count` nearest of any of some; none is its own. Lets the process answer others meanwhile.
 * @throws the signal's reason
 */
export async function nearestOfEachInput(
  inputs: Inputs,
  of: Int32Array,
  count: number,
  signal?: AbortSignal,
): Promise<ReadonlySet<number>> {
  const found = new Set<number>();
  for (const place of of) {
    for (const { index } of nearestToInput(inputs, place, count)) found.add(index);
    await breathe();
    signal?.throwIfAborted();
  }
  return found;
}

function nearestBy(inputs: Inputs, squaredTo: SquaredTo, count: number, except = -1): readonly Neighbour[] {
  const nearest = new NearestFew(count);
  const places = inputs.values.length / inputs.width;
  for (let place = 0; place < places; place++) {
    if (place === except) continue;
    const squared = squaredTo(place, nearest.limit);
    if (squared < nearest.limit) nearest.take(place, squared);
  }
  return nearest.list(unitOf(inputs));
}

function rowAt({ values, width }: Inputs, place: number): Inputs['values'] {
  return values.subarray(place * width, (place + 1) * width);
}

function toRow({ values, width, areSymbols }: Inputs, row: ArrayLike<number>): SquaredTo {
  return (place, limit) => {
    let squared = 0;
    for (let j = 0, at = place * width; j < width && squared < limit; j++, at++) {
      squared += areSymbols ? Number(values[at] !== row[j]) : (values[at] - row[j]) ** 2;
    }
    return squared;
  };
}

function meanOf({ values, width }: Inputs, of: Int32Array): Float64Array {
  const mean = new Float64Array(width);
  for (const place of of) for (let j = 0; j < width; j++) mean[j] += values[place * width + j] / of.length;
  return mean;
}

/** Half of what one-hot symbols are apart from the mean of some, so that of one alone it is how many differ. */
function toShares({ values, width }: Inputs, of: Int32Array): SquaredTo {
  const shares = Array.from({ length: width }, () => new Map<number, number>());
  for (const place of of) {
    shares.forEach((share, j) => {
      const symbol = values[place * width + j];
      share.set(symbol, (share.get(symbol) ?? 0) + 1 / of.length);
    });
  }
  const squares = shares.map((share) => [...share.values()].reduce((sum, each) => sum + each ** 2, 0));
  return (place, limit) => {
    let squared = 0;
    for (let j = 0; j < width && squared < limit; j++) {
      squared += (1 - 2 * (shares[j].get(values[place * width + j]) ?? 0) + squares[j]) / 2;
    }
    return squared;
  };
}
