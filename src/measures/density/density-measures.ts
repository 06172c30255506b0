import { hasClosedKl, priorOf } from '../../protocol/composition';
import { UserError } from '../../protocol/errors';
import type { MeasuredValue, MeasureName } from '../../protocol/measures';
import { breathe } from '../../training/breathe';
import { type Estimate, meanOf } from '../estimate';
import type { Computes } from '../measure';
import { annealedLogLikelihoods, tunedSizes } from './annealed-importance';
import { sigmoidSchedule } from './annealing-schedule';
import { bitsOf } from './bits';
import { elbosOf } from './elbos';
import { decomposeKl } from './kl-decomposition';

/** Draws of z that the likelihood of an example is estimated from, unless others are asked for. */
const usualSamples = 1000;
/** Draws of q(z) that its parts are means over: as many as so many exponentials allow, within these bounds. */
const aggregateDraws = { most: 2048, least: 256, exponentials: 3e8 };

/** Of an annealed likelihood: densities between prior and posterior, unless others are asked for, and examples at most, which take minutes. */
const annealing = { temperatures: 500, most: 100 };

const nats = 'nats';

/** How probable the data are to the model, and what its KL is made of. */
export const densityMeasures: Computes<
  Extract<MeasureName, 'elbo' | 'log-likelihood' | 'log-likelihood-ais' | 'bits-per-dimension' | 'elbo-decomposition'>
> = {
  async elbo({ judged, model }) {
    const { reconstruction, kl } = await judged.bounds();
    const part = (name: string, estimate: Estimate): MeasuredValue => ({ name, unit: nats, ...estimate });
    return [
      part('elbo', meanOf(elbosOf({ reconstruction, kl }))),
      part('reconstruction', meanOf(reconstruction)),
      part(hasClosedKl(model) ? 'kl' : 'kl (by draws)', meanOf(kl)),
    ];
  },

  async 'log-likelihood'({ judged, likelihoodSamples = usualSamples }) {
    const found = await judged.logLikelihoods(likelihoodSamples);
    return [{ name: 'log-likelihood', unit: nats, settings: { samples: found.samples }, ...meanOf(found.values) }];
  },

  'log-likelihood-ais': async ({ judged, seed, temperatures = annealing.temperatures }, signal) => {
    const schedule = sigmoidSchedule(temperatures);
    const values: number[] = [];
    let [sizes, chains]: [Float64Array | undefined, number] = [undefined, 0];
    for await (const part of judged.annealed(annealing.most)) {
      sizes ??= await tunedSizes(part, schedule, seed, signal);
      values.push(...(await annealedLogLikelihoods(part, schedule, sizes, seed ^ values.length, signal)));
      chains = part.chains;
    }
    return [{ name: 'log-likelihood-ais', unit: nats, settings: { temperatures, chains }, ...meanOf(values) }];
  },

  'bits-per-dimension': async (context) => [await bitsOf(context)],

  async 'elbo-decomposition'({ judged, model, seed }, signal) {
    if (priorOf(model).name !== 'standard') throw new UserError('measure.noStandardPrior');
    const codes = await judged.codes();
    const { most, least, exponentials } = aggregateDraws;
    const draws = Math.max(least, Math.min(most, Math.floor(exponentials / codes.means.length)));
    const parts = await decomposeKl(codes, draws, seed, async () => {
      signal.throwIfAborted();
      await breathe();
    });
    const settings = { examples: judged.count };
    const part = (name: string, estimate: Estimate): MeasuredValue => ({ name, unit: nats, settings, ...estimate });
    return [
      part('index-code mutual information', parts.mutualInformation),
      part('total correlation', parts.totalCorrelation),
      part('dimension-wise kl', parts.dimensionWise),
    ];
  },
};
