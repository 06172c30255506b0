export { type AdamConstants, type AdamSlot, correctedRates } from './adam';
export { CompiledModel, type Encoded, likelihoodBatch, type Measures, type Terms } from './compiled-model';
export { planParts, usableCores } from './parts';
export type { CompiledTraining, StepSums, Steps } from './training';
