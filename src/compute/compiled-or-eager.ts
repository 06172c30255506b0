import type { Autoencoder } from '../model/autoencoder';
import type { Objective } from '../model/objectives';
import type { Optimizer } from '../optimise';
import type { Computer } from './computation';
import type { Answer, Question, Subject, Values } from './question';
import type { Stepper } from './steps';

/** Computes by native graphs until one is refused, and from then on operation by operation. */
export class CompiledOrEager implements Computer {
  private isCompiled = true;

  constructor(
    private readonly compiled: Computer,
    private readonly eager: Computer,
    private readonly warn: (message: string) => void,
  ) {}

  ask<A extends Answer>(question: Question<A>, subject: Subject): Values<A> {
    return this.attempt(this.compiled, this.eager, (by) => by.ask(question, subject));
  }

  decode(codes: Float32Array, classes?: Int32Array, temperature?: number): Float32Array {
    return this.attempt(this.compiled, this.eager, (by) => by.decode(codes, classes, temperature));
  }

  training(optimizer: Optimizer, objective: Objective, model?: Autoencoder): Stepper {
    const compiled = this.compiled.training(optimizer, objective, model);
    const eager = this.eager.training(optimizer, objective);
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
