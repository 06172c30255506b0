import type { Examples } from './data';
import type { PathPoint } from './paths';
import type { ByWeights, OfWeights, Projection } from './trainer';

/** Codes that one answer puts in the place of a part. */
export const mostSwapped = 64;

/** A list that parts of the codes of a discrete latent space are chosen from. */
export interface CodeList {
  /** How often each is chosen, over all examples and all parts that choose from this list. */
  readonly counts: Uint32Array;
  /** exp of the entropy of the choices: so many are in use, if all of them are used alike. */
  readonly perplexity: { readonly value: number; readonly error: number };
}

export interface CodeLists extends OfWeights {
  /** One for all parts of a code where these are vectors of a codebook; else one for each part. */
  readonly lists: readonly CodeList[];
  /** Of a code. */
  readonly parts: number;
}

export interface SwapParams extends ByWeights {
  /** Whose code it is, or which. */
  readonly of: PathPoint;
  /** Which part of it, from 0. */
  readonly part: number;
  /** The codes of its list that are put in its place, one after another. */
  readonly numbers: readonly number[];
  readonly projection: Projection;
  /** Of a model that knows classes: by its number; absent or null: that of the example, or the most frequent. */
  readonly ofClass?: number | null;
}

/** A code as it is, and with another of the list in the place of one part. */
export interface CodeSwap extends OfWeights {
  /** Which of its list each part of the code is, [parts]. */
  readonly chosen: Int32Array;
  /** (1 + numbers) x latent: first the code as it is. */
  readonly codes: Float32Array;
  /** Where these are shown, x 3. */
  readonly positions: Float32Array;
  /** What the decoder makes of them. */
  readonly decoded: Examples;
  /** Mean absolute difference to what the code as it is gives, in the units of the model's inputs (pixels from 0 to 1), [1 + numbers]. */
  readonly changes: Float32Array;
}

/** Of latent spaces of finitely many codes. */
export interface CodeListMethods {
  /** @throws UserError code.notDiscrete */
  codeLists(params: ByWeights): CodeLists;
  /** @throws UserError code.notDiscrete, code.none */
  swapCode(params: SwapParams): CodeSwap;
}
