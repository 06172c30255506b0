import { neighbourOverlap } from '../../exploration/compare/neighbour-overlap';
import { rowsOf } from '../../exploration/placement';
import type { Codes } from '../../exploration/projection';
import { neighbourhoodSize } from '../../protocol/data';
import { UserError } from '../../protocol/errors';
import type { MeasuredValue, MeasureName } from '../../protocol/measures';
import type { MeasureContext } from '../context';
import { type Estimate, meanOf } from '../estimate';
import { sharedLabels } from '../labels';
import { linearCodesOf } from '../linear-codes';
import type { Compute, Computes } from '../measure';
import { knnAccuracy, type LabelledCodes } from './knn-accuracy';
import { probeAccuracy } from './probe-accuracy';
import { mostPairs, shepardCorrelation, somePairs } from './shepard';
import type { Space } from './space';
import { checkCodes, spacesOf } from './spaces';
import { trustworthiness } from './trustworthiness';

/** Neighbours that vote for a class. */
const votes = 10;
/** Fewer points have no correlation of distances that says something. */
const leastForShepard = 10;

/** How a space is held against the data. */
type Held = (data: Space, reduced: Space, signal: AbortSignal) => Promise<Estimate>;

const k = neighbourhoodSize;

/** Of how much the codes keep of the data, beside principal components and layouts. */
export const reductionMeasures: Computes<
  Extract<
    MeasureName,
    'trustworthiness' | 'continuity' | 'neighbour-overlap' | 'shepard' | 'knn-accuracy' | 'probe-accuracy'
  >
> = {
  trustworthiness: ofSpaces('trustworthiness', 2 * k + 1, { k }, (data, reduced, signal) =>
    trustworthiness(data, reduced, k, signal),
  ),
  continuity: ofSpaces('continuity', 2 * k + 1, { k }, (data, reduced, signal) =>
    trustworthiness(reduced, data, k, signal),
  ),
  'neighbour-overlap': ofSpaces('neighbour-overlap', k + 1, { k }, async (data, reduced, signal) =>
    meanOf(neighbourOverlap(await data.neighbours(k, signal), await reduced.neighbours(k, signal))),
  ),
  shepard: async (context, signal) => {
    const pairs = somePairs(context.judged.count, mostPairs, context.seed);
    return ofSpaces('shepard', leastForShepard, {}, async (data, reduced) =>
      shepardCorrelation(data.points, reduced.points, pairs),
    )(context, signal);
  },
  'knn-accuracy': ofProbes('knn-accuracy', votes + 1, { k: votes }, (learned, judged, classes, signal) =>
    knnAccuracy(learned, judged, votes, classes, signal),
  ),
  'probe-accuracy': ofProbes('probe-accuracy', 2, {}, probeAccuracy),
};

/** Of the codes, principal components and layouts, each against the data. */
function ofSpaces(name: MeasureName, least: number, settings: MeasuredValue['settings'], held: Held): Compute {
  return async (context, signal) => {
    const { count } = context.judged;
    if (count < least) throw new UserError('measure.tooFewExamples', { measure: name, least, examples: count });
    const { data, reduced } = await spacesOf(context);
    const values: MeasuredValue[] = [];
    for (const space of reduced) {
      values.push({ name, of: space.of, unit: '', settings, ...(await held(data, space, signal)) });
    }
    return values;
  };
}

type Probe = (learned: LabelledCodes, judged: LabelledCodes, classes: number, signal: AbortSignal) => Promise<Estimate>;

/** Of the codes and of principal components: learned from the reference examples, asked of the judged ones. */
function ofProbes(name: MeasureName, least: number, settings: MeasuredValue['settings'], probe: Probe): Compute {
  return async (context, signal) => {
    const { names, reference, judged } = sharedLabels(context, name, least);
    const values: MeasuredValue[] = [];
    for (const { of, learned, asked } of await labelledSpaces(context)) {
      const estimate = await probe(
        { codes: rowsOf(learned, reference.rows), numbers: reference.numbers },
        { codes: rowsOf(asked, judged.rows), numbers: judged.numbers },
        names.length,
        signal,
      );
      values.push({ name, of, unit: '', settings: { ...settings, learned: reference.rows.length }, ...estimate });
    }
    return values;
  };
}

async function labelledSpaces(
  context: MeasureContext,
): Promise<readonly { readonly of: string; readonly learned: Codes; readonly asked: Codes }[]> {
  const { judged, reference } = context;
  if (!reference) throw new UserError('measure.noReference');
  const [asked, learned] = [await judged.codes(), await reference.codes()];
  checkCodes(asked);
  checkCodes(learned);
  const linear = linearCodesOf(context);
  const layouts = (await context.layouts()).flatMap(({ name: of, positions, reference: known }) => {
    const places = (means: Float32Array): Codes => ({ latent: 3, means });
    return known ? [{ of, learned: places(known), asked: places(positions) }] : [];
  });
  return [
    { of: 'codes', learned, asked },
    { of: 'pca', learned: linear.reference ?? linear.judged, asked: linear.judged },
    ...layouts,
  ];
}
