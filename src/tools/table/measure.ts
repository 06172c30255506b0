import * as v from 'valibot';
import { formatSentence } from '../../protocol/errors';
import { measureGroups, measureNames } from '../../protocol/measures';
import { readingTool } from '../tool';
import { optionally, Run, Source, wholeNumber } from './common';

export const measure = readingTool({
  name: 'measure',
  title: 'Measure a Run',
  description:
    'Measures a trained model on examples that it did not see, each value with its standard error: how well neighbourhoods are kept, ELBO and its parts, reconstruction errors, how good samples are, active units and collapse, disentanglement where true factors are known; beside PCA where that makes sense. Takes seconds to minutes. Name measures or groups to be quicker.',
  input: v.strictObject({
    run: Run,
    data: optionally(Source, 'Other data to judge the model by; without it the examples that the run holds out.'),
    only: optionally(
      v.pipe(v.array(v.picklist([...measureGroups, ...measureNames])), v.minLength(1)),
      'Groups or single measures; without it all that are quick.',
    ),
    samples: optionally(wholeNumber(1, 5000), 'Draws of z for each example, of its log-likelihood.'),
    seed: optionally(wholeNumber(0, 2 ** 31 - 1), 'Same seed, same values.'),
  }),
  async run({ run, data, ...rest }, { workspace, free }, signal) {
    const directory = await workspace.run(run);
    const judged = data === undefined ? {} : { data: { source: await workspace.data(data) } };
    const params = { directory, backend: 'auto', ...judged, ...rest } as const;
    const { measured, warnings, ...report } = await free().call('measureRun', params, signal);
    return {
      data: {
        ...report,
        warnings: warnings.map(formatSentence),
        values: measured.flatMap(({ measure: name, group, values }) =>
          values.map(({ note, ...value }) => ({
            measure: name,
            group,
            ...value,
            ...(note && { note: formatSentence(note) }),
          })),
        ),
        absent: measured.flatMap(({ measure: name, absence }) =>
          absence ? [{ measure: name, reason: formatSentence(absence) }] : [],
        ),
      },
    };
  },
});
