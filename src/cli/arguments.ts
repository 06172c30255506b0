import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { BackendChoice, DataConfig, TextConfig } from '../protocol/config';

/** A mistake in the command's arguments, in one line. */
export class UsageError extends Error {}

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const several = { ...text, multiple: true } as const;
const help = { ...flag, short: 'h' } as const;
const quiet = { ...flag, short: 'q' } as const;
const common = { backend: text, library: text, json: flag, quiet, help } as const;

/** What names data for a finished model: how text is cut is the model's. */
const otherData = { data: text, labels: text, array: text, tile: text, limit: text, memory: text } as const;

/** How a text file is read, whatever else it looks like. */
const asText = { 'text-mode': text, 'text-length': text, 'text-symbols': text, 'text-vocabulary': text } as const;

/** In the order of the help. */
const options = {
  train: {
    data: text,
    config: text,
    from: text,
    set: { ...text, multiple: true },
    preset: text,
    family: text,
    model: text,
    latent: text,
    epochs: text,
    batch: text,
    'learning-rate': text,
    beta: text,
    seed: text,
    'validation-split': text,
    validation: text,
    'keep-weights': text,
    labels: text,
    array: text,
    ignore: several,
    tile: text,
    'text-column': text,
    ...asText,
    limit: text,
    exclude: text,
    memory: text,
    name: text,
    out: text,
    ...common,
  },
  'find-rate': {
    data: text,
    config: text,
    set: { ...text, multiple: true },
    preset: text,
    family: text,
    model: text,
    latent: text,
    batch: text,
    beta: text,
    seed: text,
    'validation-split': text,
    validation: text,
    labels: text,
    array: text,
    ignore: several,
    tile: text,
    'text-column': text,
    ...asText,
    limit: text,
    exclude: text,
    memory: text,
    ...common,
  },
  resume: { run: text, epochs: text, 'take-over': flag, ...common },
  evaluate: { run: text, ...otherData, samples: text, weights: text, ...common },
  encode: { run: text, ...otherData, out: text, weights: text, ...common },
  layout: {
    run: text,
    ...otherData,
    selection: text,
    method: text,
    dims: text,
    neighbours: text,
    'min-dist': text,
    perplexity: text,
    epochs: text,
    seed: text,
    out: text,
    weights: text,
    ...common,
  },
  failures: { run: text, ...otherData, kind: several, top: text, csv: flag, weights: text, ...common },
  measure: {
    run: text,
    ...otherData,
    reference: text,
    only: text,
    samples: text,
    temperatures: text,
    seed: text,
    weights: text,
    ...common,
  },
  check: {
    run: text,
    expect: text,
    ...otherData,
    reference: text,
    junit: text,
    write: flag,
    errors: text,
    only: text,
    samples: text,
    seed: text,
    weights: text,
    ...common,
  },
  report: { run: several, ...otherData, out: text, seed: text, weights: text, ...common },
  compare: { run: several, ...otherData, ...common },
  decode: { run: text, z: text, out: text, class: text, weights: text, ...common },
  export: { run: text, page: text, format: text, out: text, weights: text, ...common },
  inspect: { data: text, labels: text, array: text, ignore: several, tile: text, ...asText, json: flag, quiet, help },
  convert: {
    data: text,
    array: text,
    ignore: several,
    tile: text,
    ...asText,
    out: text,
    labels: text,
    'labels-from': text,
    json: flag,
    quiet,
    help,
  },
  libraries: common,
  benchmark: common,
  download: { out: text, mirror: text, json: flag, quiet, help },
  mcp: { workspace: several, 'read-only': flag, library: text, help },
  completion: { help },
} as const;

export type CommandName = keyof typeof options;
export const commandNames = Object.keys(options) as readonly CommandName[];
export type OptionName<Command extends CommandName> = keyof (typeof options)[Command] & string;
type Values = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

export interface Arguments {
  readonly command: CommandName;
  readonly json: boolean;
  readonly backend: BackendChoice;
  /** The value of an option that must be there. */
  required(name: string): string;
  /** The one argument that is no option. @param what In words, for whoever left it out. */
  positional(what: string): string;
  readonly values: Values;
}

/** The options of a command, in the order of its help. */
export function optionsOf(command: CommandName): readonly string[] {
  return Object.keys(options[command]);
}

/** Whether an option takes no value. */
export function isFlag(command: CommandName, name: string): boolean {
  const all: Readonly<Record<string, { readonly type: string } | undefined>> = options[command];
  return all[name]?.type === 'boolean';
}

export function isCommand(name: string | undefined): name is CommandName {
  return name !== undefined && Object.hasOwn(options, name);
}

export function parseArguments(command: CommandName, args: readonly string[]): Arguments {
  const { values, positionals } = parse(command, args);
  return {
    command,
    json: values.json === true,
    backend: check(BackendChoice, values.backend ?? 'auto', '--backend'),
    required: (name) => {
      const value = values[name];
      if (typeof value !== 'string' || value === '') throw new UsageError(`${command} needs --${name}`);
      return value;
    },
    positional: (what) => {
      if (positionals.length !== 1) throw new UsageError(`${command} needs ${what}, and one only`);
      return positionals[0];
    },
    values,
  };
}

/** Commands that take an argument beside options. */
const withPositional: ReadonlySet<CommandName> = new Set(['download', 'completion']);

function parse(command: CommandName, args: readonly string[]): { values: Values; positionals: readonly string[] } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: options[command],
      strict: true,
      allowPositionals: withPositional.has(command),
    });
    return { values: values as Values, positionals };
  } catch (error) {
    throw new UsageError((error as Error).message.split('\n')[0]);
  }
}

/** What `--data` names. */
export function sourceFrom(args: Arguments): string {
  return placeOf(args.required('data'));
}

/** What an option names that may be built in. */
export function placeOf(data: string): string {
  return data.startsWith('builtin:') ? data : resolve(data);
}

/** The size of the pictures on a sheet that `--tile` gives: HEIGHTxWIDTH, or a number for both. */
export function tileFrom({ values }: Arguments): Pick<DataConfig, 'tile'> {
  const { tile } = values;
  if (typeof tile !== 'string') return {};
  const edges = tile.split('x').map((edge) => toNumber(edge, '--tile'));
  if (edges.length > 2) throw new UsageError(`--tile takes a height and a width, not ${JSON.stringify(tile)}`);
  return { tile: check(v.unwrap(DataConfig.entries.tile), edges.length === 1 ? edges[0] : edges, '--tile') };
}

/** How `--text-column`, `--text-mode`, `--text-length`, `--text-symbols` and `--text-vocabulary` want text to be read. */
export function textFrom(args: Arguments): Pick<DataConfig, 'text'> {
  const { 'text-column': column, 'text-mode': mode, 'text-symbols': symbols } = args.values;
  const text = defined({
    column: checked(TextConfig.entries.column, column, '--text-column'),
    mode: checked(TextConfig.entries.mode, mode, '--text-mode'),
    length: checked(TextConfig.entries.length, countFrom(args, 'text-length'), '--text-length'),
    symbols: checked(TextConfig.entries.symbols, symbols, '--text-symbols'),
    vocabulary: checked(TextConfig.entries.vocabulary, countFrom(args, 'text-vocabulary'), '--text-vocabulary'),
  });
  return Object.keys(text).length === 0 ? {} : { text };
}

/** The columns that `--ignore` names, one each time. */
export function ignoreFrom({ values: { ignore } }: Arguments): Pick<DataConfig, 'ignore'> {
  return Array.isArray(ignore) ? { ignore: ignore.map(String) } : {};
}

/** The runs that `--run` names, one each time. */
export function runsFrom({ command, values: { run } }: Arguments, least: number, most: number): readonly string[] {
  const runs = Array.isArray(run) ? run.map((path) => resolve(String(path))) : [];
  if (runs.length < least || runs.length > most)
    throw new UsageError(`${command} takes --run ${least} to ${most} times`);
  return runs;
}

/** How `--array`, `--ignore`, `--labels`, `--tile`, `--limit`, `--exclude`, `--memory` and those of text want data to be read. */
export function readingFrom(args: Arguments): Omit<DataConfig, 'source'> {
  const { array, labels, exclude } = args.values;
  const limit = countFrom(args, 'limit');
  const memory = countFrom(args, 'memory');
  return {
    ...(typeof array === 'string' ? { array } : {}),
    ...ignoreFrom(args),
    ...tileFrom(args),
    ...textFrom(args),
    ...(typeof labels === 'string' ? { labels } : {}),
    ...(limit === undefined ? {} : { limit }),
    ...(typeof exclude === 'string' ? { exclude } : {}),
    ...(memory === undefined ? {} : { memory }),
  };
}

/** The data set that `--data` and the options beside it ask for. */
export function dataFrom(args: Arguments): DataConfig {
  return { source: sourceFrom(args), ...readingFrom(args) };
}

/** What an option that counts something says, if it is given. */
export function countFrom({ values }: Arguments, name: string): number | undefined {
  if (values[name] === undefined) return undefined;
  const count = toNumber(String(values[name]), `--${name}`);
  if (!(Number.isInteger(count) && count > 0)) throw new UsageError(`--${name} takes a whole number above 0`);
  return count;
}

/** What `--seed` says. */
export function seedFrom(args: Arguments): number | undefined {
  const seed = numberFrom(args, 'seed');
  if (seed === undefined || (Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31)) return seed;
  throw new UsageError('--seed takes a whole number from 0 to 2147483647');
}

/** The number that an option gives. */
export function numberFrom({ values }: Arguments, name: string): number | undefined {
  return values[name] === undefined ? undefined : toNumber(String(values[name]), `--${name}`);
}

function toNumber(value: string, option: string): number {
  const number = value.trim() === '' ? Number.NaN : Number(value);
  if (!Number.isFinite(number)) throw new UsageError(`${option} takes a number, not ${JSON.stringify(value)}`);
  return number;
}

type AnySchema = v.GenericSchema;

/** @throws UsageError where the schema does not take the value */
export function check<S extends AnySchema>(schema: S, value: unknown, option: string): v.InferOutput<S> {
  const result = v.safeParse(schema, value);
  if (!result.success) {
    const { expected, received } = result.issues[0];
    throw new UsageError(`${option} takes ${expected ?? 'another value'}, not ${received}`);
  }
  return result.output;
}

/** The same for an option that may be left out. */
export function checked<S extends AnySchema>(schema: S, value: unknown, option: string): v.InferOutput<S> | undefined {
  return value === undefined ? undefined : check(schema, value, option);
}

/** Leaves undefined members out, so that they do not hide a preset's. */
export function defined<T extends object>(object: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
