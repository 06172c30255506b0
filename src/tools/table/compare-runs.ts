import * as v from 'valibot';
import { mostCompared } from '../../protocol/compare';
import { configDifferences } from '../../protocol/config-differences';
import { readingTool } from '../tool';
import { optionally, Run, Source } from './common';

export const compareRuns = readingTool({
  name: 'compare_runs',
  title: 'Compare Runs',
  description:
    'Compares two to four runs: which settings differ, the metrics of each, and how alike their codes are (linear CKA, Procrustes disparity, correlation of distances, share of nearest neighbours in common beside what chance gives). Runs of different data need data that all of them can encode.',
  input: v.strictObject({
    runs: v.pipe(v.array(Run), v.minLength(2), v.maxLength(mostCompared)),
    data: optionally(Source, 'Encoded by each run; without it their stored codes of the same data are compared.'),
  }),
  async run({ runs, data }, { workspace, free }, signal) {
    const directories = await Promise.all(runs.map((run) => workspace.run(run)));
    const encoded = data === undefined ? {} : { data: { source: await workspace.data(data) } };
    const compared = await free().call('compareRuns', { runs: directories, backend: 'auto', ...encoded }, signal);
    return {
      data: {
        runs: compared.runs.map(({ config: _, ...run }) => run),
        differences: configDifferences(compared.runs.map(({ config }) => config)),
        pairs: compared.pairs,
      },
    };
  },
});
