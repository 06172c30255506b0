import type { Sentence } from './errors';
import type { ByWeights, Inspection, OfWeights, Projection, Standing, Support } from './trainer';

/** What a person has: the bytes of a picture file; or a text, a row of a table (CSV with its names above it or without, JSON), or numbers. */
export type GivenContent =
  | { readonly kind: 'picture'; readonly bytes: Uint8Array }
  | { readonly kind: 'text'; readonly text: string };

/** Bytes of a picture file that is still taken. */
export const largestGiven = 64 * 2 ** 20;
/** Characters of a text. */
export const longestGiven = 1_000_000;

export interface GivenParams extends ByWeights {
  readonly content: GivenContent;
  readonly projection: Projection;
}

/** Everything about an example that is none of the data: as `Inspection`, and how it stands among those that are. */
export interface GivenInspection
  extends OfWeights,
    Pick<
      Inspection,
      | 'position'
      | 'original'
      | 'reconstruction'
      | 'difference'
      | 'mean'
      | 'sigma'
      | 'klPerDimension'
      | 'losses'
      | 'samples'
      | 'neighbours'
    > {
  /**
   * The loss at the posterior mean, nats (reconstruction term and KL, so that lower is likelier), among those of the training
   * examples; null where the run's examples are not there to be measured.
   */
  readonly loss: Standing | null;
  /** How far out its code is. */
  readonly support: Omit<Support, 'epoch'>;
  readonly warnings: readonly Sentence[];
}

export interface GivenMethods {
  /** Reads what is given as an example of the run's data, and encodes it. @throws UserError given.*, data.* */
  encodeGiven(params: GivenParams): GivenInspection;
}
