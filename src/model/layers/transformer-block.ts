import * as tf from '@tensorflow/tfjs';
import type { ActivationName } from '../activation';
import { dense } from '../layers';
import type { Parameters } from '../parameters';
import { type SelfAttention, selfAttention } from './attention';
import { layerNorm } from './norm';

export interface BlockSizes {
  readonly width: number;
  readonly heads: number;
  /** Units of the feed-forward layer. */
  readonly units: number;
  readonly activation: ActivationName;
}

/**
 * A block of a transformer (Vaswani et al. 2017), normalised before each of its parts, as deep ones train best (Xiong et al. 2020,
 * arXiv 2002.04745): x + attention(norm(x)), and of that, x + feedForward(norm(x)). Its methods are those of attention.
 */
export function transformerBlock(
  parameters: Parameters,
  name: string,
  { width, heads, units, activation }: BlockSizes,
): SelfAttention {
  const attentionNorm = layerNorm(parameters, `${name}/attention_norm`, width);
  const attention = selfAttention(parameters, `${name}/attention`, width, heads);
  const norm = layerNorm(parameters, `${name}/feed_forward_norm`, width);
  const inner = dense(parameters, `${name}/feed_forward`, width, units, activation);
  const outer = dense(parameters, `${name}/output`, units, width, 'linear');
  const forward = (x: tf.Tensor2D): tf.Tensor2D => tf.add(x, outer(inner(norm(x))));
  return {
    apply: (x, batch, mask) => forward(tf.add(x, attention.apply(attentionNorm(x), batch, mask))),
    step(x, before, place, mask) {
      const { y, seen } = attention.step(attentionNorm(x), before, place, mask);
      return { y: forward(tf.add(x, y)), seen };
    },
  };
}
