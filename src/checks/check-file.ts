import { basename } from 'node:path';
import * as v from 'valibot';
import { AgreementExpectation, CheckFile, checkVersion, type Expectation, MeasureExpectation } from '../protocol/check';
import { UserError } from '../protocol/errors';
import { measureNames } from '../protocol/measures';
import { nearestName } from '../protocol/nearest-name';
import { inEnglish, problemOf } from '../protocol/problems';
import { readVersioned } from '../versioned-file';

/** As far as it tells one kind of expectation from the other. */
const Written = v.object({ expect: v.array(v.looseObject({ measure: v.optional(v.unknown()) })) });

/**
 * Reads what is expected of a run.
 * @throws UserError check.unreadable, check.newer, check.noMeasure (with the nearest name), check.noBound
 */
export async function readCheckFile(path: string): Promise<CheckFile> {
  const file = basename(path);
  const unreadable = (reason: string, cause?: unknown) =>
    new UserError('check.unreadable', { file, reason }, { cause });
  const newer = () => new UserError('check.newer', { file });
  const whole = await readVersioned(path, { schema: v.looseObject({}), version: checkVersion, unreadable, newer });
  const written = v.safeParse(Written, whole);
  if (written.success) for (const [at, one] of written.output.expect.entries()) checkOne(one, file, at);
  const parsed = v.safeParse(CheckFile, whole);
  if (!parsed.success) throw unreadable(problemAt(parsed.issues[0]));
  for (const [at, expectation] of parsed.output.expect.entries()) checkBounds(expectation, file, at);
  return parsed.output;
}

/** Of a union no parser says which member was meant: an expectation of a measure names one. */
function checkOne(one: Readonly<Record<string, unknown>>, file: string, at: number): void {
  const { measure } = one;
  if (typeof measure === 'string' && !measureNames.some((name) => name === measure)) {
    const nearest = nearestName(measure, measureNames);
    throw new UserError('check.noMeasure', { file, number: at + 1, name: measure, nearest });
  }
  const parsed = v.safeParse(measure === undefined ? AgreementExpectation : MeasureExpectation, one);
  if (!parsed.success)
    throw new UserError('check.unreadable', { file, reason: `expect.${at}.${problemAt(parsed.issues[0])}` });
}

function checkBounds({ atLeast, atMost }: Expectation, file: string, at: number): void {
  if (atLeast === undefined && atMost === undefined) throw new UserError('check.noBound', { file, number: at + 1 });
}

function problemAt(issue: v.BaseIssue<unknown>): string {
  return `${v.getDotPath(issue) ?? 'the content'} ${problemOf(issue, inEnglish)}`;
}
