import * as tf from '@tensorflow/tfjs';
import type { ModelConfig } from '../protocol/config';
import { transformerOf } from '../protocol/networks';
import { stopGradient } from './gradient';
import { causalMask, hidingMask } from './layers/attention';
import { embeddingTable } from './layers/embedding';
import { layerNorm } from './layers/norm';
import { type TransformerBlock, transformerBlock } from './layers/transformer-block';
import type { Body } from './network';
import { paddingOf } from './padding';
import type { Parameters } from './parameters';
import type { TextNetwork } from './text-decoder';

/** Blocks with feed-forward layers of `hidden` units, one after another. */
function transformerBlocks(
  parameters: Parameters,
  part: string,
  { activation, ...config }: ModelConfig,
  units: readonly number[],
): readonly TransformerBlock[] {
  const { width, heads } = transformerOf(config);
  return units.map((units, i) =>
    transformerBlock(parameters, `${part}/block_${i}`, { width, heads, units, activation }),
  );
}

/**
 * The encoder of a text, one-hot, [batch, length x symbols]: embeddings of symbols and places, blocks in which all places attend to
 * each other, and the mean of what comes out of them, over the places of the text. Padding is no part of it: it is neither
 * attended to nor averaged.
 */
export function transformerBody(
  parameters: Parameters,
  [length, symbols]: readonly number[],
  config: ModelConfig,
  part = 'encoder',
): Body {
  const { width } = transformerOf(config);
  const table = embeddingTable(parameters, `${part}/symbols`, symbols, width);
  const positions = embeddingTable(parameters, `${part}/positions`, length, width);
  const blocks = transformerBlocks(parameters, part, config, config.hidden);
  const norm = layerNorm(parameters, `${part}/norm`, width);
  return {
    width,
    apply(x, tap) {
      const batch = x.shape[0];
      const embedded = tf.reshape(tf.matMul(tf.reshape<tf.Rank.R2>(x, [-1, symbols]), table), [batch, length, width]);
      const isPadding = paddingOf(x, length);
      const mask = hidingMask(isPadding);
      const first = tf.reshape<tf.Rank.R2>(tf.add(embedded, positions), [-1, width]);
      const last = norm(blocks.reduce((state, block) => block.apply(state, batch, mask, tap), first));
      const shares = stopGradient(tf.expandDims(sharesOf(isPadding), 1));
      return tf.reshape(tf.matMul(shares, tf.reshape(last, [batch, length, width])), [batch, width]);
    },
  };
}

/** What each place has in the mean over a text, [batch, length]; of an empty one nothing. */
function sharesOf(isPadding: tf.Tensor2D): tf.Tensor2D {
  const isText = tf.sub(1, isPadding);
  return tf.div(isText, tf.maximum(tf.sum(isText, 1, true), 1));
}

/** The blocks of a decoder of text, whose places see themselves and those before them, by attention. */
export function transformerDecoder(parameters: Parameters, config: ModelConfig, length: number): TextNetwork {
  const { width, heads } = transformerOf(config);
  const positions = embeddingTable(parameters, 'decoder/positions', length, width);
  const blocks = transformerBlocks(parameters, 'decoder', config, config.hidden.toReversed());
  const norm = layerNorm(parameters, 'decoder/norm', width);
  return {
    inputs: width,
    width,
    apply(x, _, tap) {
      const batch = x.shape[0];
      const mask = causalMask(length);
      const first = tf.reshape<tf.Rank.R2>(tf.add(x, positions), [-1, width]);
      return norm(blocks.reduce((state, block) => block.apply(state, batch, mask, tap), first));
    },
    // Keys and values of each block.
    kept: 2 * blocks.length,
    begin(code) {
      const nothing = () => tf.zeros<tf.Rank.R4>([code.shape[0], heads, length, width / heads]);
      return blocks.flatMap(() => [nothing(), nothing()]);
    },
    step(x, place, seenBefore) {
      const isPlace = tf.reshape<tf.Rank.R2>(tf.cast(tf.oneHot(place, length), 'float32'), [length, 1]);
      const mask = tf.gather(causalMask(length), place);
      let state: tf.Tensor2D = tf.add(x, tf.gather<tf.Tensor2D>(positions, place));
      const kept = blocks.flatMap((block, i) => {
        const [keys, values] = seenBefore.slice(2 * i, 2 * i + 2) as tf.Tensor4D[];
        const { y, seen } = block.step(state, { keys, values }, isPlace, mask);
        state = y;
        return [seen.keys, seen.values];
      });
      return { y: norm(state), kept };
    },
  };
}
