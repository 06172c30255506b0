import * as v from 'valibot';
import { formatSentence } from '../../protocol/errors';
import { readingTool } from '../tool';
import { optionally, Source } from './common';

export const inspectData = readingTool({
  name: 'inspect_data',
  title: 'Inspect Data',
  description:
    'Reads a data set from end to end and says what it is before anything is trained on it: kind, shape, type, columns with their roles, labels, missing values, duplicates, and what could not be read. Reads images, tables (CSV, Parquet, Arrow, JSON Lines), arrays (.npy, .npz, HDF5, Zarr, safetensors), sparse counts, and text. For tables it answers the values of each column, too.',
  input: v.strictObject({
    path: Source,
    array: optionally(v.string(), 'The array of a file that holds several; without it the likeliest.'),
    labels: optionally(v.string(), 'A label file, an array of the file, or a column.'),
  }),
  async run({ path, array, labels }, { workspace, free }, signal) {
    const source = await workspace.data(path);
    const named = labels !== undefined && /[\\/]/.test(labels) ? await workspace.inside(labels) : labels;
    const reading = { ...(array !== undefined && { array }), ...(named !== undefined && { labels: named }) };
    const data = { source, ...reading };
    await workspace.allInside(data);
    const trainer = free();
    const { warnings, ...summary } = await trainer.call('describe', { data }, signal);
    const stored = source.startsWith('builtin:')
      ? undefined
      : await trainer.call('inspectData', { path: source, ...reading }, signal);
    const preview = summary.kind === 'table' ? await trainer.call('previewTable', { data }, signal) : null;
    return {
      data: {
        ...summary,
        warnings: [...new Set([...warnings, ...(stored?.warnings ?? [])].map(formatSentence))],
        ...(stored && {
          stored: { dtype: stored.dtype, shape: stored.shape, missing: stored.missing, duplicates: stored.duplicates },
        }),
        ...(preview && { preview }),
      },
    };
  },
});
