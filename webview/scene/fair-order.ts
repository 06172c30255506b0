import { robustBounds } from './bounds';

/** Bits of a place along an axis, and of the voxels of which each gets a point early. */
const bits = 10;
const voxelBits = 5;
/** Room for what is outside of the points' box, as a share of it, on each side, up to so many boxes away. */
const room = 0.25;
const farthest = 1000;

/**
 * 0..n-1 in an order of which every beginning is a fair sample of n x 3 positions that keeps sparse places: first one
 * point of each voxel in which there are any (a grid of 32 x 32 x 32 over the points' box), then the rest, evenly
 * spread along a curve through space (ranks on the Z-order curve, in the order of the van der Corput sequence): dense
 * places get more, but no place gets none by chance. Deterministic. Points that have no place come last.
 */
export function fairOrder(positions: Float32Array): Uint32Array {
  const count = positions.length / 3;
  const { ranked, keys, placed } = alongTheCurve(positions, count);
  const order = new Uint32Array(count);
  const taken = new Uint8Array(placed);
  let next = 0;
  // Of each voxel, the point in the middle of its stretch of the curve.
  const voxel = (rank: number) => keys[ranked[rank]] >>> (3 * (bits - voxelBits));
  for (let start = 0; start < placed; ) {
    let end = start + 1;
    while (end < placed && voxel(end) === voxel(start)) end++;
    const middle = (start + end) >> 1;
    taken[middle] = 1;
    order[next++] = ranked[middle];
    start = end;
  }
  scatter(order.subarray(0, next));
  const power = Math.max(1, Math.ceil(Math.log2(Math.max(2, placed))));
  for (let i = 0; i < 2 ** power; i++) {
    const rank = reversed(i, power);
    if (rank < placed && taken[rank] === 0) order[next++] = ranked[rank];
  }
  for (let i = placed; i < count; i++) order[next++] = ranked[i];
  return order;
}

/** Sorts the points along the Z-order curve (Morton): `ranked[r]` is the point of rank r. */
function alongTheCurve(
  positions: Float32Array,
  count: number,
): { readonly ranked: Uint32Array; readonly keys: Uint32Array; readonly placed: number } {
  const { min, max } = robustBounds(positions, [false, false, false]);
  const cells = 2 ** bits;
  const span = [0, 1, 2].map((axis) => max[axis] - min[axis]);
  const keys = new Uint32Array(count);
  const last = 2 ** (3 * bits);
  let placed = 0;
  for (let i = 0; i < count; i++) {
    let key = 0;
    for (let axis = 0; axis < 3; axis++) {
      const cell = cells * alongAxis((positions[3 * i + axis] - min[axis]) / span[axis]);
      if (!Number.isFinite(cell)) {
        key = last;
        break;
      }
      key |= spaced(cell < 0 ? 0 : cell >= cells ? cells - 1 : cell | 0) << axis;
    }
    keys[i] = key;
    if (key !== last) placed++;
  }
  return { ranked: sortedBy(keys), keys, placed };
}

/**
 * From a place along an axis of the box, where it is from 0 to 1, to one between 0 and 1 for all places: outside of the box by the
 * logarithm of how far, so that what is far from most points shares no voxel with others that are.
 */
function alongAxis(place: number): number {
  if (place >= 0 && place <= 1) return (room + place) / (1 + 2 * room);
  const beyond = place < 0 ? -place : place > 1 ? place - 1 : 0;
  const inside = place - Math.sign(place) * beyond;
  const outside = Math.min(room, (room * Math.log1p(beyond)) / Math.log1p(farthest));
  return (room + inside + Math.sign(place) * outside) / (1 + 2 * room);
}

/** 10 bits with two zeros between each (Morton). */
function spaced(cell: number): number {
  let x = cell;
  x = (x | (x << 16)) & 0x030000ff;
  x = (x | (x << 8)) & 0x0300f00f;
  x = (x | (x << 4)) & 0x030c30c3;
  return (x | (x << 2)) & 0x09249249;
}

const digit = 11;

/** Indices in ascending order of keys below 2^33, by counting digits. */
function sortedBy(keys: Uint32Array): Uint32Array {
  const count = keys.length;
  let from = new Uint32Array(count);
  let to = new Uint32Array(count);
  for (let i = 0; i < count; i++) from[i] = i;
  for (let shift = 0; shift < 32; shift += digit) {
    const starts = new Uint32Array(2 ** digit + 1);
    const mask = 2 ** digit - 1;
    for (let i = 0; i < count; i++) starts[((keys[i] >>> shift) & mask) + 1]++;
    for (let d = 0; d < mask; d++) starts[d + 1] += starts[d];
    for (let i = 0; i < count; i++) {
      const index = from[i];
      to[starts[(keys[index] >>> shift) & mask]++] = index;
    }
    [from, to] = [to, from];
  }
  return from;
}

/** The lowest `width` bits of a number, the last first: the van der Corput sequence, as whole numbers. */
function reversed(value: number, width: number): number {
  let v = value;
  v = ((v >>> 1) & 0x55555555) | ((v & 0x55555555) << 1);
  v = ((v >>> 2) & 0x33333333) | ((v & 0x33333333) << 2);
  v = ((v >>> 4) & 0x0f0f0f0f) | ((v & 0x0f0f0f0f) << 4);
  v = ((v >>> 8) & 0x00ff00ff) | ((v & 0x00ff00ff) << 8);
  v = (v >>> 16) | (v << 16);
  return v >>> (32 - width);
}

/** Brings a list into the order of the same sequence, in place. */
function scatter(list: Uint32Array): void {
  if (list.length < 2) return;
  const former = list.slice();
  const width = Math.ceil(Math.log2(former.length));
  let next = 0;
  for (let i = 0; i < 2 ** width; i++) {
    const rank = reversed(i, width);
    if (rank < former.length) list[next++] = former[rank];
  }
}
