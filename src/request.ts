import { dirname, resolve } from 'node:path';
import * as v from 'valibot';
import { type DataConfig, RunRequest } from './protocol/config';
import { UserError } from './protocol/errors';
import { problemOf, type Translate } from './protocol/problems';

type Issue = v.BaseIssue<unknown>;

/** @throws UserError `config.invalid`, naming the field and its problem. @param origin Where the request stands. */
export function checkRequest(value: unknown, origin: string, t: Translate): RunRequest {
  const result = v.safeParse(RunRequest, value);
  if (result.success) return result.output;
  const { issue, path } = closest(result.issues[0]);
  const field = path.join('.') || t('the content');
  throw new UserError('config.invalid', { file: origin, field, problem: problemOf(issue, t) });
}

/** The request in the text of a `*.latent.json` file. @throws UserError `config.invalid` */
export function parseRequest(text: string, file: string, t: Translate): RunRequest {
  const json = text.replace(/^\uFEFF/, '');
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    const line = lineOf(json, error);
    const field = line === undefined ? t('the content') : t('line {0}', line);
    throw new UserError('config.invalid', { file, field, problem: t('is not valid JSON') }, { cause: error });
  }
  return checkRequest(value, file, t);
}

/** The request with absolute paths. Relative ones start at `folder`; a label that names no file there is a column. */
export async function resolvePaths(
  request: RunRequest,
  folder: string,
  exists: (path: string) => Promise<boolean>,
): Promise<RunRequest> {
  const { data, from } = request;
  const origin = from === undefined ? {} : { from: resolve(folder, from) };
  if (typeof data === 'string') return { ...request, ...origin, data: absolutePath(data, folder) };
  return { ...request, ...origin, data: await resolveDataPaths(data, folder, exists) };
}

/** The same for what names data, or a part of that. */
export async function resolveDataPaths<Data extends Partial<DataConfig>>(
  data: Data,
  folder: string,
  exists: (path: string) => Promise<boolean>,
): Promise<Data> {
  const { source, labels, exclude, validation } = data;
  return {
    ...data,
    ...(validation !== undefined && { validation: await resolveDataPaths(validation, folder, exists) }),
    ...(source !== undefined && { source: absolutePath(source, folder) }),
    ...(labels !== undefined && (await exists(resolve(folder, labels))) && { labels: absolutePath(labels, folder) }),
    ...(exclude !== undefined && { exclude: resolve(folder, exclude) }),
  };
}

function absolutePath(path: string, folder: string): string {
  return path.startsWith('builtin:') ? path : resolve(folder, path);
}

/** The folder that relative paths of a file start at. */
export const folderOf = dirname;

/** Where the issue is; of a union, in the alternative that came closest: an object is judged as an object. */
function closest(issue: Issue): { issue: Issue; path: readonly unknown[] } {
  const path = issue.path?.map(({ key }) => key) ?? [];
  const inner = issue.issues?.find((candidate) => candidate.path !== undefined);
  if (!inner) return { issue, path };
  const further = closest(inner);
  return { issue: further.issue, path: [...path, ...further.path] };
}

/** The line a JSON parser stopped at, from 1; engines say it in different words. */
function lineOf(text: string, error: unknown): number | undefined {
  const message = error instanceof Error ? error.message : '';
  const line = /line (\d+)/.exec(message)?.[1];
  if (line) return Number(line);
  const end = text.trimEnd().length;
  const position = /position (\d+)/.exec(message)?.[1] ?? (/end of JSON/.test(message) ? end : undefined);
  return position === undefined ? undefined : text.slice(0, Math.min(Number(position), end)).split('\n').length;
}
