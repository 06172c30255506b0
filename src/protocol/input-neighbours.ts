import type { GivenContent } from './given';

/** Where examples are near to each other: by their codes, or by the numbers that the model is given of them. */
export type NeighbourSpace = 'codes' | 'data';

/**
 * The examples nearest by what the model is given of them (pixels from 0 to 1, standardised numbers, categories one-hot), Euclidean
 * and exact, the nearest first; of texts by the root of how many symbols differ.
 */
export interface InputNeighbours {
  readonly neighbours: readonly { readonly index: number; readonly distance: number }[];
  /** They were looked for among so many examples: all of the run, or those that it keeps where its data are gone. */
  readonly among: number;
}

export interface InputNeighbourMethods {
  /** Of an example. @throws UserError run.noExample, run.notKept */
  nearestInputs(params: { readonly index: number }): InputNeighbours;
  /** Of an example that is none of the data. @throws UserError given.*, data.* */
  nearestInputsOfGiven(params: { readonly content: GivenContent }): InputNeighbours;
}
