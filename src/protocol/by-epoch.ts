import type { Examples } from './data';
import type { ByWeights, OfWeights } from './trainer';

/** What one answer may hold. */
export const byEpochLimits = { examples: 32, draws: 32 };

/** What the model made, after an epoch, of some examples and of the same noise as after any other. */
export interface MadeByEpoch extends OfWeights {
  /** The means of p(x|z) at the posterior means of the examples, in their order. */
  readonly reconstructions: Examples;
  /** Decoded draws from the prior; of an autoencoder, which has none, from a Gaussian fitted to its codes. */
  readonly samples: Examples;
}

export interface ByEpochMethods {
  /** Where the weights of the epoch are not kept, it is by those in use, and the answer says of which epoch these are. */
  byEpoch(
    params: ByWeights & {
      readonly indices: readonly number[];
      readonly draws: number;
      /** Of the noise. */
      readonly seed: number;
    },
  ): MadeByEpoch;
}
