import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import * as v from 'valibot';
import { exists } from '../data-path';
import { FamilyName, KeptWeights, ModelConfig, PresetName, type RunRequest, TrainingConfig } from '../protocol/config';
import { UserError } from '../protocol/errors';
import { valueAt } from '../protocol/fields';
import { nameOfConfiguration } from '../protocol/names';
import { inEnglish } from '../protocol/problems';
import { checkRequest, parseRequest, resolveDataPaths, resolvePaths } from '../request';
import {
  type Arguments,
  checked,
  countFrom,
  defined,
  numberFrom,
  placeOf,
  readingFrom,
  sourceFrom,
  UsageError,
} from './arguments';
import { startTrainer, unbroken } from './in-process-trainer';
import { assign, parseAssignment } from './setting';

type Asked = Omit<RunRequest, 'data'> & { readonly data?: RunRequest['data'] };

/**
 * The request that `train` makes: what stands in the file of `--config`, with what each `--set` changes, with what the other
 * options say. Relative paths start at the file's folder, and those of options where we are.
 * @throws UsageError, UserError `config.invalid`, `config.unreadable`
 */
export async function requestFrom(args: Arguments): Promise<RunRequest> {
  const { set } = args.values;
  let request = await beginningOf(args);
  for (const text of Array.isArray(set) ? set : []) {
    const { path, value } = parseAssignment(text);
    const [section, ...rest] = path;
    request = assign(request, path, section === 'data' ? await pathsResolved(rest, value) : value);
  }
  for (const [path, value] of leaves(optionsFrom(args))) request = assign(request, path, value);
  const { data } = request;
  if (data === undefined || (typeof data === 'object' && data.source === undefined)) {
    const other = args.command === 'train' ? ', or --from with a run' : '';
    throw new UsageError(`${args.command} needs --data, or --config with a file that names the data${other}`);
  }
  const paths = await resolveDataPaths(readingFrom(args), process.cwd(), exists);
  request = leaves(paths).reduce((asked, [path, value]) => assign(asked, ['data', ...path], value), request);
  return checkRequest(request, 'The request', inEnglish);
}

/** What stands in a file, else what a run was trained by whose weights are to be taken. */
async function beginningOf({ values }: Arguments): Promise<Asked> {
  const { config, family, from } = values;
  const origin = typeof from === 'string' ? { from: resolve(from) } : {};
  if (typeof config === 'string') return { ...(await readRequest(resolve(config))), ...origin };
  if (origin.from === undefined) return {};
  const { request } = await startTrainer({}).fork({ from: origin.from }, unbroken);
  if (family === undefined) return request;
  // Another family says itself what kind of model it is.
  const { kind: _, ...model } = request.model ?? {};
  return { ...request, model };
}

async function readRequest(file: string): Promise<RunRequest> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new UserError('config.unreadable', { file, reason: (error as Error).message }, { cause: error });
  }
  const request = parseRequest(text, basename(file), inEnglish);
  return resolvePaths({ name: nameOfConfiguration(file), ...request }, dirname(file), exists);
}

/** A value below `data` as it is meant where we are. */
async function pathsResolved(path: readonly string[], value: unknown): Promise<unknown> {
  const [name, ...inner] = path;
  if (inner.length > 0) {
    const whole = (await pathsResolved([name], assign({}, inner, value))) as object;
    return valueAt(whole, inner);
  }
  if (name !== undefined) return (await resolveDataPaths({ [name]: value }, process.cwd(), exists))[name];
  if (typeof value === 'string') return (await resolveDataPaths({ source: value }, process.cwd(), exists)).source;
  return resolveDataPaths(value as object, process.cwd(), exists);
}

/** What the options of `train` say that stand for one setting each, those of reading data excepted. */
function optionsFrom(args: Arguments): object {
  const { values, backend } = args;
  const number = (name: string) => numberFrom(args, name);
  return defined({
    name: values.name,
    preset: checked(PresetName, values.preset, '--preset'),
    family: checked(FamilyName, values.family, '--family'),
    backend: values.backend === undefined ? undefined : backend,
    data: defined({
      source: values.data === undefined ? undefined : sourceFrom(args),
      validation: typeof values.validation === 'string' ? { source: placeOf(values.validation) } : undefined,
    }),
    model: defined({
      kind: checked(ModelConfig.entries.kind, values.model, '--model'),
      latent: checked(ModelConfig.entries.latent, number('latent'), '--latent'),
    }),
    objective: defined({ beta: checked(v.pipe(v.number(), v.minValue(0)), number('beta'), '--beta') }),
    training: defined({
      epochs: checked(TrainingConfig.entries.epochs, number('epochs'), '--epochs'),
      batchSize: checked(TrainingConfig.entries.batchSize, number('batch'), '--batch'),
      seed: checked(TrainingConfig.entries.seed, number('seed'), '--seed'),
      keepWeights: keepingFrom(args),
      learningRate: checked(TrainingConfig.entries.learningRate, number('learning-rate'), '--learning-rate'),
      validationSplit: checked(
        TrainingConfig.entries.validationSplit,
        number('validation-split'),
        '--validation-split',
      ),
    }),
  });
}

/** Of which epochs `--keep-weights` wants the weights to stay. */
function keepingFrom(args: Arguments): KeptWeights | undefined {
  const asked = args.values['keep-weights'];
  if (asked === undefined) return undefined;
  if (typeof asked === 'string' && /^\d+$/.test(asked))
    return { epochs: 'every', every: countFrom(args, 'keep-weights') };
  return { epochs: checked(KeptWeights.entries.epochs, asked, '--keep-weights') };
}

/** The values of nested objects, each with its path. */
function leaves(value: object, path: readonly string[] = []): [readonly string[], unknown][] {
  return Object.entries(value).flatMap(([name, inner]): [readonly string[], unknown][] => {
    const isObject = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
    return isObject ? leaves(inner, [...path, name]) : [[[...path, name], inner]];
  });
}
