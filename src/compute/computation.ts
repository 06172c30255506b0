import type { Dataset } from '../dataset';
import { canCompile } from '../graph';
import type { Autoencoder } from '../model/autoencoder';
import { createObjective, type Objective } from '../model/objectives';
import type { Optimizer } from '../optimise';
import type { ObjectiveConfig } from '../protocol/config';
import { CompiledModel } from './compiled-model';
import { CompiledOrEager } from './compiled-or-eager';
import { EagerModel } from './eager-model';
import { type ClassNumbers, classNumbers, type StoredExamples } from './examples';
import type { Answer, Question, Subject, Values } from './question';
import {
  bounding,
  classifying,
  curveEnergy,
  encoding,
  evaluation,
  jointDensity,
  likelihood,
  measuring,
  reencoding,
  spreading,
} from './questions';
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
  /** E[x|z] of codes, n x latent: n x features. Of text that is written symbol by symbol: what is written, one-hot. */
  decode(codes: Float32Array, classes?: Int32Array, temperature?: number): Float32Array;
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

/** Of pairs of an example and a code: the logarithms of two densities, nats, and their gradients by the codes, n x latent. */
export interface JointDensity {
  /** log p(x|z). */
  readonly likelihood: Float32Array;
  readonly likelihoodGradient: Float32Array;
  /** log p(z). */
  readonly prior: Float32Array;
  readonly priorGradient: Float32Array;
}

/** The loss of a batch and the terms that it is made of, by name: means over the examples, nats. */
export interface Losses {
  readonly loss: number;
  readonly terms: Readonly<Record<string, number>>;
}

/** Examples that indices are of, in place of those of the data set. */
export interface GivenRows {
  /** Examples like the data set's own, as `Dataset.values` has them. */
  readonly rows?: Dataset['values'];
  /** Of rows that are made of the data set's examples: the one that each index is made of. */
  readonly origins?: Int32Array;
  /** Of rows that memory does not hold as the data set's examples: the label of each index, as in `Dataset.labels`. */
  readonly labels?: Float32Array;
}

/**
 * What is computed with a model and its data. The weights are the model's own variables, whoever changes them. Indices are
 * of the data set, or of the rows that are given.
 */
export class Computation {
  private readonly evaluation: ReturnType<typeof evaluation>;

  private readonly objective: Objective;
  /** Of a model that knows classes. */
  private readonly numbers: ClassNumbers | undefined;

  private readonly examples: number;

  /** @param config What the model is trained by. */
  constructor(
    private readonly by: Computer,
    private readonly model: Autoencoder,
    dataset: StoredExamples,
    private readonly config: ObjectiveConfig,
  ) {
    this.numbers = model.classes.length > 0 ? classNumbers(dataset, model) : undefined;
    this.examples = countOf(dataset);
    this.objective = this.objectiveOf(model);
    this.evaluation = evaluation(this.objective.evaluated ?? this.objective);
  }

  /** By native graphs. */
  static compiled(model: Autoencoder, dataset: StoredExamples, objective: ObjectiveConfig): Computation {
    return new Computation(new CompiledModel(model, dataset), model, dataset, objective);
  }

  /** Operation by operation, on whatever backend there is. */
  static eager(model: Autoencoder, dataset: StoredExamples, objective: ObjectiveConfig): Computation {
    return new Computation(new EagerModel(model, dataset), model, dataset, objective);
  }

  /** Of a model that knows classes: that of each example of the data set. */
  get classes(): Int32Array | undefined {
    return this.numbers?.own;
  }

  /** Of a model that knows classes: those of some examples, by index, as numbers among its classes; -1: not known. */
  classesOf(indices: Int32Array, { origins = indices, labels }: GivenRows = {}): Int32Array | undefined {
    const { numbers } = this;
    if (!numbers) return undefined;
    return labels ? numbers.of(labels) : origins.map((index) => numbers.own[index]);
  }

  /** Posteriors of some examples, by index. */
  encode(indices: Int32Array, given?: GivenRows): Encoded {
    const { mean, logVar } = this.by.ask(encoding, this.about(indices, given));
    return { means: mean, logVars: logVar };
  }

  /** Of a posterior with a full covariance L L^T: L of some examples, by index, examples x (latent x latent), row by row. */
  choleskyFactors(indices: Int32Array): Float32Array {
    return this.by.ask(spreading, this.about(indices)).factor;
  }

  /**
   * E[x|z] of codes, n x latent: n x features; pixels in 0..1. Of text that is written symbol by symbol: what is written, one-hot.
   * @param classes Of a model that knows them: that of each code.
   * @param temperature Of a decoder that writes: in place of the model's own.
   */
  decode(codes: Float32Array, classes?: Int32Array, temperature?: number): Float32Array {
    return this.by.decode(codes, classes, temperature);
  }

  /** The codes, n x latent, of what is decoded of codes; not of text. @param classes As of `decode`. */
  reencode(codes: Float32Array, classes?: Int32Array): Float32Array {
    return this.by.ask(reencoding, { codes, classes }).mean;
  }

  /**
   * The energy of the curve that codes are the nodes of, nodes x latent, as it is decoded, and the gradient of it by them. Not of a decoder
   * that writes symbol by symbol. @param classes As of `decode`.
   */
  curveEnergy(codes: Float32Array, classes?: Int32Array): { readonly energy: number; readonly gradient: Float32Array } {
    const { energy, gradient } = this.by.ask(curveEnergy, { codes, classes });
    return { energy: energy[0], gradient };
  }

  /** Of a model that knows classes: that of each of some examples, by index, inferred where it is not known and the model can. */
  classify(indices: Int32Array): Int32Array | undefined {
    const known = this.classesOf(indices);
    if (!known || !this.model.classify) return known;
    const predicted = this.predict(indices);
    return known.map((own, i) => (own >= 0 ? own : predicted[i]));
  }

  /** Of a model that infers classes: the most probable one of each of some examples, by index, whatever their labels are. */
  predict(indices: Int32Array, given?: GivenRows): Int32Array {
    const { probabilities } = this.by.ask(classifying, this.about(indices, given));
    const count = this.model.classes.length;
    return indices.map((_, i) => largest(probabilities.subarray(i * count, (i + 1) * count)));
  }

  /** The objective of one batch, of as many examples as there are indices. @param scalars What it depends on, by name. */
  evaluate(
    indices: Int32Array,
    seed: readonly [number, number],
    scalars: Readonly<Record<string, number>>,
    given?: GivenRows,
  ): Losses {
    const values = this.by.ask(this.evaluation, { ...this.about(indices, given), seed, numbers: scalars });
    const { terms } = this.objective;
    return { loss: values.loss[0], terms: Object.fromEntries(terms.map((name) => [name, values[name][0]])) };
  }

  /** How well each of some examples is taken, by index. */
  measure(indices: Int32Array): Measures {
    return this.by.ask(measuring, this.about(indices));
  }

  /**
   * The two parts of the negative ELBO of up to `boundBatch.examples` examples, by index: means over `boundBatch.draws` draws of z, which
   * the seed determines.
   */
  bound(indices: Int32Array, seed: readonly [number, number], given?: GivenRows): Measures {
    return this.by.ask(bounding, { ...this.about(indices, given), seed });
  }

  /**
   * log p(x|z) and log p(z) of some examples, by index, with a code each, n x latent: nats, and the gradients of both by the codes. Computed
   * in batches of `annealingBatch`. Not of codes of a list.
   */
  jointDensity(indices: Int32Array, codes: Float32Array, given?: GivenRows): JointDensity {
    return this.by.ask(jointDensity, { ...this.about(indices, given), codes });
  }

  /**
   * log p(x) of up to `likelihoodBatch.examples` examples of a VAE, by index, nats, each estimated from
   * `likelihoodBatch.draws` draws of z, which the seed determines.
   */
  logLikelihood(indices: Int32Array, seed: readonly [number, number], given?: GivenRows): Float32Array {
    return this.by.ask(likelihood, { ...this.about(indices, given), seed }).logLikelihood;
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

  /** What a model is trained by: this one, or its twin. */
  objectiveOf(model: Autoencoder): Objective {
    return createObjective(model, this.config, this.examples, this.numbers?.labelled ?? 1);
  }

  private about(indices: Int32Array, given: GivenRows = {}) {
    return { indices, rows: given.rows, classes: this.classesOf(indices, given) };
  }
}

function largest(values: Float32Array): number {
  return values.indexOf(Math.max(...values));
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
  dataset: StoredExamples,
  objective: ObjectiveConfig,
  warn: (message: string) => void,
): Computation {
  const eager = new EagerModel(model, dataset);
  const by = canCompile() ? new CompiledOrEager(new CompiledModel(model, dataset), eager, warn) : eager;
  return new Computation(by, model, dataset, objective);
}
