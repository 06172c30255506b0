import type { Dataset } from '../dataset/dataset';
import { canCompile } from '../graph';
import type { Autoencoder } from '../model/autoencoder';
import { createObjective, type Objective } from '../model/objectives';
import type { Optimizer } from '../optimise';
import type { ObjectiveConfig } from '../protocol/config';
import { CompiledModel } from './compiled-model';
import { CompiledOrEager } from './compiled-or-eager';
import { EagerModel } from './eager-model';
import type { StoredExamples } from './examples';
import type { Answer, Question, Subject, Values } from './question';
import { decoding, encoding, evaluation, likelihood, measuring } from './questions';
import type { Stepper } from './steps';

/** A model that is trained in place of another one, which has its running means. */
export interface Twin {
  readonly model: Autoencoder;
  /** What no gradient changes, of both. */
  readonly state: Autoencoder['state'];
  /** An objective of the twin, that has the other's state follow the twin's. */
  follow(objective: Objective): Objective;
}

/** Answers questions about a model and its data, and trains it, in one way of computing. */
export interface Computer {
  ask<A extends Answer>(question: Question<A>, subject: Subject): Values<A>;
  /** @param model The one that the objective is of, if it is another than this one's: its twin. */
  training(optimizer: Optimizer, objective: Objective, model?: Autoencoder): Stepper;
  dispose(): void;
}

/** Posteriors of examples, each examples x latent. `logVars` is null for a plain autoencoder. */
export interface Encoded {
  readonly means: Float32Array;
  readonly logVars: Float32Array | null;
}

/** How well a model takes each example, nats. */
export interface Measures {
  /** The reconstruction term at the posterior mean. */
  readonly reconstruction: Float32Array;
  /** KL(q(z|x) || N(0, I)); 0 for a plain autoencoder. */
  readonly kl: Float32Array;
}

/** The loss of a batch and the terms that it is made of, by name: means over the examples, nats. */
export interface Losses {
  readonly loss: number;
  readonly terms: Readonly<Record<string, number>>;
}

/**
 * What is computed with a model and its data. The weights are the model's own variables, whoever changes them. Indices are
 * of the data set, or of `rows` where these are given: examples like its own, as `Dataset.values` has them.
 */
export class Computation {
  private readonly evaluation: ReturnType<typeof evaluation>;

  /** @param objective What the model is trained by. */
  constructor(
    private readonly by: Computer,
    private readonly objective: Objective,
    private readonly objectiveOf: (model: Autoencoder) => Objective,
  ) {
    this.evaluation = evaluation(objective.evaluated ?? objective);
  }

  /** By native graphs. */
  static compiled(model: Autoencoder, dataset: StoredExamples, objective: ObjectiveConfig): Computation {
    return Computation.by(new CompiledModel(model, dataset), model, dataset, objective);
  }

  /** Operation by operation, on whatever backend there is. */
  static eager(model: Autoencoder, dataset: StoredExamples, objective: ObjectiveConfig): Computation {
    return Computation.by(new EagerModel(model, dataset), model, dataset, objective);
  }

  static by(by: Computer, model: Autoencoder, dataset: StoredExamples, objective: ObjectiveConfig): Computation {
    const objectiveOf = (trained: Autoencoder) => createObjective(trained, objective, countOf(dataset));
    return new Computation(by, objectiveOf(model), objectiveOf);
  }

  /** Posteriors of some examples, by index. */
  encode(indices: Int32Array, rows?: Dataset['values']): Encoded {
    const { mean, logVar } = this.by.ask(encoding, { indices, rows });
    return { means: mean, logVars: logVar };
  }

  /** E[x|z] of codes, n x latent: n x features; pixels in 0..1. */
  decode(codes: Float32Array): Float32Array {
    return this.by.ask(decoding, { codes }).mean;
  }

  /** The objective of one batch, of as many examples as there are indices. @param scalars What it depends on, by name. */
  evaluate(
    indices: Int32Array,
    seed: readonly [number, number],
    scalars: Readonly<Record<string, number>>,
    rows?: Dataset['values'],
  ): Losses {
    const values = this.by.ask(this.evaluation, { indices, rows, seed, numbers: scalars });
    const { terms } = this.objective;
    return { loss: values.loss[0], terms: Object.fromEntries(terms.map((name) => [name, values[name][0]])) };
  }

  /** How well each of some examples is taken, by index. */
  measure(indices: Int32Array): Measures {
    return this.by.ask(measuring, { indices });
  }

  /**
   * log p(x) of up to `likelihoodBatch.examples` examples of a VAE, by index, nats, each estimated from
   * `likelihoodBatch.draws` draws of z, which the seed determines.
   */
  logLikelihood(indices: Int32Array, seed: readonly [number, number], rows?: Dataset['values']): Float32Array {
    return this.by.ask(likelihood, { indices, rows, seed }).logLikelihood;
  }

  /** Training by an optimiser of the model's variables. Dispose it before this. */
  training(optimizer: Optimizer): Stepper {
    return this.by.training(optimizer, this.objective);
  }

  /** The same for a twin of the model, of which the model has the running means. */
  trainingTwin(optimizer: Optimizer, twin: Twin): Stepper {
    const { model, state, follow } = twin;
    return this.by.training(optimizer, follow(this.objectiveOf(model)), { ...model, state });
  }

  dispose(): void {
    this.by.dispose();
  }
}

/** Those that memory does not hold among them. */
function countOf({ summary: { examples, streamed = examples } }: StoredExamples): number {
  return streamed;
}

/** A model ready for use. */
export interface LoadedModel {
  readonly model: Autoencoder;
  readonly computation: Computation;
}

/**
 * Native graphs where the backend runs them, else tfjs operation by operation. A library that turns out to refuse a
 * graph costs speed and not the run: `warn` hears of it, and the rest is computed by operations.
 */
export function createComputation(
  model: Autoencoder,
  dataset: Dataset,
  objective: ObjectiveConfig,
  warn: (message: string) => void,
): Computation {
  const eager = new EagerModel(model, dataset);
  const by = canCompile() ? new CompiledOrEager(new CompiledModel(model, dataset), eager, warn) : eager;
  return Computation.by(by, model, dataset, objective);
}
