import * as v from 'valibot';
import { UserError } from '../../protocol/errors';
import type { LinearProjection } from '../../protocol/trainer';

/** Words of what many tools take. */
export const Run = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(4096),
  v.description('The name of a run, or the path of its folder in the workspace. list_runs names all.'),
);
export const Source = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(4096),
  v.description('A file or folder in the workspace, or builtin:digits, builtin:shapes.'),
);
export const Epoch = v.optional(
  v.pipe(
    v.number(),
    v.integer(),
    v.minValue(0),
    v.description('Answer with the weights after this epoch, where the run keeps them; else with the newest.'),
  ),
);

export const optionally = <S extends v.GenericSchema>(schema: S, words: string) =>
  v.optional(v.pipe(schema, v.description(words)));

export function wholeNumber(least: number, most: number) {
  return v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
}

/** The view by the first latent axes, in which a code that is given whole needs no place. */
export function firstAxes(latent: number): LinearProjection {
  return { kind: 'axes', axes: [0, latent > 1 ? 1 : -1, latent > 2 ? 2 : -1] };
}

/** @throws UserError tool.codes */
export function codeOf(run: string, numbers: readonly number[], latent: number): Float32Array {
  if (numbers.length !== latent) throw new UserError('tool.codes', { run, latent, numbers: numbers.length });
  return Float32Array.from(numbers);
}
