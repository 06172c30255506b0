import * as tf from '@tensorflow/tfjs';
import type { Dataset } from '../dataset/dataset';
import type { Autoencoder } from '../model/autoencoder';
import { objective } from '../model/objective';
import type { ObjectiveConfig } from '../protocol/config';
import type { Losses } from '../protocol/run';
import { fillNormal, random } from '../random';
import { gatherBatch } from './batches';
import { inBatches } from './encoding';
import { LossSums } from './losses';
import { scoped } from './scope';

/** Noise for one draw of z per example; null for a plain autoencoder, which draws none. */
export function drawNoise(model: Autoencoder, examples: number, ...seeds: readonly number[]): tf.Tensor2D | null {
  if (model.config.kind === 'ae') return null;
  const { latent } = model.config;
  return tf.tensor2d(fillNormal(new Float32Array(examples * latent), random(...seeds)), [examples, latent]);
}

/**
 * The objective over some examples with full weight of the KL, nats per example, by one draw of z per example.
 * The draws depend on the seed alone, so that epochs compare like with like.
 */
export async function evaluate(
  model: Autoencoder,
  dataset: Dataset,
  indices: Int32Array,
  { beta, freeBits }: ObjectiveConfig,
  seed: number,
): Promise<Losses> {
  const sums = new LossSums();
  await inBatches(indices.length, (begin, end) => {
    const terms = scoped(() => {
      const noise = drawNoise(model, end - begin, seed, begin, 0xe7a1);
      const { loss, reconstruction, kl } = objective(model, gatherBatch(dataset, indices.subarray(begin, end)), noise, {
        beta,
        freeBits,
      });
      return { loss: loss.dataSync()[0], reconstruction: reconstruction.dataSync()[0], kl: kl.dataSync()[0] };
    });
    sums.add(end - begin, terms);
  });
  return sums.means(model.config.kind);
}
