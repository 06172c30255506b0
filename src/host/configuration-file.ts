import { dirname, isAbsolute, relative, sep } from 'node:path';
import { isWithin } from '../data-path';
import type { RunRequest } from '../protocol/config';
import { dataName } from '../protocol/names';

/** What a configuration is called for its file: the name of the run, or that of its data. */
export function configurationName({ name, data }: RunRequest): string {
  // What no file system takes in a name, and what hides a file.
  const safe = (name ?? dataName(data)).replace(/[\\/:*?"<>|\p{Cc}]+/gu, '-').replace(/^[.\s]+|[.\s]+$/g, '');
  return safe === '' ? 'configuration' : safe;
}

/**
 * The text of a file with the request. Paths of what lies in `root` are written relative to the file, so that both can move
 * together; others as they are.
 */
export function configurationText(request: RunRequest, file: string, root: string): string {
  const near = (path: string) => (isAbsolute(path) && isWithin(root, path) ? relativePath(path, dirname(file)) : path);
  const { data } = request;
  const own =
    typeof data === 'string'
      ? near(data)
      : {
          ...data,
          source: near(data.source),
          ...(data.labels !== undefined && { labels: near(data.labels) }),
          ...(data.exclude !== undefined && { exclude: near(data.exclude) }),
        };
  return `${JSON.stringify({ ...request, data: own }, null, 2)}\n`;
}

function relativePath(path: string, folder: string): string {
  return relative(folder, path).split(sep).join('/') || '.';
}
