import { type CheckFile, checkVersion, type MeasureExpectation } from '../protocol/check';
import { UserError } from '../protocol/errors';
import type { Measured, MeasuredValue, MeasureReport } from '../protocol/measures';
import { betterSide } from './better';
import { isOfModel } from './find-value';

/**
 * What to expect of a run and of those that are to be as good: every value of the model that has an error and a better side, less
 * so many standard errors of it, rounded away from the value to two digits of the error.
 * @throws UserError check.nothingToExpect
 */
export function proposeChecks({ measured, judged, seed }: MeasureReport, errors: number): CheckFile {
  const expect = measured.flatMap(({ measure, values }) =>
    values.filter(isOfModel).flatMap((value) => expectationOf(measure, value, errors)),
  );
  if (expect.length === 0) throw new UserError('check.nothingToExpect');
  return { version: checkVersion, fingerprint: judged.fingerprint, seed, expect };
}

function expectationOf(measure: Measured['measure'], found: MeasuredValue, errors: number): MeasureExpectation[] {
  const { name, value, error } = found;
  const side = betterSide(name);
  if (value === null || error === null || side === undefined) return [];
  const which = { measure, ...(name !== measure && { value: name }) };
  if (side === 'more') return [{ ...which, atLeast: roundedTo(value - errors * error, error, Math.floor) }];
  return [{ ...which, atMost: roundedTo(value + errors * error, error, Math.ceil) }];
}

/** To two digits of the error; of a value without doubt, to six of its own. */
function roundedTo(value: number, error: number, round: (value: number) => number): number {
  const digits = error > 0 ? 1 - Math.floor(Math.log10(error)) : 5 - Math.floor(Math.log10(Math.abs(value) || 1));
  const places = Math.min(12, Math.max(0, digits));
  // Else 8 would become 7.99999 by what is lost in binary.
  const scaled = Number((value * 10 ** places).toPrecision(12));
  return Number((round(scaled) / 10 ** places).toFixed(places));
}
