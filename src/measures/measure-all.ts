import { isUserError, type Sentence, UserError } from '../protocol/errors';
import {
  type Measured,
  type MeasuredValue,
  type MeasureName,
  type MeasureNeed,
  type MeasureParams,
  meantMeasures,
  measureTable,
} from '../protocol/measures';
import type { MeasureContext } from './context';
import { absenceOf } from './needs';
import { measures } from './registry';

/**
 * Computes measures, one after another: those that are asked for, or all but those that take minutes. Of those that have no value here it
 * says why.
 * @throws UserError measure.* of one that is asked for by its name; the signal's reason.
 */
export async function* measureAll(
  context: MeasureContext,
  only: MeasureParams['only'],
  signal: AbortSignal,
): AsyncGenerator<Measured> {
  for (const measure of meantMeasures(only)) {
    const { group, needs } = measureTable[measure];
    const isNamed = only?.includes(measure) ?? false;
    signal.throwIfAborted();
    const begun = performance.now();
    const found = await valuesOf(measure, needs, context, signal);
    if (isNamed && found.absence) throw new UserError(found.absence.code, found.absence.params);
    yield { measure, group, ...found, seconds: Math.round(performance.now() - begun) / 1000 };
  }
}

async function valuesOf(
  name: MeasureName,
  needs: readonly MeasureNeed[],
  context: MeasureContext,
  signal: AbortSignal,
): Promise<Pick<Measured, 'values' | 'absence'>> {
  const absence = absenceOf(needs, context);
  if (absence) return { values: [], absence };
  try {
    return { values: (await measures[name](context, signal)).map(finite) };
  } catch (error) {
    if (!isUserError(error) || !isOfMeasure(error)) throw error;
    return { values: [], absence: { code: error.code, params: error.params } };
  }
}

/** What is no number is null, which JSON has, too. */
function finite(measured: MeasuredValue): MeasuredValue {
  const { value, error } = measured;
  return { ...measured, value: numberOrNull(value), error: numberOrNull(error) };
}

function numberOrNull(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}

function isOfMeasure({ code }: Sentence): boolean {
  return code.startsWith('measure.');
}
