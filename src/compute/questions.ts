import * as tf from '@tensorflow/tfjs';
import type { Autoencoder } from '../model/autoencoder';
import { boundTerms } from '../model/bound';
import { logLikelihood } from '../model/marginal-likelihood';
import { measures } from '../model/measures';
import { type Examples, type Objective, reconstructionTerm } from '../model/objectives';
import { joinRows } from '../model/rows';
import type { Answer, Question } from './question';

/** More at once would not stay in the processor's caches. */
const batchSizes = [1, 64, 512];

/** What likelihoods are estimated of at once: about as many draws of z as the largest batch has examples. */
export const likelihoodBatch = { examples: 10, draws: 50 };

/** What the parts of the bound are computed of at once. */
export const boundBatch = { examples: 32, draws: 16 };

/** q(z|x): its mean and log-variance, [batch, latent]; a plain autoencoder has the mean alone. */
export const encoding = ofEachRow(
  { name: 'The encoder', about: 'examples', draws: 0, batchSizes },
  (model, { x, classes }) => {
    const { mean, logVar } = model.encode(x, { classes });
    return { mean, logVar };
  },
);

/** L of q(z|x) = N(mean, L L^T), [batch, latent x latent], row by row: of a posterior with a full covariance. */
export const spreading = ofEachRow(
  { name: 'The spread of the posterior', about: 'examples', draws: 0, batchSizes },
  (model, { x, classes }) => {
    const { factor } = model.encode(x, { classes });
    if (!factor) throw new Error('This posterior has no covariance of its own');
    return { factor: tf.reshape(factor, [factor.shape[0], -1]) };
  },
);

/** E[x|z], [batch, features]; pixels in 0..1. Of a latent space of codes: by the nearest one. */
export const decoding = ofEachRow(
  { name: 'The decoder', about: 'codes', draws: 0, batchSizes },
  (model, { x: z, classes }) => ({
    mean: model.decode(model.nearestCode(z), { classes }).mean(),
  }),
);

/** E(D(z)), [batch, latent]: the mean of q(z|x) at the mean of p(x|z). Not of text, which an encoder reads as symbols. */
export const reencoding = ofEachRow(
  { name: 'The re-encoding', about: 'codes', draws: 0, batchSizes },
  (model, { x: z, classes }) => {
    const { mean } = model.encode(model.decode(model.nearestCode(z), { classes }).mean(), { classes });
    return { mean };
  },
);

/**
 * Of codes that are the nodes of a curve, [nodes, latent]: E = n/2 sum_i ||D(z_i+1) - D(z_i)||^2, with D(z) = E[x|z] and n pieces, and its
 * gradient by the codes. Not of a decoder that writes symbol by symbol, nor between codes of a list.
 */
export const curveEnergy: Question<{ readonly energy: tf.Scalar; readonly gradient: tf.Tensor2D }> = {
  name: 'The energy of a curve',
  about: 'codes',
  draws: 0,
  batchSizes: null,
  numbers: [],
  answer(model, parts) {
    const energyOf = (...codes: tf.Tensor[]): tf.Scalar => {
      const decoded = joinRows(
        parts.map(({ classes }, i) => model.decode(codes[i] as tf.Tensor2D, { classes }).mean()),
      );
      const [nodes, features] = decoded.shape;
      const steps = tf.sub(
        tf.slice(decoded, [1, 0], [nodes - 1, features]),
        tf.slice(decoded, [0, 0], [nodes - 1, features]),
      );
      return tf.mul(tf.sum(tf.square(steps)), (nodes - 1) / 2);
    };
    const { value, grads } = tf.valueAndGrads(energyOf)(parts.map(({ x }) => x));
    return { energy: value as tf.Scalar, gradient: joinRows(grads as tf.Tensor2D[]) };
  },
};

/** q(y|x), [batch, classes], of a model that infers classes. */
export const classifying = ofEachRow(
  { name: 'The classifier', about: 'examples', draws: 0, batchSizes },
  (model, { x }) => ({ probabilities: tf.softmax(classifierOf(model)(x)) }),
);

function classifierOf({ classify }: Autoencoder): NonNullable<Autoencoder['classify']> {
  if (!classify) throw new Error('This model infers no classes');
  return classify;
}

/** How well each example is taken, [batch], nats: the reconstruction term at the posterior mean, and the KL. */
export const measuring = ofEachRow(
  { name: 'The measures', about: 'examples', draws: 0, batchSizes },
  (model, examples) => measures(model, examples),
);

/** log p(x) of each example, [batch], nats, estimated from `likelihoodBatch.draws` draws of z. */
export const likelihood = ofEachRow(
  {
    name: 'The likelihood',
    about: 'examples',
    draws: likelihoodBatch.draws,
    batchSizes: [likelihoodBatch.examples],
  },
  (model, examples) => ({ logLikelihood: logLikelihood(model, examples, likelihoodBatch.draws) }),
);

/** What is annealed at once: the chains of an example beside each other. */
export const annealingBatch = { examples: 10, chains: 16 };

/**
 * log p(x|z) and log p(z) of examples that have a code each, [batch], nats, and the gradients of both by the codes, [batch, latent]. Not of
 * codes of a list.
 */
export const jointDensity: Question<{
  readonly likelihood: tf.Tensor1D;
  readonly likelihoodGradient: tf.Tensor2D;
  readonly prior: tf.Tensor1D;
  readonly priorGradient: tf.Tensor2D;
}> = {
  name: 'The joint density',
  about: 'pairs',
  draws: 0,
  batchSizes: [annealingBatch.examples * annealingBatch.chains],
  numbers: [],
  answer: (model, parts) =>
    joinAnswers(
      parts.map(({ x, classes: told, z }) => {
        if (!z) throw new Error('Pairs have codes');
        const classes = model.classesOf(x, told);
        const likelihoodOf = (codes: tf.Tensor) =>
          tf.neg(reconstructionTerm(model, x, model.decode(codes as tf.Tensor2D, { classes })));
        const priorOf = (codes: tf.Tensor) => model.prior.logDensity(codes as tf.Tensor2D);
        // Each row's density depends on its own code alone: the gradient of their sum has those of all.
        const likelihood = tf.valueAndGrad(likelihoodOf)(z);
        const prior = tf.valueAndGrad(priorOf)(z);
        return {
          likelihood: likelihood.value as tf.Tensor1D,
          likelihoodGradient: likelihood.grad as tf.Tensor2D,
          prior: prior.value as tf.Tensor1D,
          priorGradient: prior.grad as tf.Tensor2D,
        };
      }),
    ),
};

/** The parts of the bound of each example, [batch], nats, by `boundBatch.draws` draws of z. */
export const bounding = ofEachRow(
  { name: 'The bound', about: 'examples', draws: boundBatch.draws, batchSizes: [boundBatch.examples] },
  (model, examples) => boundTerms(model, examples, boundBatch.draws),
);

/** The objective of a batch and its terms, means over the examples, by the draws of z that it has for each. */
export function evaluation(objective: Objective): Question<Readonly<Record<string, tf.Scalar>>> {
  return {
    name: 'The evaluation',
    about: 'examples',
    draws: objective.draws,
    batchSizes: null,
    numbers: objective.scalars,
    answer(_, parts, scalars) {
      const { loss, terms } = objective.compute(parts, scalars);
      return { loss, ...terms };
    },
  };
}

/** A question whose answer has a row for each row that it is about; of examples, classes that are not known are inferred first. */
function ofEachRow<A extends Answer>(
  question: Omit<Question<A>, 'answer' | 'numbers'>,
  answer: (model: Autoencoder, rows: Examples) => A,
): Question<A> {
  return {
    ...question,
    numbers: [],
    answer: (model, parts) =>
      joinAnswers(
        parts.map((part) =>
          answer(
            model,
            question.about === 'examples' ? { ...part, classes: model.classesOf(part.x, part.classes) } : part,
          ),
        ),
      ),
  };
}

function joinAnswers<A extends Answer>(parts: readonly A[]): A {
  const [first] = parts;
  if (parts.length === 1) return first;
  const joined = Object.keys(first).map((name) => {
    const tensors = parts.flatMap((part) => part[name] ?? []);
    return [name, tensors.length > 0 ? joinRows(tensors as tf.Tensor2D[]) : null];
  });
  return Object.fromEntries(joined) as A;
}
