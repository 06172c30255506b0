import * as tf from '@tensorflow/tfjs';
import type { ActivationName } from '../activation';
import { dense } from '../layers';
import type { Parameters } from '../parameters';
import type { Tap } from '../tap';
import { type SelfAttention, selfAttention } from './attention';
import { layerNorm } from './norm';

/** Of the places of texts, [batch x length, width] to the same; a step is of the next place alone. */
export interface TransformerBlock extends Pick<SelfAttention, 'step'> {
  /** @param tap On the feed-forward layer. */
  apply(x: tf.Tensor2D, batch: number, mask: tf.Tensor, tap?: Tap): tf.Tensor2D;
}

export interface BlockSizes {
  readonly width: number;
  readonly heads: number;
  /** Units of the feed-forward layer. */
  readonly units: number;
  readonly activation: ActivationName;
}

/**
 * A block of a transformer (Vaswani et al. 2017), normalised before each of its parts, as deep ones train best (Xiong et al. 2020,
 * arXiv 2002.04745): x + attention(norm(x)), and of that, x + feedForward(norm(x)).
 */
export function transformerBlock(
  parameters: Parameters,
  name: string,
  { width, heads, units, activation }: BlockSizes,
): TransformerBlock {
  const attentionNorm = layerNorm(parameters, `${name}/attention_norm`, width);
  const attention = selfAttention(parameters, `${name}/attention`, width, heads);
  const norm = layerNorm(parameters, `${name}/feed_forward_norm`, width);
  const inner = dense(parameters, `${name}/feed_forward`, width, units, activation);
  const outer = dense(parameters, `${name}/output`, units, width, 'linear');
  const feedForward = `${name}/feed_forward`;
  const forward = (x: tf.Tensor2D, batch: number, tap?: Tap): tf.Tensor2D => {
    const hidden = inner(norm(x));
    // A tap sees all places of an example together.
    const seen = tap ? tf.reshape<tf.Rank.R2>(tap(tf.reshape(hidden, [batch, -1]), feedForward), [-1, units]) : hidden;
    return tf.add(x, outer(seen));
  };
  return {
    apply: (x, batch, mask, tap) => forward(tf.add(x, attention.apply(attentionNorm(x), batch, mask)), batch, tap),
    step(x, before, place, mask) {
      const { y, seen } = attention.step(attentionNorm(x), before, place, mask);
      return { y: forward(tf.add(x, y), x.shape[0]), seen };
    },
  };
}
