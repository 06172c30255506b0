export { type AdamConstants, type AdamSlot, correctedRates } from './adam';
export { CompiledModel, type Encoded, likelihoodBatch, type Measures, type Terms } from './compiled-model';
export { CompileError } from './errors';
export { type CompiledFunction, compile } from './function';
export { canCompile } from './native';
export { planParts, usableCores } from './parts';
export { fillStatelessNormal } from './philox';
export type { CompiledTraining, StepSums, Steps } from './training';
