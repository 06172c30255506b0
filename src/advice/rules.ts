import type { Advice, Rule } from './advice';
import type { Evidence } from './evidence';
import { behindLinear } from './rules/behind-linear';
import { collapse } from './rules/collapse';
import { deadCodes } from './rules/dead-codes';
import { diverged } from './rules/diverged';
import { extremeValues } from './rules/extreme-values';
import { fewExamples } from './rules/few-examples';
import { fixedVariance } from './rules/fixed-variance';
import { knownExamples } from './rules/known-examples';
import { leastVariance } from './rules/least-variance';
import { lossJumps } from './rules/loss-jumps';
import { nothingHeldOut } from './rules/nothing-held-out';
import { overfitting } from './rules/overfitting';
import { pixelLikelihood } from './rules/pixel-likelihood';
import { priorMismatch } from './rules/prior-mismatch';
import { smallCode } from './rules/small-code';
import { underTrained } from './rules/under-trained';

/** Every rule, by its name: what is wrong with the data first, then with the training, then with the model. */
export const rules: Readonly<Record<string, Rule>> = {
  'known-examples': knownExamples,
  'few-examples': fewExamples,
  'nothing-held-out': nothingHeldOut,
  'extreme-values': extremeValues,
  diverged,
  'loss-jumps': lossJumps,
  overfitting,
  'under-trained': underTrained,
  collapse,
  'dead-codes': deadCodes,
  'small-code': smallCode,
  'behind-linear': behindLinear,
  'pixel-likelihood': pixelLikelihood,
  'fixed-variance': fixedVariance,
  'least-variance': leastVariance,
  'prior-mismatch': priorMismatch,
};

/** What to do next, by all rules that hold. */
export function adviceOn(evidence: Evidence): readonly Advice[] {
  return Object.entries(rules).flatMap(([rule, { why, source, judge }]) => {
    const finding = judge(evidence);
    return finding
      ? [{ rule, ...finding, why: { code: why, params: {} }, ...(source !== undefined && { source }) }]
      : [];
  });
}
