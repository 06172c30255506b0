import { type TermName, termInSum, termTitle } from '../src/protocol/terms';
import { t, translate } from './l10n';
import { formatValue } from './numbers';

/** A term by itself, as a heading: `KL divergence`. */
export function termHeading(name: TermName): string {
  return translate(termTitle(name));
}

/** A term as a part of a whole that is on show, in short: `KL`. */
export function termLabel(name: TermName): string {
  const word = translate(termInSum(name));
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** `reconstruction + 4 × KL` */
export function sumOfTerms(names: readonly TermName[], weight: (name: TermName) => number = () => 1): string {
  const parts = names.map((name) => {
    const word = translate(termInSum(name));
    return weight(name) === 1 ? word : t('{0} × {1}', formatValue(weight(name)), word);
  });
  return parts.join(' + ');
}
