import type { Losses as BatchLosses } from '../compute';
import { capabilitiesOf } from '../protocol/capabilities';
import type { Losses } from '../protocol/run';
import { elboOf, lossAtWholeWeights, type TermName, type Terms, type TermsConfig, termsOf } from '../protocol/terms';

/** Sums over examples, nats, as a checkpoint holds them. */
export interface StoredSums {
  readonly examples: number;
  readonly loss: number;
  readonly terms: Terms;
}

const noSums: StoredSums = { examples: 0, loss: 0, terms: {} };

/** Sums over examples of the loss of a configuration and the terms that it is made of, nats. */
export class LossSums {
  private examples: number;
  private loss: number;
  private readonly terms: [name: TermName, sum: number][];

  constructor(
    private readonly config: TermsConfig,
    { examples, loss, terms }: StoredSums = noSums,
  ) {
    this.examples = examples;
    this.loss = loss;
    this.terms = termsOf(config).map((name) => [name, terms[name] ?? 0]);
  }

  /**
   * Adds the sums of the means of batches with `size` examples each. Products and sums of so few float32 are exact, so that
   * the result does not depend on which batches come together.
   */
  add(size: number, { loss, terms }: BatchLosses, batches = 1): void {
    this.examples += batches * size;
    this.loss += size * loss;
    for (const term of this.terms) term[1] += size * terms[term[0]];
  }

  stored(): StoredSums {
    return { examples: this.examples, loss: this.loss, terms: Object.fromEntries(this.terms) };
  }

  /** Nats per example, every term at its whole weight, also while one is warmed up. */
  meanAtWholeWeights(): number {
    return lossAtWholeWeights(this.means().terms, this.config);
  }

  /** Nats per example. */
  means(): Losses {
    const terms = Object.fromEntries(this.terms.map(([name, sum]) => [name, sum / this.examples]));
    return {
      loss: this.loss / this.examples,
      terms,
      elbo: capabilitiesOf(this.config.model).elbo ? elboOf(terms) : null,
    };
  }
}
