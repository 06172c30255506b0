import type { Losses } from '../protocol/run';

/** Sums over examples of the terms of the objective, nats. */
export class LossSums {
  examples = 0;
  loss = 0;
  reconstruction = 0;
  kl = 0;

  constructor(sums?: Omit<LossSums, 'add' | 'means'>) {
    if (sums)
      Object.assign(this, {
        examples: sums.examples,
        loss: sums.loss,
        reconstruction: sums.reconstruction,
        kl: sums.kl,
      });
  }

  /** Adds a batch's means over `examples`. */
  add(examples: number, terms: { readonly loss: number; readonly reconstruction: number; readonly kl: number }): void {
    this.examples += examples;
    this.loss += examples * terms.loss;
    this.reconstruction += examples * terms.reconstruction;
    this.kl += examples * terms.kl;
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
