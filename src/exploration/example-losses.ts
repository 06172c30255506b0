import type { Losses } from '../protocol/run';
import { elboOf } from '../protocol/terms';

/** The losses of one example, nats, every term at weight 1. @param kl Where the model has one. */
export function exampleLosses(reconstruction: number, kl?: number): Losses {
  if (kl === undefined) return { loss: reconstruction, terms: { reconstruction }, elbo: null };
  const terms = { reconstruction, kl };
  return { loss: reconstruction + kl, terms, elbo: elboOf(terms) };
}
