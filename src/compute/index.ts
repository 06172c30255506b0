export {
  Computation,
  createComputation,
  type Encoded,
  type GivenRows,
  type JointDensity,
  type LoadedModel,
  type Losses,
  type Measures,
  type Twin,
} from './computation';
export { firstNotFinite, firstWeightNotFinite } from './divergence';
export { decodeCodes, noiseOf } from './eager-model';
export { asInputs, emptyRows, gatherBatch, gatherStored } from './examples';
export { expectMore, isWatched } from './pace';
export { planParts, usableCores } from './parts';
export { annealingBatch, boundBatch, likelihoodBatch } from './questions';
export type { Stepper, StepSums, Steps } from './steps';
