import * as v from 'valibot';
import { inJson, sheet, together } from '../sheet';
import { readingTool } from '../tool';
import { Epoch, firstAxes, optionally, Run, wholeNumber } from './common';

const usual = 8;
const most = 24;

export const worstReconstructions = readingTool({
  name: 'worst_reconstructions',
  title: 'Worst Reconstructions',
  description:
    'Shows the examples that a model reconstructs worst (or best), what it makes of them, the error in nats, and the file and line each comes from: often mislabelled, damaged or rare data. Pictures come as one sheet: originals in the upper row, reconstructions below.',
  input: v.strictObject({
    run: Run,
    count: optionally(wholeNumber(1, most), `How many; ${usual} without it.`),
    order: optionally(v.picklist(['worst', 'best']), 'worst without it.'),
    split: optionally(v.picklist(['train', 'validation']), 'Of this part of the data alone.'),
    epoch: Epoch,
  }),
  async run({ run, count = usual, order = 'worst', split, epoch = null }, { workspace, opened }, signal) {
    const trainer = await opened(await workspace.run(run), signal);
    const wanted = { order, filter: null, offset: 0, count, epoch, ...(split && { split }) } as const;
    const found = await trainer.call('reconstructions', wanted, signal);
    const { record } = await trainer.call('current', {}, signal);
    const projection = firstAxes(record.config.model.latent);
    const inspected = await Promise.all(
      [...found.indices].map((index) => trainer.call('inspect', { index, projection, epoch }, signal)),
    );
    const [originals, made] = [inJson(found.originals), inJson(found.reconstructions)];
    const examples = inspected.map(({ index, columns, source, split: part }, i) => ({
      index,
      error: found.errors[i],
      split: part,
      columns: Object.fromEntries(columns.map(({ name, value }) => [name, value])),
      source,
      ...(originals && { original: originals[i] }),
      ...(made && { reconstruction: made[i] }),
    }));
    const both = together([found.originals, found.reconstructions]);
    return {
      data: { run: record.name, epoch: found.epoch, order, of: found.total, unit: 'nats', examples },
      ...(both.kind === 'images' &&
        both.count > 0 && {
          pictures: [sheet(both, both.count / 2, `Above ${order} reconstructed examples, below their reconstructions`)],
        }),
    };
  },
});
