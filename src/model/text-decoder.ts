import * as tf from '@tensorflow/tfjs';
import { symbolsRead, writingOf } from '../protocol/networks';
import { random } from '../random';
import { type Classes, withClasses } from './classes';
import type { Conditions } from './conditions';
import { type Generation, generate } from './generation';
import { gruDecoder } from './gru';
import { hash } from './initialization';
import { dense } from './layers';
import { embeddingTable, lookUp } from './layers/embedding';
import type { Output } from './likelihoods';
import { categoricalOutput, codesOf, oneHotCodes } from './likelihoods/categorical';
import type { Purpose } from './likelihoods/likelihood';
import type { Noise } from './noise';
import type { Tap } from './tap';
import { transformerDecoder } from './transformer';

const dropoutStream = 'symbol dropout';

/** A decoder that gives p(x|z) as the product of p(x_t | x_1..x_t-1, z). */
export interface TextDecoder {
  /** By the noise symbols are left out, in training. */
  decode(z: tf.Tensor2D, conditions?: Conditions): Output;
  /** Of each symbol at each place, [batch, length x symbols], given the symbols before it in `x`, [batch, length] as stored. */
  logits(z: tf.Tensor2D, x: tf.Tensor2D, conditions?: Conditions): tf.Tensor2D;
  readonly generation: Generation;
}

/** What a decoder of text does between what goes in at each place and what symbols are chosen by; a place sees those before it. */
export interface TextNetwork {
  /** Numbers that go in at each place, and that come out. */
  readonly inputs: number;
  readonly width: number;
  /** All places at once: [batch, length, inputs] to [batch x length, width]. @param code With the class beside it. */
  apply(x: tf.Tensor3D, code: tf.Tensor2D, tap?: Tap): tf.Tensor2D;
  /** Tensors that are kept from place to place. */
  readonly kept: number;
  /** These before the first place. */
  begin(code: tf.Tensor2D): readonly tf.Tensor[];
  /** The next place alone, [batch, inputs] to [batch, width]. @param place Which it is, int32, [1]. */
  step(
    x: tf.Tensor2D,
    place: tf.Tensor1D,
    kept: readonly tf.Tensor[],
  ): { readonly y: tf.Tensor2D; readonly kept: readonly tf.Tensor[] };
}

function networkOf({ parameters, config, shape: [length] }: Purpose): TextNetwork {
  return config.architecture === 'gru'
    ? gruDecoder(parameters, config, config.latent)
    : transformerDecoder(parameters, config, length);
}

/**
 * The causal decoder of a text (Vaswani et al. 2017; Bowman et al. 2016, arXiv 1511.06349): what a place gets is the symbol
 * before it, the first one a symbol for the beginning, and it sees what came before. The code is added to the embedding of every
 * place, which Li et al. 2020 (arXiv 2004.04092, section 3.1) call the embedding scheme: it is at hand wherever a symbol is
 * chosen, before a network has learned to look for it, and takes no place.
 *
 * In training the true symbols are given. Where a share of them is left out (Bowman et al. 2016, section 3.1), the code has to say
 * what they were, and is less easily passed over.
 */
export function textDecoder(purpose: Purpose): TextDecoder {
  const {
    parameters,
    config,
    shape: [length, symbols],
  } = purpose;
  const { symbolDropout, temperature: usualTemperature } = writingOf(config);
  const [beginning, leftOut] = [symbols, symbols + 1];
  const network = networkOf(purpose);
  const { inputs } = network;
  const table = embeddingTable(parameters, 'decoder/symbols', symbolsRead(config, symbols), inputs);
  const fromCode = dense(parameters, 'decoder/code', config.latent, inputs, 'linear');
  /** Its class, where the model knows any, is beside the code. */
  const withClass = (z: tf.Tensor2D, classes?: Classes) => withClasses(z, classes, [z.shape[1]]);
  const output = dense(parameters, 'decoder/output', network.width, symbols, 'linear');

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
    const code = withClass(z, classes);
    const embedded = tf.reshape<tf.Rank.R3>(lookUp(table, before(x, noise)), [batch, length, inputs]);
    const read: tf.Tensor3D = tf.add(embedded, tf.expandDims(fromCode(code), 1));
    return tf.reshape(output(network.apply(read, code, tap)), [batch, length * symbols]);
  };

  /** By their largest a symbol is drawn from softmax(logits / temperature); at 0 they are the logits. [batch, symbols] */
  const perturbed = (logits: tf.Tensor2D, place: tf.Tensor1D, temperature: tf.Tensor): tf.Tensor2D => {
    const noise = tf.tensor2d(generationNoise(length * symbols), [length, symbols]);
    return tf.add<tf.Tensor2D>(logits, tf.mul(tf.gather(noise, place), temperature));
  };

  /** A state: the last symbols, all so far, what the codes add, the temperature, and what the network keeps. */
  const generation: Generation = {
    length,
    tensors: 4 + network.kept,
    begin(z, { classes, temperature = usualTemperature } = {}) {
      const [batch] = z.shape;
      const code = withClass(z, classes);
      return [
        tf.fill([batch], beginning, 'int32'),
        tf.zeros([batch, length]),
        fromCode(code),
        typeof temperature === 'number' ? tf.scalar(temperature) : temperature.clone(),
        ...network.begin(code),
      ];
    },
    step(place, [symbol, text, ofCode, temperature, ...keptBefore]) {
      const read: tf.Tensor2D = tf.add(tf.gather<tf.Tensor2D>(table, symbol as tf.Tensor1D), ofCode);
      const { y, kept } = network.step(read, place, keptBefore);
      const chosen = tf.argMax<tf.Tensor1D>(perturbed(output(y), place, temperature), 1);
      // After the end of a text, which is the first padding, there is nothing else.
      const next: tf.Tensor1D = tf.mul(chosen, tf.minimum(symbol, tf.scalar(1, 'int32')));
      const isPlace = tf.cast(tf.oneHot(place, length), 'float32');
      const written = tf.mul(tf.expandDims(tf.cast(next, 'float32'), 1), isPlace);
      return [next, tf.add(text, written), ofCode, temperature, ...kept];
    },
    finish: ([, text]) => oneHotCodes(tf.cast(text as tf.Tensor2D, 'int32'), symbols),
  };

  return {
    decode: (z, conditions) => ({
      negativeLogLikelihood: (x) => categoricalOutput(logits(z, x, conditions), symbols).negativeLogLikelihood(x),
      mean: () => generate(length, generation, z, conditions),
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
