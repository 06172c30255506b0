import type { Losses } from '../protocol/run';

/** Sums over examples of the terms of the objective, nats. */
export class LossSums {
  examples = 0;
  loss = 0;
  reconstruction = 0;
  kl = 0;

  constructor(sums?: Omit<LossSums, 'add' | 'means' | 'meanAt'>) {
    if (sums)
      Object.assign(this, {
        examples: sums.examples,
        loss: sums.loss,
        reconstruction: sums.reconstruction,
        kl: sums.kl,
      });
  }

  /**
   * Adds the sums of the means of batches with `size` examples each. Products and sums of so few float32 are exact, so that
   * the result does not depend on which batches come together.
   */
  add(
    size: number,
    terms: { readonly loss: number; readonly reconstruction: number; readonly kl: number },
    batches = 1,
  ): void {
    this.examples += batches * size;
    this.loss += size * terms.loss;
    this.reconstruction += size * terms.reconstruction;
    this.kl += size * terms.kl;
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
