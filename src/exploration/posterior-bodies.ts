import type { LoadedModel } from '../compute';
import { inBatches } from '../training/encoding';
import { type Basis, byDeviations, byFactor, halfAxes } from './half-axes';

/**
 * The half axes of the posteriors of some examples as a projection shows them, examples x 9, as `PosteriorBodies` has them.
 * @param places Of the examples, among the values of the data set.
 */
export async function bodiesOf(
  { model, computation }: LoadedModel,
  places: Int32Array,
  basis: Basis,
): Promise<Float32Array> {
  const axes = new Float32Array(9 * places.length);
  const { latent } = model.config;
  const isFull = model.config.posterior?.name === 'full-covariance';
  await inBatches(places.length, (begin, end) => {
    const some = places.subarray(begin, end);
    const spreads = isFull ? computation.choleskyFactors(some) : computation.encode(some).logVars;
    if (!spreads) throw new Error('This posterior has no spread');
    const width = isFull ? latent * latent : latent;
    for (let row = 0; row < some.length; row++) {
      const own = spreads.subarray(row * width, (row + 1) * width);
      const shown = isFull ? byFactor(basis, own) : byDeviations(basis, own);
      axes.set(halfAxes(shown), 9 * (begin + row));
    }
  });
  return axes;
}
