import type { MeasureExpectation } from '../protocol/check';
import { UserError } from '../protocol/errors';
import type { Measured, MeasuredValue } from '../protocol/measures';

/** What is said of the model itself, and not of what stands beside it. */
const ofModel: ReadonlySet<string | undefined> = new Set([undefined, 'codes', 'samples', 'lasso', 'trees']);

export function isOfModel({ of }: MeasuredValue): boolean {
  return ofModel.has(of);
}

/**
 * The value of a measure that an expectation is about: by default the one of the measure's name, or the only one, of the model.
 * @param place Of the expectation, for the error: its file and number. @throws UserError check.noSuchValue, which names those there are
 */
export function findValue(
  { measure, value: name, of }: MeasureExpectation,
  { values }: Measured,
  place: { readonly file: string; readonly number: number },
): MeasuredValue {
  const wanted = values.filter((value) => (of === undefined ? isOfModel(value) : value.of === of));
  const names = new Set(wanted.map((value) => value.name));
  const meant = name ?? (names.size === 1 ? [...names][0] : measure);
  const found = wanted.find((value) => value.name === meant);
  if (found) return found;
  const known = [...new Set(values.map(whatOf))].join(', ');
  throw new UserError('check.noSuchValue', {
    ...place,
    measure,
    name: of === undefined ? meant : `${meant} of ${of}`,
    known,
  });
}

/** `elbo`, `mse of pca`. */
export function whatOf({ name, of }: Pick<MeasuredValue, 'name' | 'of'>): string {
  return of === undefined ? name : `${name} of ${of}`;
}
