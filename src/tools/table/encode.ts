import { readFile, stat } from 'node:fs/promises';
import * as v from 'valibot';
import { formatSentence, UserError } from '../../protocol/errors';
import { type GivenContent, largestGiven, longestGiven } from '../../protocol/given';
import { inJson, sheet, together } from '../sheet';
import { readingTool } from '../tool';
import type { Workspace } from '../workspace';
import { Epoch, firstAxes, optionally, Run, wholeNumber } from './common';

export const encode = readingTool({
  name: 'encode',
  title: 'Encode an Example',
  description:
    'Encodes one example and says everything about it: its code (posterior mean, sigma and KL of each dimension), its loss, its reconstruction, its nearest examples, and, of what is not in the data, how unusual it is beside them. Give one of: the index of an example of the data; a text, a row of a table (CSV or JSON) or numbers; the path of a picture.',
  input: v.strictObject({
    run: Run,
    example: optionally(wholeNumber(0, 2 ** 31 - 1), 'The index of an example of the data, from 0.'),
    text: optionally(v.pipe(v.string(), v.maxLength(longestGiven)), 'A text, a row of a table, or numbers.'),
    picture: optionally(v.string(), 'The path of a picture in the workspace.'),
    epoch: Epoch,
  }),
  async run({ run, example, text, picture, epoch = null }, { workspace, opened }, signal) {
    const given = Object.entries({ example, text, picture }).filter(([, value]) => value !== undefined);
    if (given.length !== 1) {
      throw new UserError('tool.oneExample', { given: given.map(([name]) => name).join(', ') || '0' });
    }
    const trainer = await opened(await workspace.run(run), signal);
    const { record } = await trainer.call('current', {}, signal);
    const projection = firstAxes(record.config.model.latent);
    const found =
      example === undefined
        ? await trainer.call(
            'encodeGiven',
            { content: await contentOf(workspace, text, picture), projection, epoch },
            signal,
          )
        : await trainer.call('inspect', { index: example, projection, epoch }, signal);
    const { original, reconstruction, difference: _, position: __, ...rest } = found;
    const [was, made] = [inJson(original), inJson(reconstruction)];
    const pictures = together([original, reconstruction]);
    return {
      data: {
        run: record.name,
        ...rest,
        ...('warnings' in rest && { warnings: rest.warnings.map(formatSentence) }),
        ...(was && { original: was[0] }),
        ...(made && { reconstruction: made[0] }),
      },
      ...(pictures.kind === 'images' && {
        pictures: [sheet(pictures, 2, 'On the left the example, on the right its reconstruction')],
      }),
    };
  },
});

async function contentOf(workspace: Workspace, text?: string, picture?: string): Promise<GivenContent> {
  if (picture === undefined) return { kind: 'text', text: text ?? '' };
  const path = await workspace.inside(picture);
  const { size } = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new UserError('data.unreadable', { path: picture, reason: error.message }, { cause: error });
  });
  if (size > largestGiven) {
    const megabytes = (bytes: number) => Math.ceil(bytes / 2 ** 20);
    throw new UserError('tool.tooLarge', { path: picture, size: megabytes(size), most: megabytes(largestGiven) });
  }
  return { kind: 'picture', bytes: await readFile(path) };
}
