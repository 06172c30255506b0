import * as tf from '@tensorflow/tfjs';
import type { ModelConfig } from '../protocol/config';
import { transformerOf } from '../protocol/networks';
import { stopGradient } from './gradient';
import { uniformLimit } from './initialization';
import { hidingMask } from './layers/attention';
import { layerNorm } from './layers/norm';
import { type TransformerBlock, transformerBlock } from './layers/transformer-block';
import type { Body } from './network';
import type { Parameters } from './parameters';

/** The code of a place beyond the end of a text, as in src/dataset/encoding/text.ts. */
export const padding = 0;

/** Blocks with feed-forward layers of `hidden` units, one after another. */
export function transformerBlocks(
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

/** A row for each symbol or place, [rows, width]. */
export function embeddingTable(
  parameters: Parameters,
  name: string,
  rows: number,
  width: number,
): tf.Variable<tf.Rank.R2> {
  return parameters.uniform<tf.Rank.R2>(name, [rows, width], uniformLimit(width));
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

/** 1 where a text, one-hot, is over, [batch, length]; of the probabilities of symbols, where that is likelier than not. */
function paddingOf(x: tf.Tensor2D, length: number): tf.Tensor2D {
  const batch = x.shape[0];
  const chance = tf.slice(tf.reshape(x, [batch, length, -1]), [0, 0, padding], [batch, length, 1]);
  return stopGradient(tf.reshape<tf.Rank.R2>(tf.cast(tf.greaterEqual(chance, 0.5), 'float32'), [batch, length]));
}

/** What each place has in the mean over a text, [batch, length]; of an empty one nothing. */
function sharesOf(isPadding: tf.Tensor2D): tf.Tensor2D {
  const isText = tf.sub(1, isPadding);
  return tf.div(isText, tf.maximum(tf.sum(isText, 1, true), 1));
}
