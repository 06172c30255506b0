import { UserError } from '../../../protocol/errors';
import type { Task } from '../../../task';
import { classColumn, labelColumn } from '../../examples/label-columns';
import { keep, keptOf } from '../../examples/limit';
import type { ReadOptions, Source } from '../../examples/source';
import { readLabels } from '../arrays/labels';
import { openCollection } from './image-collection';
import { openImageLabels } from './image-labels';
import { type ImageList, listImages } from './image-list';
import { folderPlace } from './image-place';

/**
 * A folder of images, to be used in one size. Labels are the names of subfolders, or those of a file that is named.
 * @throws UserError data.images.*, data.labels.* and data.encoding.*.
 */
export async function openImages(folder: string, options: ReadOptions): Promise<Source> {
  const { config, encoding, task } = options;
  if (encoding && encoding.kind !== 'pixels') throw new UserError('data.encoding.kind', { path: folder });
  const list = await listImages(folder, task.signal);
  if (list.files.length === 0) throw new UserError('data.images.none', { path: folder });
  const { files, labels, parts } = limited(await labelled(list, folder, config.labels, task), config.limit);
  const describe = (kept: readonly number[]) => {
    const pick = (names: readonly string[]) => kept.map((i) => names[i]);
    return [
      ...(labels ? [labelColumn('label', 'label', pick(labels))] : []),
      ...(parts ? [classColumn('part', 'factor', pick(parts))] : []),
    ];
  };
  const label = labels ? 'label' : undefined;
  const place = folderPlace(folder);
  return openCollection({ source: folder, format: 'images', place, files, label, describe, warnings: [] }, options);
}

/** With the labels of a file, one for each image in the order of their paths, where one is named. */
async function labelled(list: ImageList, folder: string, file: string | undefined, task: Task): Promise<ImageList> {
  if (file === undefined) return list;
  const { files } = list;
  const labels = await readLabels(await openImageLabels(folder, file, files.length, task, folder), task);
  return { ...list, labels: Array.from<string | number, string>(labels, String) };
}

function limited({ files, labels, parts }: ImageList, limit: number | undefined): ImageList {
  const kept = keep(files.length, limit, labels);
  return {
    files: keptOf(files, kept),
    labels: labels && keptOf(labels, kept),
    parts: parts && keptOf(parts, kept),
  };
}
