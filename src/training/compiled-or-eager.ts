import { type AdamConstants, type AdamSlot, CompiledModel, type Encoded, type Measures, type Terms } from '../compute';
import type { Dataset } from '../dataset/dataset';
import { canCompile } from '../graph';
import type { Autoencoder } from '../model/autoencoder';
import type { Computation, Stepper } from './computation';
import { EagerModel } from './eager-model';

/**
 * Native graphs where the backend runs them, else tfjs operation by operation. A library that turns out to refuse a
 * graph costs speed and not the run: `warn` hears of it, and the rest is computed by operations.
 */
export function createComputation(
  model: Autoencoder,
  dataset: Dataset,
  freeBits: number,
  warn: (message: string) => void,
): Computation {
  const eager = new EagerModel(model, dataset, freeBits);
  return canCompile() ? new CompiledOrEager(new CompiledModel(model, dataset, freeBits), eager, warn) : eager;
}

class CompiledOrEager implements Computation {
  private isCompiled = true;

  constructor(
    private readonly compiled: Computation,
    private readonly eager: Computation,
    private readonly warn: (message: string) => void,
  ) {}

  encode(indices: Int32Array, rows?: Dataset['values']): Encoded {
    return this.attempt(this.compiled, this.eager, (by) => by.encode(indices, rows));
  }

  decode(codes: Float32Array): Float32Array {
    return this.attempt(this.compiled, this.eager, (by) => by.decode(codes));
  }

  evaluate(indices: Int32Array, seed: readonly [number, number], beta: number, rows?: Dataset['values']): Terms {
    return this.attempt(this.compiled, this.eager, (by) => by.evaluate(indices, seed, beta, rows));
  }

  measure(indices: Int32Array): Measures {
    return this.attempt(this.compiled, this.eager, (by) => by.measure(indices));
  }

  logLikelihood(indices: Int32Array, seed: readonly [number, number], rows?: Dataset['values']): Float32Array {
    return this.attempt(this.compiled, this.eager, (by) => by.logLikelihood(indices, seed, rows));
  }

  training(slots: readonly AdamSlot[], adam: AdamConstants): Stepper {
    const compiled = this.compiled.training(slots, adam);
    const eager = this.eager.training(slots, adam);
    return {
      stepsPerCall: (batchSize) => (this.isCompiled ? compiled : eager).stepsPerCall(batchSize),
      run: (steps) => this.attempt(compiled, eager, (by) => by.run(steps)),
      dispose: () => {
        compiled.dispose();
        eager.dispose();
      },
    };
  }

  dispose(): void {
    this.compiled.dispose();
    this.eager.dispose();
  }

  /** A graph that is refused has changed nothing: what it was to do can be done in the other way. */
  private attempt<By, T>(compiled: By, eager: By, use: (by: By) => T): T {
    if (this.isCompiled) {
      try {
        return use(compiled);
      } catch (error) {
        this.isCompiled = false;
        this.warn(`Computing by single operations, which is slower: ${error instanceof Error ? error.stack : error}`);
      }
    }
    return use(eager);
  }
}
