import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
import { exists } from '../../data-path';
import type { Corrections, RunRequest } from '../../protocol/config';
import { isUserError, UserError } from '../../protocol/errors';
import { parseRequest, resolvePaths } from '../../request';
import { configurationText } from '../configuration-file';
import { requestOfRun } from '../run-configuration';

const ending = '.latent.json';
const inEnglish = (message: string) => message;

/** A configuration whose data are those of a run, and what was put right in them. */
export interface CorrectionsFile {
  readonly path: string;
  /** Undefined: there is no such file yet. */
  readonly request?: RunRequest;
  readonly corrections?: Corrections;
}

/**
 * Of the configurations beside the data of a run, or in the folder where data are built in, the one in which these are corrected: one that
 * has corrections already, else the first; else a new one that is called as the data are.
 * @param folder Of the workspace. @throws UserError corrections.noFolder, run.unreadable
 */
export async function findCorrections(directory: string, folder: string | undefined): Promise<CorrectionsFile> {
  const source = sourceOf(await requestOfRun(directory));
  const isBuiltIn = source.startsWith('builtin:');
  const beside = isBuiltIn ? folder : dirname(source);
  if (beside === undefined) throw new UserError('corrections.noFolder');
  const names = (await readdir(beside).catch(() => [])).filter((name) => name.endsWith(ending)).sort();
  const found: CorrectionsFile[] = [];
  for (const name of names) {
    const file = await readConfiguration(join(beside, name));
    if (file && sourceOf(await resolvePaths(file.request, beside, exists)) === source) found.push(file);
  }
  const own = found.find(({ corrections }) => corrections !== undefined) ?? found[0];
  if (own) return own;
  const base = isBuiltIn ? source.slice('builtin:'.length) : parse(source).name;
  for (let number = 1; ; number++) {
    const name = `${base}${number === 1 ? '' : `-${number}`}${ending}`;
    if (!names.includes(name)) return { path: join(beside, name) };
  }
}

/** The text of the file with other corrections. One that is not there yet is what its run was trained with. @throws UserError run.unreadable */
export async function correctedText(
  { path, request }: CorrectionsFile,
  directory: string,
  corrections: Corrections,
): Promise<string> {
  const asked = request ?? (await requestOfRun(directory));
  const { data } = asked;
  const named = typeof data === 'string' ? { source: data } : data;
  const isEmpty = !corrections.exclude && !corrections.labels && !corrections.reviewed;
  const { corrections: _, ...uncorrected } = named;
  const wanted = { ...asked, data: isEmpty ? uncorrected : { ...uncorrected, corrections } };
  return request ? `${JSON.stringify(wanted, null, 2)}\n` : configurationText(wanted, path, dirname(path));
}

/** Null for what is no valid configuration: it is of no data. */
async function readConfiguration(path: string): Promise<(CorrectionsFile & { request: RunRequest }) | null> {
  try {
    const request = parseRequest(await readFile(path, 'utf8'), path, inEnglish);
    const corrections = typeof request.data === 'string' ? undefined : request.data.corrections;
    return { path, request, ...(corrections && { corrections }) };
  } catch (error) {
    if (isUserError(error) || (error as NodeJS.ErrnoException).code !== undefined) return null;
    throw error;
  }
}

function sourceOf({ data }: RunRequest): string {
  return typeof data === 'string' ? data : data.source;
}
