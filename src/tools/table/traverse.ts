import * as v from 'valibot';
import { UserError } from '../../protocol/errors';
import { traversalLimits } from '../../protocol/traversals';
import { inJson, sheet } from '../sheet';
import { readingTool } from '../tool';
import { codeOf, Epoch, firstAxes, optionally, Run, wholeNumber } from './common';

const usual = { steps: 7, reach: 2, dimensions: 8 };

export const traverse = readingTool({
  name: 'traverse',
  title: 'Traverse Latent Dimensions',
  description:
    'Goes along latent dimensions, one at a time, with all others held, and shows what the decoder makes of each step: what a dimension means. Begins at the mean code, an example, or a code. Pictures come as one sheet: a row for each dimension. Rows and texts come as lists.',
  input: v.strictObject({
    run: Run,
    dimensions: optionally(
      v.pipe(v.array(wholeNumber(0, 4095)), v.minLength(1), v.maxLength(traversalLimits.dimensions)),
      `From 0; without it the ${usual.dimensions} with the largest KL.`,
    ),
    example: optionally(wholeNumber(0, 2 ** 31 - 1), 'Around this example of the data, by its index.'),
    code: optionally(v.pipe(v.array(v.number()), v.maxLength(4096)), 'Around this code.'),
    steps: optionally(wholeNumber(2, traversalLimits.steps), `Frames of each; ${usual.steps} without it.`),
    reach: optionally(
      v.pipe(v.number(), v.gtValue(0), v.maxValue(traversalLimits.reach)),
      `Standard deviations of the codes to either side; ${usual.reach} without it.`,
    ),
    epoch: Epoch,
  }),
  async run(input, { workspace, opened }, signal) {
    const { steps = usual.steps, reach = usual.reach, example, code, epoch = null } = input;
    const trainer = await opened(await workspace.run(input.run), signal);
    const { record, history } = await trainer.call('current', {}, signal);
    const { latent } = record.config.model;
    const dimensions = input.dimensions ?? strongest(history.at(-1)?.klDimensions, latent);
    const beyond = dimensions.find((dimension) => dimension >= latent);
    if (beyond !== undefined) {
      throw new UserError('tool.dimension', { run: record.name, latent, last: latent - 1, dimension: beyond });
    }
    const around =
      code !== undefined
        ? { around: { code: codeOf(record.name, code, latent) } }
        : example !== undefined
          ? { around: { example } }
          : {};
    const params = { dimensions, steps, reach, projection: firstAxes(latent), epoch, ...around };
    const { decoded, codes, epoch: by } = await trainer.call('traversals', params, signal);
    const made = inJson(decoded);
    const values = (place: number) =>
      Array.from({ length: steps }, (_, step) => codes[(place * steps + step) * latent + dimensions[place]]);
    return {
      data: {
        run: record.name,
        epoch: by,
        dimensions: dimensions.map((dimension, place) => ({
          dimension,
          values: values(place),
          ...(made && { decoded: made.slice(place * steps, (place + 1) * steps) }),
        })),
      },
      ...(decoded.kind === 'images' && {
        pictures: [sheet(decoded, steps, `A row for each of the dimensions ${dimensions.join(', ')}`)],
      }),
    };
  },
});

/** The dimensions that say most, by their KL; the first where that is not known. */
function strongest(kl: readonly number[] | undefined, latent: number): number[] {
  const all = Array.from({ length: latent }, (_, dimension) => dimension);
  if (kl) all.sort((a, b) => kl[b] - kl[a]);
  return all.slice(0, usual.dimensions);
}
