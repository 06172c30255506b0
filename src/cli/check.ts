import { resolve } from 'node:path';
import type { CheckReport, Outcome } from '../protocol/check';
import { type Arguments, dataFrom, defined, numberFrom, UsageError } from './arguments';
import { startTrainer, unbroken } from './in-process-trainer';
import { junitOf, outcomeWords } from './junit';
import { clearProgress, measureCallFrom, referenceFrom, showProgress } from './measure';
import { modelFrom } from './model';
import { print, UnmetExpectations } from './output';
import { printer } from './printer';

/** Standard errors between what is measured and what is then expected, unless others are asked for. */
const usualErrors = 3;

/** `latent-lens check`. @throws UnmetExpectations when something is not as expected */
export async function check(args: Arguments): Promise<void> {
  const file = resolve(args.required('expect'));
  if (args.values.write === true) return propose(args, file);
  refuseOf(args, ['errors', 'only', 'samples', 'seed'], 'is what --write takes: the file says it');
  const data = args.values.data === undefined ? undefined : dataFrom(args);
  const trainer = startTrainer(args.json ? {} : { measured: showProgress });
  const call = { ...modelFrom(args), ...defined({ data, reference: referenceFrom(args) }), expect: file };
  const report = await trainer.checkRun(call, unbroken);
  if (!args.json) clearProgress();
  const { junit } = args.values;
  if (typeof junit === 'string')
    await trainer.write({ path: resolve(junit), content: Buffer.from(junitOf(report)) }, unbroken);
  printReport(args, report);
  if (report.outcomes.some(({ isMet }) => !isMet)) throw new UnmetExpectations();
}

/** A line for each that is not met, and at last how many there were; to scripts all of them. */
function printReport(args: Arguments, { run, weights, judged, outcomes }: CheckReport): void {
  const unmet = outcomes.filter(({ isMet }) => !isMet);
  if (args.json)
    for (const outcome of outcomes) print(`${JSON.stringify({ event: 'expectation', ...fieldsOf(outcome) })}\n`);
  else for (const outcome of unmet) print(`${outcomeWords(outcome)}\n`);
  const [all, failed] = [outcomes.length, unmet.length];
  const words = failed === 0 ? `all ${all} expectations are met` : `${failed} of ${all} expectations are not met`;
  printer(args)(
    { event: 'checked', run, weights, judged, expectations: all, failed },
    `${run}, epoch ${weights.epoch}, ${judged.examples} examples: ${words}`,
  );
}

function fieldsOf({ expectation, what, value, error, bound, isMet }: Outcome) {
  return { ...expectation, what, measured: value, error, ...bound, met: isMet };
}

async function propose(args: Arguments, out: string): Promise<void> {
  refuseOf(args, ['junit'], 'has no place beside --write: nothing is checked');
  const errors = numberFrom(args, 'errors') ?? usualErrors;
  if (errors < 0) throw new UsageError('--errors takes a number from 0 on');
  const trainer = startTrainer(args.json ? {} : { measured: showProgress });
  const { expectations } = await trainer.proposeChecks({ ...measureCallFrom(args), out, errors }, unbroken);
  if (!args.json) clearProgress();
  printer(args)(
    { event: 'proposed', out, expectations, errors },
    `${out}: ${expectations} expectations, each ${errors} standard errors from what was measured`,
  );
}

function refuseOf({ values }: Arguments, names: readonly string[], why: string): void {
  const given = names.find((name) => values[name] !== undefined);
  if (given !== undefined) throw new UsageError(`--${given} ${why}`);
}
