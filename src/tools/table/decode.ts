import * as v from 'valibot';
import { inJson, sheet, together } from '../sheet';
import { readingTool } from '../tool';
import { codeOf, Epoch, firstAxes, optionally, Run, wholeNumber } from './common';

const most = 64;
const columns = 8;

export const decode = readingTool({
  name: 'decode',
  title: 'Decode Codes',
  description:
    'What the decoder of a run makes of codes that are given, and how far each can be believed (support): its distance to the nearest codes of examples, the density of all codes there, and how far the code of what is decoded is from it, each beside what is usual among the examples and the share of them that are at least as far out. Pictures come as one sheet, row by row in the order of the codes.',
  input: v.strictObject({
    run: Run,
    codes: v.pipe(
      v.array(v.pipe(v.array(v.pipe(v.number(), v.finite())), v.maxLength(4096))),
      v.minLength(1),
      v.maxLength(most),
      v.description('Each with as many numbers as the latent space has dimensions.'),
    ),
    class: optionally(wholeNumber(0, 65_535), 'Of a model that knows classes: the number of one.'),
    epoch: Epoch,
  }),
  async run({ run, codes, class: ofClass, epoch = null }, { workspace, opened }, signal) {
    const trainer = await opened(await workspace.run(run), signal);
    const { record } = await trainer.call('current', {}, signal);
    const { latent } = record.config.model;
    const projection = firstAxes(latent);
    const decoded = await Promise.all(
      codes.map((numbers) => {
        const base = codeOf(record.name, numbers, latent);
        const position = [0, 1, 2].map((axis) => base[axis] ?? 0) as [number, number, number];
        return trainer.call('decode', { position, projection, from: null, base, ofClass, epoch }, signal);
      }),
    );
    const support = await Promise.all(
      decoded.map(({ z }) => trainer.call('support', { z, from: null, ofClass, epoch }, signal)),
    );
    const examples = together(decoded.map(({ example }) => example));
    const made = inJson(examples);
    return {
      data: {
        run: record.name,
        epoch: decoded[0].epoch,
        codes: decoded.map(({ z }, i) => {
          const { epoch: _, ...believed } = support[i];
          return { z, support: believed };
        }),
        ...(made && { decoded: made }),
      },
      ...(examples.kind === 'images' && {
        pictures: [sheet(examples, Math.min(columns, examples.count), 'What the decoder makes of the codes')],
      }),
    };
  },
});
