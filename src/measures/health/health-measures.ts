import { UserError } from '../../protocol/errors';
import type { MeasuredValue, MeasureName } from '../../protocol/measures';
import { discreteCodes } from '../../protocol/posteriors';
import { permutation, random } from '../../random';
import type { MeasureContext, MeasuredExamples } from '../context';
import { distancesOf, trainingDistances } from '../generation/training-distances';
import type { Computes } from '../measure';
import { pointsAt } from '../points';
import { activeUnits, activeVariance } from './active-units';
import { posteriorCalibration, residualCalibration } from './calibration-values';
import { choicesOf } from './code-choices';
import { codeUsage } from './discrete-codes';
import { generalisationGap } from './generalisation-gap';
import { klByDimension } from './kl-by-dimension';
import { memorisation } from './memorisation';

/** Tells this choice from others. */
const halfSeed = 0x3e1;

type Named = 'calibration' | 'active-units' | 'kl-by-dimension' | 'code-usage' | 'generalisation-gap' | 'memorisation';

/** Of what a model makes of its latent space, and of its training half. */
export const healthMeasures: Computes<Extract<MeasureName, Named>> = {
  'active-units': async ({ judged }) => {
    const { means, latent } = await judged.codes();
    const { count } = activeUnits({ values: means, dims: latent });
    return [{ name: 'active-units', unit: '', settings: { dimensions: latent, threshold: activeVariance }, ...count }];
  },
  'kl-by-dimension': async ({ judged, capabilities }) => {
    const { means, logVars, latent } = await judged.codes();
    if (!capabilities.klByDimension || !logVars) throw new UserError('measure.noKlByDimension');
    const { dimensions, total, collapsed } = klByDimension(means, logVars, latent);
    return [
      { name: 'kl', unit: 'nats', ...total },
      { name: 'collapsed', unit: '', settings: { dimensions: latent }, value: collapsed, error: null, n: judged.count },
      ...dimensions.map((kl, j): MeasuredValue => ({ name: 'kl', of: `z${j + 1}`, unit: 'nats', ...kl })),
    ];
  },
  'code-usage': async ({ judged, model, shape }) => {
    const discrete = discreteCodes(model, shape);
    if (!discrete) throw new UserError('measure.onlyDiscrete');
    const { means, latent } = await judged.codes();
    const lists = choicesOf({ values: means, dims: latent }, discrete);
    return lists.flatMap(({ numbers, codes }, list): MeasuredValue[] => {
      const of = lists.length > 1 ? `list ${list + 1}` : undefined;
      const { perplexity, dead } = codeUsage(numbers, codes);
      return [
        { name: 'perplexity', of, unit: '', settings: { codes }, ...perplexity },
        { name: 'dead-codes', of, unit: '', settings: { codes }, value: dead, error: null, n: numbers.length },
      ];
    });
  },
  calibration: async (context) => [...(await residualCalibration(context)), ...(await posteriorCalibration(context))],
  'generalisation-gap': async ({ judged, reference }) => {
    if (!reference) throw new UserError('measure.noReference');
    const gap = generalisationGap(await lossesOf(reference), await lossesOf(judged));
    return [{ name: 'generalisation-gap', unit: 'nats', settings: { training: reference.count }, ...gap }];
  },
  memorisation: async (context) => {
    const { samples, heldOut, points } = await trainingDistances(context);
    const halves = await halvesOf(context);
    const to = async (half: Float32Array) => distancesOf(points.samples, { values: half, dims: points.samples.dims });
    const found = memorisation(
      { toTraining: await to(halves.training), toHeldOut: await to(halves.heldOut) },
      { samples, heldOut },
    );
    const { nearerToTraining, copying, farther, isCopying } = found;
    const n = samples.length;
    return [
      { name: 'nearer-to-training', unit: '', settings: { examples: halves.count }, ...nearerToTraining },
      { name: 'farther-than-held-out', unit: '', ...farther },
      {
        name: 'data-copying',
        unit: 'standard deviations',
        value: copying,
        error: null,
        n,
        note: { code: isCopying ? 'measure.copies' : 'measure.copiesNot', params: {} },
      },
    ];
  },
};

/** The negative ELBO of each example at the posterior's mean, nats; of a plain autoencoder the reconstruction term. */
async function lossesOf(examples: MeasuredExamples): Promise<Float32Array> {
  const { reconstruction, kl } = await examples.losses();
  return reconstruction.map((term, i) => term + kl[i]);
}

/** As many training examples as held-out ones, at random. */
async function halvesOf({ judged, reference, seed }: MeasureContext) {
  if (!reference) throw new UserError('measure.noReference');
  const dims = judged.originals().length / judged.count;
  const count = Math.min(judged.count, reference.count);
  const some = (examples: MeasuredExamples) =>
    pointsAt(
      { values: examples.originals(), dims },
      permutation(examples.count, random(seed, halfSeed)).slice(0, count),
    ).values;
  return { training: some(reference), heldOut: some(judged), count };
}
