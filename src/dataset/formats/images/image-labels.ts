import { dirname, resolve } from 'node:path';
import { UserError } from '../../../protocol/errors';
import type { Task } from '../../../task';
import { countLabels, type LabelHead, openLabels } from '../arrays/labels';

/**
 * The label file that a person has named for images; its path may start at the folder of theirs.
 * @throws UserError data.labels.count when it holds another number of labels; data.labels.shape.
 */
export async function openImageLabels(
  path: string,
  file: string,
  examples: number,
  task: Task,
  folder = dirname(path),
): Promise<LabelHead> {
  const labels = resolve(folder, file);
  const head = await openLabels(labels, task);
  const count = countLabels(head);
  if (count !== examples) throw new UserError('data.labels.count', { path, examples, labels, count });
  return head;
}
