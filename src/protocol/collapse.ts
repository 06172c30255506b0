import { capabilitiesOf } from './capabilities';
import type { RunConfig } from './config';
import type { Sentence } from './errors';
import type { EpochMetrics } from './run';

/** An epoch alone may be as training begins. */
const epochs = 3;
/** Of more latent dimensions than this a small part may be in use, and it is said. */
const many = 8;
/** What is a small part of them. */
const small = 1 / 8;

/**
 * Whether the posterior has collapsed to the prior: null, or the sentence that says so and what to try. Told once the KL has had its
 * whole weight for three epochs; of models whose codes are compared with N(0, I), dimension by dimension.
 */
export function collapseOf(
  history: readonly EpochMetrics[],
  { model, objective }: Pick<RunConfig, 'model' | 'objective'>,
): Sentence | null {
  const { latent } = model;
  const last = history.slice(-epochs);
  const judged = last.length === epochs && last.every(({ beta }) => beta >= objective.beta);
  if (!capabilitiesOf(model).klByDimension || !judged) return null;
  if (last.every(({ activeUnits }) => activeUnits === 0)) return { code: 'run.collapsed', params: { latent } };
  const few = latent > many && last.every(({ activeUnits }) => activeUnits < small * latent);
  return few ? { code: 'run.fewActive', params: { latent } } : null;
}
