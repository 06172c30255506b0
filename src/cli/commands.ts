import { resolve } from 'node:path';
import type { WeightsInUse } from '../protocol/run';
import { type Arguments, type CommandName, countFrom, dataFrom } from './arguments';
import { check } from './check';
import { compare } from './compare';
import { completion } from './completion';
import { download } from './download';
import { exportRun } from './export';
import { failures } from './failures';
import { findRate } from './find-rate';
import { startTrainer, unbroken } from './in-process-trainer';
import { layout } from './layout';
import { benchmark, libraries } from './libraries';
import { mcp } from './mcp';
import { measure } from './measure';
import { modelFrom } from './model';
import { lossFields, lossWords, printer } from './printer';
import { report } from './report';
import { convert, inspect } from './stored';
import { resume, train } from './training';
import { sayWarnings } from './warnings';

export const commands: Readonly<Record<CommandName, (args: Arguments) => Promise<void>>> = {
  train,
  'find-rate': findRate,
  resume,
  download,
  completion,
  mcp,
  libraries,
  benchmark,
  inspect,
  convert,

  async evaluate(args) {
    const {
      examples,
      backend,
      logLikelihood,
      samples,
      weights,
      labelled = 0,
      accuracy,
      warnings,
      ...losses
    } = await startTrainer({}).evaluate(
      { ...modelFrom(args), data: dataFrom(args), samples: countFrom(args, 'samples') },
      unbroken,
    );
    sayWarnings(args, warnings);
    const likelihood = logLikelihood === undefined ? {} : { logLikelihood, samples };
    const estimate =
      logLikelihood === undefined ? '' : `, log p(x) ${logLikelihood.toFixed(2)} (${samples} draws of z)`;
    const classification = labelled > 0 ? { labelled, accuracy } : {};
    const right = labelled > 0 ? `, ${((accuracy ?? 0) * 100).toFixed(2)} % of ${labelled} classes right` : '';
    printer(args)(
      {
        event: 'evaluation',
        examples,
        ...lossFields(losses),
        ...likelihood,
        ...classification,
        backend: backend.name,
        weights,
      },
      `${examples} examples: ${lossWords(losses)}${estimate}${right}${weightsWords(weights)}`,
    );
  },

  async encode(args) {
    const out = resolve(args.required('out'));
    const params = { ...modelFrom(args), data: dataFrom(args), out };
    const { shape, weights, warnings } = await startTrainer({}).encode(params, unbroken);
    sayWarnings(args, warnings);
    printer(args)(
      { event: 'encoded', out, shape, weights },
      `${shape.join(' x ')} codes in ${out}${weightsWords(weights)}`,
    );
  },

  layout,
  failures,
  measure,
  check,
  report,
  compare,
  export: exportRun,

  async decode(args) {
    const out = resolve(args.required('out'));
    const ofClass = args.values.class as string | undefined;
    const params = { ...modelFrom(args), z: resolve(args.required('z')), out, ofClass };
    const { shape, weights } = await startTrainer({}).decodeFile(params, unbroken);
    printer(args)(
      { event: 'decoded', out, shape, weights },
      `${shape.join(' x ')} values in ${out}${weightsWords(weights)}`,
    );
  },
};

/** Which weights they were, where one would not think so. */
function weightsWords({ choice, epoch }: WeightsInUse): string {
  if (choice === 'epoch') return ` (weights of epoch ${epoch})`;
  return choice === 'best' ? ` (weights of epoch ${epoch}, the best)` : '';
}
