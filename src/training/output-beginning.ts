import * as tf from '@tensorflow/tfjs';
import type { Dataset } from '../dataset';
import type { Autoencoder } from '../model/autoencoder';
import type { Split } from './split';

/** How near to 0 and 1 a mean is taken to be: a pixel that is never white would have a bias without end. */
const least = 1e-3;

/**
 * Lets the biases of a Bernoulli output begin at log(p / (1 - p)), with p the mean of each pixel over the training examples, or of each
 * channel where convolutions give them: without a code the decoder says what is so of all (Burda et al. 2016, in their code).
 */
export function beginAtMeans(model: Autoencoder, { summary, values }: Dataset, { training }: Split): void {
  const bias = model.variables.get('decoder/output/bias');
  if (!bias) throw new Error('This decoder has no biases of its output');
  const width = values.length / summary.examples;
  const sums = new Float64Array(bias.size);
  for (const index of training)
    for (let j = 0, at = index * width; j < width; j++, at++) sums[j % bias.size] += values[at];
  const white = values instanceof Uint8Array ? 255 : 1;
  const count = (training.length * width) / bias.size;
  const logits = Float32Array.from(sums, (sum) => {
    const mean = Math.min(Math.max(sum / (white * count), least), 1 - least);
    return Math.log(mean / (1 - mean));
  });
  tf.tidy(() => bias.assign(tf.tensor(logits, bias.shape)));
}
