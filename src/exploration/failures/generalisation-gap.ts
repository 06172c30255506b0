import type { Neighbours } from '../../layout/neighbours';

/**
 * How far the loss of each held-out example is above the mean loss of the training examples among its nearest codes: what is learned
 * there does not hold for it. NaN of training examples, and where none is near.
 */
export function generalisationGap(losses: Float32Array, { k, indices }: Neighbours, heldOut: Int32Array): Float32Array {
  const isHeldOut = new Uint8Array(losses.length);
  for (const index of heldOut) isHeldOut[index] = 1;
  const gaps = new Float32Array(losses.length).fill(Number.NaN);
  for (const index of heldOut) {
    const near = indices.subarray(index * k, (index + 1) * k).filter((other) => other >= 0 && isHeldOut[other] === 0);
    const mean = near.reduce((sum, other) => sum + losses[other], 0) / near.length;
    gaps[index] = losses[index] - mean;
  }
  return gaps;
}
