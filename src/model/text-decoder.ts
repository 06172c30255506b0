import * as tf from '@tensorflow/tfjs';
import { symbolsRead, transformerOf } from '../protocol/networks';
import { random } from '../random';
import { type Classes, withClasses } from './classes';
import type { Conditions } from './conditions';
import { type Generation, generate } from './generation';
import { hash } from './initialization';
import { dense } from './layers';
import { causalMask } from './layers/attention';
import { lookUp } from './layers/embedding';
import { layerNorm } from './layers/norm';
import type { Output } from './likelihoods';
import { categoricalOutput, codesOf, oneHotCodes } from './likelihoods/categorical';
import type { Purpose } from './likelihoods/likelihood';
import type { Noise } from './noise';
import { embeddingTable, transformerBlocks } from './transformer';

const dropoutStream = 'symbol dropout';

/** A decoder that gives p(x|z) as the product of p(x_t | x_1..x_t-1, z). */
export interface TextDecoder {
  /** By the noise symbols are left out, in training. */
  decode(z: tf.Tensor2D, conditions?: Conditions): Output;
  /** Of each symbol at each place, [batch, length x symbols], given the symbols before it in `x`, [batch, length] as stored. */
  logits(z: tf.Tensor2D, x: tf.Tensor2D, conditions?: Conditions): tf.Tensor2D;
  readonly generation: Generation;
}

/**
 * The causal decoder of a text (Vaswani et al. 2017; Bowman et al. 2016, arXiv 1511.06349): what a place gets is the symbol
 * before it, the first one a symbol for the beginning, and it sees what came before. The code is added to the embedding of every
 * place, which Li et al. 2020 (arXiv 2004.04092, section 3.1) call the embedding scheme: it is at hand wherever a symbol is
 * chosen, before attention has learned to look for it, and takes no place.
 *
 * In training the true symbols are given. Where a share of them is left out (Bowman et al. 2016, section 3.1), the code has to say
 * what they were, and is less easily passed over.
 */
export function textDecoder({ parameters, config, shape: [length, symbols] }: Purpose): TextDecoder {
  const { width, heads, symbolDropout, temperature } = transformerOf(config);
  const [beginning, leftOut] = [symbols, symbols + 1];
  const table = embeddingTable(parameters, 'decoder/symbols', symbolsRead(config, symbols), width);
  const positions = embeddingTable(parameters, 'decoder/positions', length, width);
  const fromCode = dense(parameters, 'decoder/code', config.latent, width, 'linear');
  /** Its class, where the model knows any, is beside the code. */
  const code = (z: tf.Tensor2D, classes?: Classes) => fromCode(withClasses(z, classes, [z.shape[1]]));
  const blocks = transformerBlocks(parameters, 'decoder', config, config.hidden.toReversed());
  const norm = layerNorm(parameters, 'decoder/norm', width);
  const output = dense(parameters, 'decoder/output', width, symbols, 'linear');

  /** The symbols before each place, [batch x length]. */
  const before = (x: tf.Tensor2D, noise?: Noise): tf.Tensor1D => {
    const [batch] = x.shape;
    const first = tf.fill<tf.Rank.R2>([batch, 1], beginning, 'int32');
    const given = length === 1 ? first : tf.concat([first, tf.slice(codesOf(x), [0, 0], [batch, length - 1])], 1);
    if (!noise || symbolDropout === 0) return tf.reshape(given, [-1]);
    // The beginning is known in any case.
    const chances = Float32Array.from({ length }, (_, place) => (place > 0 ? symbolDropout : 0));
    const isKept = tf.greaterEqual(noise.uniform(dropoutStream, length), tf.tensor1d(chances));
    return tf.reshape(tf.where(isKept, given, tf.fill([batch, length], leftOut, 'int32')), [-1]);
  };

  const logits = (z: tf.Tensor2D, x: tf.Tensor2D, { classes, tap, noise }: Conditions = {}): tf.Tensor2D => {
    const [batch] = z.shape;
    const embedded = tf.reshape(lookUp(table, before(x, noise)), [batch, length, width]);
    const first = tf.add(tf.add(embedded, positions), tf.expandDims(code(z, classes), 1));
    const mask = causalMask(length);
    const last = blocks.reduce(
      (state, block) => block.apply(state, batch, mask, tap),
      tf.reshape<tf.Rank.R2>(first, [-1, width]),
    );
    return tf.reshape(output(norm(last)), [batch, length * symbols]);
  };

  /** By their largest a symbol is drawn; at temperature 0 they are the logits. [batch, symbols] */
  const perturbed = (logits: tf.Tensor2D, place: tf.Tensor1D): tf.Tensor2D => {
    if (temperature === 0) return logits;
    const noise = tf.tensor2d(generationNoise(length * symbols), [length, symbols]);
    return tf.add<tf.Tensor2D>(tf.div(logits, temperature), tf.gather(noise, place));
  };

  /** A state: the last symbols, all so far, what the codes add, and of each block keys and values. */
  const generation: Generation = {
    length,
    tensors: 3 + 2 * blocks.length,
    begin(z, classes) {
      const [batch] = z.shape;
      const nothing = () => tf.zeros<tf.Rank.R4>([batch, heads, length, width / heads]);
      const seen = blocks.flatMap(() => [nothing(), nothing()]);
      return [tf.fill([batch], beginning, 'int32'), tf.zeros([batch, length]), code(z, classes), ...seen];
    },
    step(place, [symbol, text, ofCode, ...seenBefore]) {
      const isPlace: tf.Tensor2D = tf.cast(tf.oneHot(place, length) as tf.Tensor2D, 'float32');
      const mask = tf.gather(causalMask(length), place);
      const read = tf.gather<tf.Tensor2D>(table, symbol as tf.Tensor1D);
      let state: tf.Tensor2D = tf.add(tf.add(read, tf.gather<tf.Tensor2D>(positions, place)), ofCode);
      const seenNow = blocks.flatMap((block, i) => {
        const [keys, values] = seenBefore.slice(2 * i, 2 * i + 2) as tf.Tensor4D[];
        const { y, seen } = block.step(state, { keys, values }, tf.reshape(isPlace, [length, 1]), mask);
        state = y;
        return [seen.keys, seen.values];
      });
      const chosen = tf.argMax<tf.Tensor1D>(perturbed(output(norm(state)), place), 1);
      // After the end of a text, which is the first padding, there is nothing else.
      const next: tf.Tensor1D = tf.mul(chosen, tf.minimum(symbol, tf.scalar(1, 'int32')));
      const written = tf.mul(tf.expandDims(tf.cast(next, 'float32'), 1), isPlace);
      return [next, tf.add(text, written), ofCode, ...seenNow];
    },
    finish: ([, text]) => oneHotCodes(tf.cast(text as tf.Tensor2D, 'int32'), symbols),
  };

  return {
    decode: (z, conditions) => ({
      negativeLogLikelihood: (x) => categoricalOutput(logits(z, x, conditions), symbols).negativeLogLikelihood(x),
      mean: () => generate(length, generation, z, conditions?.classes),
    }),
    logits,
    generation,
  };
}

/**
 * Gumbel noise, by which the largest of logits is a draw (Gumbel 1954). It is the same for every code, so that a text depends on its
 * code alone, and codes that are near each other give texts that are.
 */
export function generationNoise(count: number): Float32Array {
  const next = random(hash('generation'));
  return Float32Array.from({ length: count }, () => -Math.log(-Math.log((next() + 0.5) / 2 ** 32)));
}
