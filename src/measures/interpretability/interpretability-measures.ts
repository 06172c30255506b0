import type { MeasuredValue, MeasureName } from '../../protocol/measures';
import type { MeasureContext } from '../context';
import type { Estimate } from '../estimate';
import { jackknife } from '../jackknife';
import type { Compute, Computes } from '../measure';
import { countOf, pointsAt } from '../points';
import { rounded } from '../rounded';
import { betaVaeScore } from './beta-vae-score';
import { forest } from './boosted-trees';
import { disentanglementCompletenessInformativeness } from './dci';
import { type DescribedExamples, describedExamples, isDescription, isFactor } from './described-examples';
import { factorVaeScore } from './factor-vae-score';
import { factorAt } from './factors';
import { followedColumns } from './followed-columns';
import { modularity } from './modularity';
import { bins } from './mutual-information';
import { mutualInformationGap } from './mutual-information-gap';
import { partsOf } from './parts';
import { lassoOf, treesOf } from './regressors';
import { separatedAttributePredictability } from './separated-attribute';
import { draws } from './votes';

/** Of how codes and what is known of the examples belong together. */
export const interpretabilityMeasures: Computes<
  Extract<
    MeasureName,
    'mig' | 'modularity' | 'sap' | 'dci' | 'dci-trees' | 'factor-vae-score' | 'beta-vae-score' | 'followed-columns'
  >
> = {
  mig: ofFactors('mig', 1, { bins }, ({ codes, factors }) => ({ mig: mutualInformationGap(codes, factors) })),
  modularity: ofFactors('modularity', 2, { bins }, ({ codes, factors }) => ({
    modularity: modularity(codes, factors),
  })),
  sap: ofFactors('sap', 1, {}, ({ codes, factors, numbers }) => ({
    sap: separatedAttributePredictability(codes, factors, partsOf(numbers, 2)),
  })),
  dci: ofFactors(
    'dci',
    2,
    {},
    ({ codes, factors, numbers }) => ({
      ...disentanglementCompletenessInformativeness(factors, lassoOf(codes, partsOf(numbers, 3))),
    }),
    'lasso',
  ),
  'dci-trees': ofFactors(
    'dci-trees',
    2,
    forest,
    ({ codes, factors, numbers }) => ({
      ...disentanglementCompletenessInformativeness(factors, treesOf(codes, partsOf(numbers, 3))),
    }),
    'trees',
  ),
  'factor-vae-score': ofVotes('factor-vae-score', async ({ codes, factors }, seed) =>
    factorVaeScore(codes, factors, seed),
  ),
  'beta-vae-score': ofVotes('beta-vae-score', ({ codes, factors }, seed) => betaVaeScore(codes, factors, seed)),
  'followed-columns': async (context) => {
    const wanted = { measure: 'followed-columns', choice: isDescription, factors: 1 } as const;
    const { codes, factors } = await describedExamples(context, wanted);
    return followedColumns(codes, factors).flatMap((followed, j): MeasuredValue[] => {
      const of = `z${j + 1}`;
      if (followed === null)
        return [
          {
            name: 'follows',
            of,
            value: null,
            error: null,
            unit: '',
            n: countOf(codes),
            note: { code: 'measure.followsNone', params: {} },
          },
        ];
      const { column, share, chance, correlation } = followed;
      return [
        {
          name: 'follows',
          of,
          unit: '',
          settings: { chance: rounded(chance) },
          ...share,
          note: { code: 'measure.follows', params: { column } },
        },
        ...(correlation ? [{ name: 'spearman', of: `${of}, ${column}`, unit: '', ...correlation }] : []),
      ];
    });
  },
};

/** With the errors of the examples. */
function ofFactors(
  measure: MeasureName,
  factors: number,
  settings: Readonly<Record<string, number>>,
  valuesOf: (described: DescribedExamples) => Readonly<Record<string, number>>,
  of?: string,
): Compute {
  return async (context) => {
    const found = await described(context, measure, factors);
    const names = Object.keys(valuesOf(found));
    const estimates = jackknife(countOf(found.codes), (rows) => {
      const part = {
        codes: pointsAt(found.codes, rows),
        factors: found.factors.map((factor) => factorAt(factor, rows)),
        numbers: Int32Array.from(rows, (row) => found.numbers[row]),
      };
      return Object.values(valuesOf(part));
    });
    return names.map((name, at) => ({
      name,
      ...(of && { of }),
      unit: '',
      settings: { ...settings, factors: found.factors.length },
      ...estimates[at],
    }));
  };
}

/** With the errors of the votes. */
function ofVotes(
  measure: MeasureName,
  scoreOf: (described: DescribedExamples, seed: number) => Promise<Estimate>,
): Compute {
  return async (context) => {
    const found = await described(context, measure, 2);
    const settings = { draws, examples: countOf(found.codes), chance: rounded(1 / found.factors.length) };
    return [{ name: measure, unit: '', settings, ...(await scoreOf(found, context.seed)) }];
  };
}

function described(context: MeasureContext, measure: MeasureName, factors: number): Promise<DescribedExamples> {
  return describedExamples(context, { measure, choice: isFactor, factors });
}
