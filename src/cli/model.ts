import { resolve } from 'node:path';
import * as v from 'valibot';
import type { WantedWeights } from '../protocol/run';
import type { ChosenModel } from '../protocol/trainer';
import { type Arguments, UsageError } from './arguments';

const Choice = v.picklist(['newest', 'best']);

/** The model that `--run` and `--weights` name. */
export function modelFrom(args: Arguments): ChosenModel {
  const weights = weightsFrom(args);
  return { directory: resolve(args.required('run')), backend: args.backend, ...(weights !== undefined && { weights }) };
}

/** Of which epoch `--weights` wants them. */
export function weightsFrom({ values }: Arguments): WantedWeights | undefined {
  const { weights } = values;
  if (weights === undefined || v.is(Choice, weights)) return weights;
  if (typeof weights === 'string' && /^\d+$/.test(weights)) return Number(weights);
  throw new UsageError(`--weights takes best, newest or the number of an epoch, not ${JSON.stringify(weights)}`);
}
