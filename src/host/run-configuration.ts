import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { dataFrom } from '../data-path';
import { RunConfig, type RunRequest } from '../protocol/config';
import { UserError } from '../protocol/errors';
import { type ModelledData, requestOf } from '../protocol/presets';

const Record = v.object({
  name: v.string(),
  config: RunConfig,
  data: v.looseObject({ kind: v.picklist(['images', 'table', 'vectors', 'text']), source: v.string() }),
});

/** What to ask for, to train as a run was. @throws UserError run.unreadable */
export async function requestOfRun(directory: string): Promise<RunRequest> {
  const { name, config, data } = await configurationOf(directory);
  return requestOf(config, data, name);
}

/** A run's configuration with its data where they are now, as its trainer finds them. @throws UserError run.unreadable */
export async function configurationOf(
  directory: string,
): Promise<{ readonly name: string; readonly config: RunConfig; readonly data: ModelledData & { format?: unknown } }> {
  const path = join(directory, 'run.json');
  try {
    const { name, config, data } = v.parse(Record, JSON.parse(await readFile(path, 'utf8')));
    const placed = { ...config, data: await dataFrom(directory, config.data, data.source) };
    return { name, config: placed, data: data as unknown as ModelledData };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError('run.unreadable', { path, reason }, { cause: error });
  }
}
