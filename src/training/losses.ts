import type { Losses as BatchLosses } from '../compute';
import type { Losses } from '../protocol/run';

/** Sums over examples of the loss and the terms that it is made of, nats. */
export class LossSums {
  private examples = 0;
  private loss = 0;
  private reconstruction = 0;
  private kl = 0;

  constructor(sums: Partial<StoredSums> = {}) {
    const { examples = 0, loss = 0, reconstruction = 0, kl = 0 } = sums;
    Object.assign(this, { examples, loss, reconstruction, kl });
  }

  /**
   * Adds the sums of the means of batches with `size` examples each. Products and sums of so few float32 are exact, so that
   * the result does not depend on which batches come together.
   */
  add(size: number, { loss, terms }: BatchLosses, batches = 1): void {
    this.examples += batches * size;
    this.loss += size * loss;
    this.reconstruction += size * terms.reconstruction;
    this.kl += size * terms.kl;
  }

  /** As a checkpoint holds them. */
  stored(): StoredSums {
    const { examples, loss, reconstruction, kl } = this;
    return { examples, loss, reconstruction, kl };
  }

  /** reconstruction + beta KL, nats per example: with the KL at one weight, also while that is warmed up. */
  meanAt(beta: number): number {
    return (this.reconstruction + beta * this.kl) / this.examples;
  }

  /** Nats per example. ELBO = -(reconstruction + KL), whatever beta weighs the loss by. */
  means(kind: 'vae' | 'ae'): Losses {
    const reconstruction = this.reconstruction / this.examples;
    const kl = this.kl / this.examples;
    return {
      loss: this.loss / this.examples,
      reconstruction,
      kl,
      elbo: kind === 'vae' ? -(reconstruction + kl) : null,
    };
  }
}

interface StoredSums {
  readonly examples: number;
  readonly loss: number;
  readonly reconstruction: number;
  readonly kl: number;
}
