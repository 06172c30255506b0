import { access } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { DataConfig } from './protocol/config';

/** Whether a path is the folder itself or lies in it. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** Data as they stand in the record of a run that may move together with them: by the way from the run's folder. */
export function towardsData(run: string, data: DataConfig): DataConfig {
  const way = (path: string) => (isAbsolute(path) ? relative(run, path).split(sep).join('/') : path);
  return {
    ...data,
    source: way(data.source),
    ...(data.labels !== undefined && { labels: way(data.labels) }),
    ...(data.exclude !== undefined && { exclude: way(data.exclude) }),
    ...changedValidation(data, way),
  };
}

/** The other data to validate with, with a change of their paths. */
function changedValidation(
  { validation }: DataConfig,
  change: (path: string) => string,
): Pick<DataConfig, 'validation'> {
  if (!validation) return {};
  const { source, labels } = validation;
  return {
    validation: {
      ...validation,
      ...(source !== undefined && !source.startsWith('builtin:') && { source: change(source) }),
      ...(labels !== undefined && { labels: change(labels) }),
    },
  };
}

/** Whether a record has its data by the way from the run's folder. */
export function isPortable({ source }: DataConfig): boolean {
  return !isAbsolute(source) && !source.startsWith('builtin:');
}

/**
 * The data of a record by absolute paths. Where nothing is on the way from the run's folder, because the run alone was moved
 * or copied, they are where they were.
 * @param was Where they were when they were last read.
 */
export async function dataFrom(run: string, data: DataConfig, was: string): Promise<DataConfig> {
  if (!isPortable(data)) return data;
  const source = resolve(run, data.source);
  const hasMovedAlone = !(await exists(source)) && (await exists(was));
  // What is not below the run's folder is a path; else it is the name of a column.
  const labels = data.labels?.startsWith('../') ? { labels: resolve(run, data.labels) } : {};
  const exclude = data.exclude === undefined ? {} : { exclude: resolve(run, data.exclude) };
  // They are no columns, and a run's folder has no data of its own.
  const validation = changedValidation(data, (path) => (path.startsWith('../') ? resolve(run, path) : path));
  const along = { ...data, ...labels, ...exclude, ...validation, source };
  return hasMovedAlone ? moveData(along, was) : along;
}

/** The data at another place, and with them what lay beside them: a file of labels, and data to validate with. */
export function moveData(data: DataConfig, source: string): DataConfig {
  const { labels } = data;
  const along = (path: string) => (isAbsolute(path) ? join(source, relative(data.source, path)) : path);
  return { ...data, source, ...(labels !== undefined && { labels: along(labels) }), ...changedValidation(data, along) };
}

/** All places that data are read from, those to validate with among them. A plain name is that of a column, or lies beside the data. */
export function placesOf(data: DataConfig): readonly string[] {
  return [data, data.validation ?? {}].flatMap(({ source, labels = '' }) => {
    if (source === undefined || source.startsWith('builtin:')) return [];
    return [resolve(source), ...(/[\\/]/.test(labels) ? [resolve(dirname(source), labels)] : [])];
  });
}

/** Whether there is something at a path. */
export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
