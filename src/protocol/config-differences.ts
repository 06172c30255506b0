import type { RunConfig } from './config';

/** A setting that is not the same in all of some runs. */
export interface SettingDifference {
  /** Its place, with dots between: `objective.beta`. */
  readonly setting: string;
  /** Of each run, as it is written on the command line; null: it has none. */
  readonly values: readonly (string | null)[];
}

/** The settings in which runs differ, in the order of their configurations. */
export function configDifferences(configs: readonly RunConfig[]): readonly SettingDifference[] {
  const all = configs.map((config) => new Map(leaves(config, [])));
  const settings = new Set(all.flatMap((own) => [...own.keys()]));
  return [...settings]
    .map((setting) => ({ setting, values: all.map((own) => own.get(setting) ?? null) }))
    .filter(({ values }) => values.some((value) => value !== values[0]));
}

function leaves(value: unknown, path: readonly string[]): [string, string][] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [[path.join('.'), typeof value === 'string' ? value : JSON.stringify(value)]];
  return Object.entries(value).flatMap(([name, own]) => leaves(own, [...path, name]));
}
