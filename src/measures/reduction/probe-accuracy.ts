import { fitProbe } from '../../exploration/failures/logistic-probe';
import { breathe } from '../../training/breathe';
import { type Estimate, shareOf } from '../estimate';
import type { LabelledCodes } from './knn-accuracy';

/**
 * The share of some examples whose class a linear probe finds: a multinomial logistic regression (Alain & Bengio 2016, arXiv 1610.01644)
 * on standardised codes, fitted on others, with the penalty 1/2 ||W||^2 on the summed loss (C = 1 in scikit-learn's words).
 *
 * A share. The error is sqrt(p (1 - p) / n), of the judged examples: it knows nothing of others to learn from. Costs up to 400 passes
 * over the codes.
 */
export async function probeAccuracy(
  learned: LabelledCodes,
  judged: LabelledCodes,
  classes: number,
  signal: AbortSignal,
): Promise<Estimate> {
  const probe = await fitProbe(learned.codes, learned.numbers, classes, async () => {
    signal.throwIfAborted();
    await breathe();
  });
  const probabilities = probe.probabilities(judged.codes);
  const right = judged.numbers.filter((number, i) => {
    const own = probabilities.subarray(i * classes, (i + 1) * classes);
    return own.indexOf(Math.max(...own)) === number;
  }).length;
  return shareOf(right, judged.numbers.length);
}
