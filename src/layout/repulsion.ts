import type { PointTree } from './point-tree';

/**
 * A node is taken for as many points at its centre where its longest side, squared, is below this share of 1 + d^2, with d
 * the distance to those that it pushes away: the force 1 / (1 + d^2)^2 hardly differs within it.
 */
const opening = 0.25;

/** Nodes and points whose forces are added up at once, x, y, z and how many they are: as many as caches have room for. */
const batch = new Float64Array(4 * 1024);
/** Of the points of a leaf: the force in three coordinates, and the sum of the similarities. */
const totals = new Float64Array(4 * 64);

/**
 * Pushes the points of one leaf away from all others, by Barnes and Hut's approximation in the form for groups of points
 * (Barnes 1990): one walk through the tree finds the nodes for all of them.
 * @param repulsion n x 3: gets sum_j q_ij^2 (y_i - y_j) of the leaf's points, with q = 1 / (1 + d^2).
 * @returns The sum of their q_ij over all j, i among them.
 */
export function repel(tree: PointTree, leaf: number, repulsion: Float64Array): number {
  const { order, sorted, begins, ends, skips, leaves, centres, boxes, extents } = tree;
  const own = leaves[leaf];
  const [begin, end] = [begins[own], ends[own]];
  const [lowX, lowY, lowZ, highX, highY, highZ] = boxes.subarray(6 * own, 6 * own + 6);
  totals.fill(0);
  let size = 0;
  for (let node = 0; node < skips.length; ) {
    if (size + 4 * 64 > batch.length) {
      addUp(size);
      size = 0;
    }
    const x = centres[3 * node];
    const y = centres[3 * node + 1];
    const z = centres[3 * node + 2];
    const dx = x < lowX ? lowX - x : x > highX ? x - highX : 0;
    const dy = y < lowY ? lowY - y : y > highY ? y - highY : 0;
    const dz = z < lowZ ? lowZ - z : z > highZ ? z - highZ : 0;
    if (extents[node] <= opening * (1 + dx * dx + dy * dy + dz * dz)) {
      batch[size] = x;
      batch[size + 1] = y;
      batch[size + 2] = z;
      batch[size + 3] = ends[node] - begins[node];
      size += 4;
      node = skips[node];
      continue;
    }
    if (skips[node] === node + 1) {
      for (let at = 3 * begins[node]; at < 3 * ends[node]; at += 3) {
        batch[size] = sorted[at];
        batch[size + 1] = sorted[at + 1];
        batch[size + 2] = sorted[at + 2];
        batch[size + 3] = 1;
        size += 4;
      }
    }
    node++;
  }
  addUp(size);
  let similarities = 0;
  for (let at = begin, total = 0; at < end; at++, total += 4) {
    const to = 3 * order[at];
    repulsion[to] = totals[total];
    repulsion[to + 1] = totals[total + 1];
    repulsion[to + 2] = totals[total + 2];
    similarities += totals[total + 3];
  }
  return similarities;

  function addUp(length: number): void {
    for (let at = begin, total = 0; at < end; at++, total += 4) {
      const x = sorted[3 * at];
      const y = sorted[3 * at + 1];
      const z = sorted[3 * at + 2];
      let [forceX, forceY, forceZ, sum] = [0, 0, 0, 0];
      for (let i = 0; i < length; i += 4) {
        const dx = x - batch[i];
        const dy = y - batch[i + 1];
        const dz = z - batch[i + 2];
        const q = 1 / (1 + dx * dx + dy * dy + dz * dz);
        const many = batch[i + 3] * q;
        const force = many * q;
        sum += many;
        forceX += force * dx;
        forceY += force * dy;
        forceZ += force * dz;
      }
      totals[total] += forceX;
      totals[total + 1] += forceY;
      totals[total + 2] += forceZ;
      totals[total + 3] += sum;
    }
  }
}
