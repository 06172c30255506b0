import type { ColumnValues } from '../../protocol/data';
import { UserError } from '../../protocol/errors';
import type { MeasureName } from '../../protocol/measures';
import { permutation, random } from '../../random';
import type { MeasureContext, MeasuredExamples } from '../context';
import { type Points, pointsAt } from '../points';
import { checkCodes } from '../reduction/spaces';
import { type Factor, factorOf } from './factors';

/** Of fewer examples histograms say little; more take longer. */
export const exampleLimits = { least: 100, most: 10_000 };
/** Tells this choice from others. */
const rowSeed = 0xfac;

/** Codes of some examples, and what these vary in. */
export interface DescribedExamples {
  readonly codes: Points;
  readonly factors: readonly Factor[];
  /** Of each example, which it is of all. */
  readonly numbers: Int32Array;
}

/** Which columns of the data are asked about. */
type Choice = (column: ColumnValues) => boolean;

/** True factors, and the label. */
export const isFactor: Choice = ({ role }) => role === 'factor' || role === 'label';

/** All but names of examples. */
export const isDescription: Choice = ({ role }) => role !== 'id';

/**
 * Codes with their examples' columns. Judged examples and others count alike: a code is judged by what it says of an example, and not by
 * how well that is learned. So many random ones of more; those that lack a value are left out.
 * @throws UserError measure.tooFewExamples, measure.tooFewFactors, measure.notFinite, measure.codesAllEqual
 */
export async function describedExamples(
  { judged, reference, seed }: MeasureContext,
  {
    measure,
    choice,
    factors: fewest,
  }: { readonly measure: MeasureName; readonly choice: Choice; readonly factors: number },
): Promise<DescribedExamples> {
  const own = judged.columns.filter(choice);
  const parts = reference && own.every((column) => sameColumn(reference, column)) ? [judged, reference] : [judged];
  const columns = own.map((column) => joined(column, parts));
  const encoded = await Promise.all(parts.map((part) => part.codes()));
  const { latent: dims } = encoded[0];
  const means = concatenated(encoded.map((part) => part.means));
  checkCodes({ means, latent: dims });
  const rows = permutation(means.length / dims, random(seed, rowSeed))
    .filter((row) => columns.every(({ values }) => Number.isFinite(values[row])))
    .slice(0, exampleLimits.most)
    .sort();
  const { least } = exampleLimits;
  if (rows.length < least) throw new UserError('measure.tooFewExamples', { measure, least, examples: rows.length });
  const factors = columns.flatMap((column) => factorOf(column, rows) ?? []);
  if (factors.length < fewest)
    throw new UserError('measure.tooFewFactors', { measure, least: fewest, factors: factors.length });
  return { codes: pointsAt({ values: means, dims }, rows), factors, numbers: rows };
}

function sameColumn({ columns }: MeasuredExamples, { name, type }: ColumnValues): ColumnValues | undefined {
  return columns.find((column) => column.name === name && column.type === type);
}

/** One column of several parts, with one numbering of its categories. */
function joined(
  column: ColumnValues,
  parts: readonly MeasuredExamples[],
): Pick<ColumnValues, 'name' | 'type' | 'values'> {
  const names: string[] = [];
  const values = parts.map((part) => {
    const { values: own, categories } = sameColumn(part, column) ?? column;
    if (!categories) return own;
    for (const name of categories) if (!names.includes(name)) names.push(name);
    return own.map((number) => (number >= 0 ? names.indexOf(categories[number]) : Number.NaN));
  });
  return { name: column.name, type: column.type, values: concatenated(values) };
}

function concatenated(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
