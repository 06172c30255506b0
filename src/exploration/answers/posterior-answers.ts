import { range } from '../../training/encoding';
import { drawClasses } from '../decoded-classes';
import { deviationsOf } from '../deviations';
import { effectsOf } from '../dimension-effects';
import { indicesOf, spread } from '../example-set';
import type { ExplorationContext } from '../exploration-context';
import { isThere, placeOf } from '../explored-data';
import { findFailures } from '../failures/failures';
import { rowsOf } from '../placement';
import { bodiesOf } from '../posterior-bodies';
import { priorFit } from '../prior-fit/prior-fit';
import type { Answers } from './answers';

/** Examples around whose codes it is asked what a dimension does. */
const probed = 64;

/** What the posteriors are, by dimension and beside the prior, and which examples the model fails. */
export function posteriorAnswers(
  context: ExplorationContext,
): Answers<'dimensionEffects' | 'posteriorBodies' | 'sigmaHistograms' | 'priorFit' | 'failures'> {
  const { run, columns } = context;
  const { data } = run;
  return {
    dimensionEffects: ({ epoch: wanted = null }) =>
      run.showing(wanted, async ({ computation, epoch, codes, weights }) => {
        const { latent, means } = codes;
        const some = spread(range(0, means.length / latent), probed);
        const around = rowsOf(codes, some).means;
        const classes = drawClasses(computation, some.length, 1);
        const decode = (several: readonly Float32Array[]) =>
          weights.exclusive(async () => several.map((rows) => computation.decode(rows, classes)));
        return { epoch, ...(await effectsOf(decode, around, deviationsOf(codes))) };
      }),

    async posteriorBodies({ of, most, projection, epoch: wanted = null }) {
      const there = indicesOf(of, data.examples).filter((index) => isThere(data, index));
      const indices = spread(there, most);
      const places = indices.map((index) => placeOf(data, index));
      return run.showing(wanted, async (shown) => {
        const { basis } = await context.projected(shown, projection);
        return {
          epoch: shown.epoch,
          indices,
          axes: await shown.weights.exclusive(() => bodiesOf(shown, places, basis)),
        };
      });
    },

    sigmaHistograms: ({ epoch = null }, signal) => columns.sigmaHistograms(epoch, signal),

    priorFit: ({ projection, seed, epoch: wanted = null }) =>
      run.showing(wanted, async (shown) => {
        const { placement } = await context.placement(shown.epoch, shown.codes, projection);
        return priorFit(run, shown, placement, seed);
      }),

    failures: (params, signal) => findFailures(run, columns, params, signal),
  };
}
