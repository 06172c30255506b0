import * as tf from '@tensorflow/tfjs';
import { codebookName, type VectorCodes } from '../../protocol/posteriors';
import { squaredError } from '../likelihoods/squared-error';
import type { Noise } from '../noise';
import type { Update } from '../objectives/objective';
import type { Parameters } from '../parameters';
import { joinRows } from '../rows';
import { certain, straightThrough } from './certain';
import type { Posterior } from './posterior';

/** A code that is chosen less often than this part of its equal share is put elsewhere. */
const deadShare = 0.05;

/** Which examples' vectors take the place of dead codes. */
const restartStream = 'codebook';

/** A posterior at one code, and what the codebook learns from it. */
export interface QuantisedPosterior extends Posterior {
  /** What the encoder gave, a vector in each row: [batch x groups, width]. */
  readonly vectors: tf.Tensor2D;
  /** The code that was chosen for each of them, one-hot: [batch x groups, codes]. */
  readonly choices: tf.Tensor2D;
  /** ||z - sg(e)||^2 of each example, [batch]. */
  readonly distance: tf.Tensor1D;
}

/**
 * VQ-VAE (van den Oord et al. 2017, arXiv 1711.00937, section 3): z is replaced by the nearest vector e of a codebook, part
 * by part, and the gradient by e is handed on to z as it is.
 */
export function quantised(codebook: Codebook) {
  const { groups, width } = codebook.config;
  return {
    posterior(encoded: tf.Tensor2D): QuantisedPosterior {
      const [batch] = encoded.shape;
      const vectors: tf.Tensor2D = tf.reshape(encoded, [batch * groups, width]);
      const choices = codebook.choose(vectors);
      const nearest: tf.Tensor2D = tf.reshape(codebook.vectorsOf(choices), encoded.shape);
      return {
        ...certain(straightThrough(encoded, nearest), groups),
        vectors,
        choices,
        distance: squaredError(encoded, nearest),
      };
    },
    codeOf(choices: tf.Tensor2D): tf.Tensor2D {
      const [rows, parts] = choices.shape;
      const flat: tf.Tensor1D = tf.reshape(choices, [rows * parts]);
      return tf.reshape(codebook.vectorsOf(oneHotRows(flat, codebook.config.codes)), [rows, parts * width]);
    },
    nearest(z: tf.Tensor2D): tf.Tensor2D {
      const choices = codebook.choose(tf.reshape(z, [-1, width]));
      return tf.reshape(codebook.vectorsOf(choices), z.shape);
    },
  };
}

/** Vectors that follow the means of what chooses them. */
export class Codebook {
  /** [codes, width]. */
  private readonly vectors: tf.Variable<tf.Rank.R2>;
  /** How many vectors of a batch choose each code, [codes]: a running mean. None is chosen at first: the first batch's vectors fill them. */
  private readonly usage: tf.Variable<tf.Rank.R1>;

  constructor(
    parameters: Parameters,
    readonly config: VectorCodes,
  ) {
    const { codes, width } = config;
    [this.vectors, this.usage] = parameters.ownedBy(null, () => [
      parameters.uniform<tf.Rank.R2>(codebookName, [codes, width], 1),
      parameters.constant<tf.Rank.R1>('codebook/usage', [codes], 0),
    ]);
  }

  /** The nearest code to each row, [rows, width], as one-hot rows, [rows, codes]. */
  choose(vectors: tf.Tensor2D): tf.Tensor2D {
    // ||z - e||^2 less ||z||^2, which is the same for all codes, halved.
    const halves = tf.mul(tf.sum(tf.square(this.vectors), 1), 0.5);
    const distances = tf.sub(halves, tf.matMul(vectors, this.vectors, false, true));
    return oneHotRows(tf.argMin(distances, 1), this.config.codes);
  }

  /** The vectors as they are now, row by row. */
  values(): Float32Array {
    return this.vectors.dataSync<'float32'>();
  }

  /** The vectors of chosen codes, exactly: sums of them with zeros. */
  vectorsOf(choices: tf.Tensor2D): tf.Tensor2D {
    return tf.matMul(choices, this.vectors);
  }

  /**
   * What a batch makes of the codebook (the paper's appendix A.1): with n_i its vectors that chose code i, and s_i their sum,
   *
   *   N_i <- decay N_i + (1 - decay) n_i,   N_i e_i <- decay N_i e_i + (1 - decay) s_i
   *
   * which is e_i <- e_i + (1 - decay) (s_i - n_i e_i) / N_i. A code that hardly anything chooses any more would stay where it
   * is for good: it is put where some vector of the batch is, as if it had its equal share (Dhariwal et al. 2020, arXiv
   * 2005.00341, section 3.1).
   */
  learn(
    parts: readonly Pick<QuantisedPosterior, 'vectors' | 'choices'>[],
    noises: readonly Noise[],
  ): readonly Update[] {
    const { codes, decay, groups } = this.config;
    const vectors = joinRows(parts.map((part) => part.vectors));
    const choices = joinRows(parts.map((part) => part.choices));
    const chosen: tf.Tensor1D = tf.sum(choices, 0);
    const sums = tf.matMul(choices, vectors, true);
    const usage: tf.Tensor1D = tf.add(tf.mul(this.usage, decay), tf.mul(chosen, 1 - decay));
    const step = tf.div(1 - decay, tf.maximum(usage, 1e-6));
    const way = tf.sub(sums, tf.mul(tf.expandDims(chosen, 1), this.vectors));
    const moved = tf.add(this.vectors, tf.mul(tf.expandDims(step, 1), way));

    const share = vectors.shape[0] / codes;
    const lives: tf.Tensor1D = tf.cast(tf.greaterEqual(usage, deadShare * share), 'float32');
    const dies: tf.Tensor1D = tf.sub(1, lives);
    const order = joinRows(noises.map((noise) => noise.uniform(restartStream, groups)));
    const others = pickRows(vectors, order, codes);
    return [
      { variable: this.usage, value: tf.add(tf.mul(usage, lives), tf.mul(dies, share)) },
      {
        variable: this.vectors,
        value: tf.add(tf.mul(moved, tf.expandDims(lives, 1)), tf.mul(others, tf.expandDims(dies, 1))),
      },
    ];
  }
}

/**
 * exp of the entropy of which codes a batch's vectors chose: as many as are used, if all of them are alike.
 * @param choices One-hot, [vectors, codes].
 */
export function perplexity(choices: tf.Tensor2D): tf.Scalar {
  const shares = tf.mean(choices, 0);
  return tf.exp(tf.neg(tf.sum(tf.mul(shares, tf.log(tf.maximum(shares, 1e-10))))));
}

function oneHotRows(indices: tf.Tensor1D, depth: number): tf.Tensor2D {
  return tf.cast(tf.oneHot(indices, depth), 'float32') as tf.Tensor2D;
}

/** Rows in the order of random numbers, one for each: `count` of them, each as seldom as can be. */
function pickRows(rows: tf.Tensor2D, numbers: tf.Tensor2D, count: number): tf.Tensor2D {
  const [all] = rows.shape;
  const { indices } = tf.topk(tf.reshape(numbers, [all]), Math.min(all, count));
  const picked: tf.Tensor2D = tf.matMul(oneHotRows(indices as tf.Tensor1D, all), rows);
  if (all >= count) return picked;
  const repeated: tf.Tensor2D = tf.tile(picked, [Math.ceil(count / all), 1]);
  return tf.slice(repeated, [0, 0], [count, rows.shape[1]]);
}
