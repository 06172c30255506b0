import { compareSamples, type Kernel } from '../../exploration/prior-fit/two-sample';
import { UserError } from '../../protocol/errors';
import type { MeasuredValue, MeasureName } from '../../protocol/measures';
import type { MeasureContext } from '../context';
import type { Estimate } from '../estimate';
import type { Computes } from '../measure';
import { countOf, type Points } from '../points';
import { rounded } from '../rounded';
import { densityCoverage, densityNeighbours } from './density-coverage';
import { type FeatureSpace, featureSpaceOf } from './feature-space';
import { frechetEstimate } from './frechet-distance';
import { ngramOverlap, novelTexts, orders } from './ngrams';
import { distanceRatio } from './novelty';
import { precisionNeighbours, precisionRecall } from './precision-recall';
import { trainingDistances } from './training-distances';
import { textsOf, writtenTexts } from './written-texts';

/** Points of each that a kernel is taken of each two of. */
const compared = 512;
/** Texts that are written, which takes a step for each symbol. */
const writtenMost = 1000;

type Named = 'mmd' | 'frechet' | 'precision-recall' | 'density-coverage' | 'novelty' | 'ngrams';

/** Of draws from the prior, as the decoder gives them, against examples that the model was not trained on. */
export const generationMeasures: Computes<Extract<MeasureName, Named>> = {
  mmd: async (context) => {
    const values: MeasuredValue[] = [];
    for (const { of, points, data, features } of await pairsOf(context, 'mmd')) {
      for (const kernel of ['gaussian', 'polynomial'] as const)
        values.push(...(await discrepancy(kernel, { of, points, data, features }, context.seed)));
    }
    return values;
  },
  frechet: async (context) => {
    const pairs = await pairsOf(context, 'frechet');
    return pairs.map(({ of, points, data, features }) => ({
      name: 'frechet',
      of,
      unit: '',
      settings: { features },
      ...frechetEstimate(data, points),
    }));
  },
  'precision-recall': ofPairs('precision-recall', precisionNeighbours, async (data, points) => ({
    ...(await precisionRecall(data, points)),
  })),
  'density-coverage': ofPairs('density-coverage', densityNeighbours, async (data, points) => ({
    ...(await densityCoverage(data, points)),
  })),
  novelty: async (context) => {
    const { samples, heldOut } = await trainingDistances(context);
    const ratio = distanceRatio(samples, heldOut);
    if (!ratio) throw new UserError('measure.heldOutKnown');
    const copies = samples.filter((distance) => distance === 0).length;
    return [
      { name: 'novelty', unit: '', ...ratio },
      { name: 'copies', unit: '', error: null, value: copies / samples.length, n: samples.length },
    ];
  },
  ngrams: async ({ judged, reference, samples, shape }) => {
    if (!reference) throw new UserError('measure.noReference');
    const count = Math.min(writtenMost, judged.count);
    const written = writtenTexts((await samples(count)).examples, shape);
    const [training, heldOut] = [textsOf(reference, shape), textsOf(judged, shape).slice(0, count)];
    const both = [
      { of: 'samples', texts: written },
      { of: 'examples', texts: heldOut },
    ];
    return both.flatMap(({ of, texts }): MeasuredValue[] => [
      ...orders.flatMap((order): MeasuredValue[] => {
        const { known, distinct } = ngramOverlap(texts, training, order);
        return [
          { name: 'known-n-grams', of, unit: '', settings: { order }, ...known },
          {
            name: 'distinct-n-grams',
            of,
            unit: '',
            settings: { order },
            value: distinct,
            error: null,
            n: texts.length,
          },
        ];
      }),
      { name: 'novel-texts', of, unit: '', ...novelTexts(texts, training) },
    ]);
  },
};

/** Something that is held against the data. */
interface Pair {
  readonly of: string;
  readonly points: Points;
  readonly data: Points;
  readonly features: number;
}

/** Samples, and other examples, which say what real ones reach. */
async function pairsOf(context: MeasureContext, measure: MeasureName): Promise<readonly Pair[]> {
  const { data, samples, others, features }: FeatureSpace = await featureSpaceOf(context, measure);
  return [
    { of: 'samples', points: samples, data, features },
    ...(others ? [{ of: 'examples', points: others, data, features }] : []),
  ];
}

function ofPairs(
  measure: MeasureName,
  k: number,
  valuesOf: (data: Points, points: Points) => Promise<Readonly<Record<string, Estimate>>>,
) {
  return async (context: MeasureContext): Promise<readonly MeasuredValue[]> => {
    const values: MeasuredValue[] = [];
    for (const { of, points, data, features } of await pairsOf(context, measure)) {
      for (const [name, estimate] of Object.entries(await valuesOf(data, points)))
        values.push({ name, of, unit: '', settings: { k, features }, ...estimate });
    }
    return values;
  };
}

async function discrepancy(
  kernel: Kernel,
  { of, points, data, features }: Pair,
  seed: number,
): Promise<MeasuredValue[]> {
  const n = Math.min(compared, countOf(data));
  const first = ({ values, dims }: Points) => values.subarray(0, n * dims);
  const found = await compareSamples(first(points), first(data), data.dims, seed, kernel);
  const { value, error, pValue, bandwidth } = found;
  const settings = { features, ...(Number.isNaN(bandwidth) ? {} : { bandwidth: rounded(bandwidth) }) };
  return [
    { name: `mmd-${kernel}`, of, unit: '', settings, value, error, n },
    { name: `mmd-${kernel}-p`, of, unit: '', value: pValue, error: null, n },
  ];
}
