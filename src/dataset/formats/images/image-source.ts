import { UserError } from '../../../protocol/errors';
import { classColumn } from '../../examples/label-columns';
import { keep, keptOf } from '../../examples/limit';
import type { ReadOptions, Source } from '../../examples/source';
import { openCollection } from './image-collection';
import { type ImageList, listImages } from './image-list';

/** A folder of images, to be used in one size. @throws UserError data.images.* and data.encoding.*. */
export async function openImages(folder: string, options: ReadOptions): Promise<Source> {
  const { config, encoding, task } = options;
  if (encoding && encoding.kind !== 'pixels') throw new UserError('data.encoding.kind', { path: folder });
  const { files, labels, parts } = limited(await listImages(folder, task.signal), config.limit);
  if (files.length === 0) throw new UserError('data.images.none', { path: folder });
  const describe = (kept: readonly number[]) => {
    const pick = (names: readonly string[]) => kept.map((i) => names[i]);
    return [
      ...(labels ? [classColumn('label', 'label', pick(labels))] : []),
      ...(parts ? [classColumn('part', 'factor', pick(parts))] : []),
    ];
  };
  const label = labels ? 'label' : undefined;
  return openCollection({ source: folder, folder, files, label, describe }, options);
}

function limited({ files, labels, parts }: ImageList, limit: number | undefined): ImageList {
  const kept = keep(files.length, limit, labels);
  return {
    files: keptOf(files, kept),
    labels: labels && keptOf(labels, kept),
    parts: parts && keptOf(parts, kept),
  };
}
