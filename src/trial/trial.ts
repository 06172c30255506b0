import type { WrongResult } from '../runtime/library/probe';
import { arrangementChecks } from './arrangements';
import { batchedProductChecks } from './batched-products';
import { type Check, runEach } from './check';
import { elementwiseChecks } from './elementwise';
import { layerChecks } from './layers';
import { nativeChecks, runTogether } from './native';
import { reductionChecks } from './reductions';
import { runTraining } from './training';

/** Checks of each operation that models use, which every backend has to pass. */
export function checks(): Check[] {
  return [
    ...layerChecks(),
    ...elementwiseChecks(),
    ...reductionChecks(),
    ...arrangementChecks(),
    ...batchedProductChecks(),
  ];
}

/**
 * What TensorFlow's native library computes wrong of what models use: operation by operation, and as graphs. Throws an
 * Error where it does not compute it at all.
 */
export function tryNative(): WrongResult[] {
  const all = [...checks(), ...nativeChecks()];
  return [...runEach(all), ...runTogether(all), ...runTraining()];
}
