import { resolve } from 'node:path';
import * as v from 'valibot';
import type { ChosenModel } from '../protocol/trainer';
import { type Arguments, checked } from './arguments';

const Weights = v.picklist(['newest', 'best']);

/** The model that `--run` and `--weights` name. */
export function modelFrom(args: Arguments): ChosenModel {
  const weights = checked(Weights, args.values.weights, '--weights');
  return { directory: resolve(args.required('run')), backend: args.backend, ...(weights && { weights }) };
}
