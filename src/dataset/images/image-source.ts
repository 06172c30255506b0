import { UserError } from '../../protocol/errors';
import { classColumn } from '../arrays/labels';
import type { Source } from '../source';
import { type ImageOptions, openCollection } from './image-collection';
import { type ImageList, listImages } from './image-list';

/** A folder of images, to be used in one size. @throws UserError data.images.* and data.encoding.*. */
export async function openImages(folder: string, options: ImageOptions): Promise<Source> {
  const { config, encoding, task } = options;
  if (encoding && encoding.kind !== 'pixels') throw new UserError('data.encoding.kind', { path: folder });
  const { files, labels, parts } = firstImages(await listImages(folder, task.signal), config.limit);
  if (files.length === 0) throw new UserError('data.images.none', { path: folder });
  const describe = (kept: readonly number[]) => {
    const pick = (names: readonly string[]) => kept.map((i) => names[i]);
    return [
      ...(labels ? [classColumn('label', 'label', pick(labels))] : []),
      ...(parts ? [classColumn('part', 'factor', pick(parts))] : []),
    ];
  };
  return openCollection({ source: folder, folder, files, describe }, options);
}

function firstImages({ files, labels, parts }: ImageList, limit = files.length): ImageList {
  return {
    files: files.slice(0, limit),
    labels: labels?.slice(0, limit) ?? null,
    parts: parts?.slice(0, limit) ?? null,
  };
}
