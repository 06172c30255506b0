import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { agreementOf } from '../checks/agreement';
import { readCheckFile } from '../checks/check-file';
import { findValue, whatOf } from '../checks/find-value';
import { judge } from '../checks/judge';
import { proposeChecks } from '../checks/propose';
import { writeWhole } from '../export/export-table';
import {
  type AgreementExpectation,
  type CheckFile,
  type CheckParams,
  type CheckReport,
  isAgreement,
  type MeasureExpectation,
  type Outcome,
} from '../protocol/check';
import { isUserError, UserError } from '../protocol/errors';
import {
  type Measured,
  type MeasuredPart,
  type MeasureName,
  type MeasureParams,
  type MeasureReport,
  measureNames,
} from '../protocol/measures';
import { compareRuns } from './comparing';
import { measureRun } from './measuring/measure-run';

type OnMeasured = (measured: Measured) => void;

/** Where an expectation stands. */
interface Place {
  readonly file: string;
  /** From 1. */
  readonly number: number;
}

/**
 * Holds a run against what a file expects of it.
 * @throws UserError check.*, and what measures and comparisons say; the signal's reason
 */
export async function checkRun(params: CheckParams, signal: AbortSignal, onMeasured: OnMeasured): Promise<CheckReport> {
  const expected = await readCheckFile(params.expect);
  const file = basename(params.expect);
  const report = await measureExpected(params, expected, signal, onMeasured);
  const { run, weights, judged } = report;
  const outcomes: Outcome[] = [];
  for (const [at, expectation] of expected.expect.entries()) {
    const place = { file, number: at + 1 };
    outcomes.push(
      isAgreement(expectation)
        ? await agreementOutcome(expectation, params, weights.epoch, place, signal)
        : measureOutcome(expectation, report, place),
    );
  }
  return { run, weights, judged, outcomes };
}

/** Measures what is expected, and nothing else. @throws UserError check.noValue of a measure that has none here */
async function measureExpected(
  { expect, ...params }: CheckParams,
  { expect: expectations, fingerprint, seed, samples }: CheckFile,
  signal: AbortSignal,
  onMeasured: OnMeasured,
): Promise<MeasureReport> {
  const named = new Set(expectations.flatMap((one): MeasureName[] => (isAgreement(one) ? [] : [one.measure])));
  const only = measureNames.filter((name) => named.has(name));
  const file = basename(expect);
  const accept = (judged: MeasuredPart) => {
    if (fingerprint !== undefined && fingerprint !== judged.fingerprint)
      throw new UserError('check.dataChanged', { file, source: judged.source });
  };
  let done = 0;
  const asked = { ...params, only, ...(seed !== undefined && { seed }), ...(samples !== undefined && { samples }) };
  try {
    const onDone = (measured: Measured) => {
      done++;
      onMeasured(measured);
    };
    return await measureRun(asked, signal, onDone, accept);
  } catch (error) {
    if (!isUserError(error) || !error.code.startsWith('measure.') || done >= only.length) throw error;
    const reason = { code: error.code, params: error.params };
    // They are measured in the order of the table.
    throw new UserError('check.noValue', { file, measure: only[done], reason }, { cause: error });
  }
}

function measureOutcome(expectation: MeasureExpectation, { measured }: MeasureReport, place: Place): Outcome {
  const own = measured.find(({ measure }) => measure === expectation.measure);
  if (!own) throw new Error(`${expectation.measure} was not measured`);
  const found = findValue(expectation, own, place);
  const { value, error } = found;
  const what = whatOf(found);
  if (value === null) throw new UserError('check.notANumber', { ...place, what });
  return judge(expectation, { what, value, error, seconds: own.seconds });
}

/** By codes of the same examples: those of the data that are judged, or the stored ones of the runs' own. */
async function agreementOutcome(
  expectation: AgreementExpectation,
  { directory, expect, data, backend }: CheckParams,
  epoch: number,
  place: Place,
  signal: AbortSignal,
): Promise<Outcome> {
  const begun = performance.now();
  const runs = [`${directory}@${epoch}`, resolve(dirname(expect), expectation.run)];
  const { runs: compared, pairs } = await compareRuns({ runs, backend, ...(data && { data }) }, signal);
  const what = `${expectation.agreement} with ${compared[1].name}`;
  const found = agreementOf(expectation.agreement, pairs[0]);
  if (!found) throw new UserError('check.notANumber', { ...place, what });
  return judge(expectation, { what, ...found, seconds: (performance.now() - begun) / 1000 });
}

/** Measures a run, and writes what to expect of it. @throws UserError check.exists, check.nothingToExpect, data.* */
export async function writeChecks(
  { out, errors, ...params }: MeasureParams & { readonly out: string; readonly errors: number },
  signal: AbortSignal,
  onMeasured: OnMeasured,
): Promise<{ readonly expectations: number }> {
  if (existsSync(out)) throw new UserError('check.exists', { file: out });
  const proposed = proposeChecks(await measureRun(params, signal, onMeasured), errors);
  await writeWhole(out, `${JSON.stringify(proposed, null, 2)}\n`);
  return { expectations: proposed.expect.length };
}
