import * as tf from '@tensorflow/tfjs';
import type { Dataset } from '../dataset/dataset';
import type { Autoencoder } from '../model/autoencoder';
import { klDivergence } from '../model/divergence';
import { reconstructionTerm } from '../model/objective';
import { gatherBatch } from '../training/batches';
import { inBatches, range } from '../training/encoding';

/** Per example, nats: the reconstruction term at the posterior mean, and KL(q(z|x) || N(0, I)); 0 for an autoencoder. */
export interface Measures {
  readonly reconstruction: Float32Array;
  readonly kl: Float32Array;
}

export async function measureAll(model: Autoencoder, dataset: Dataset): Promise<Measures> {
  const { examples } = dataset.summary;
  const reconstruction = new Float32Array(examples);
  const kl = new Float32Array(examples);
  await inBatches(examples, (begin, end) => {
    tf.tidy(() => {
      const x = gatherBatch(dataset, range(begin, end));
      const posterior = model.encode(x);
      reconstruction.set(reconstructionTerm(model, x, model.decode(posterior.mean)).dataSync(), begin);
      if (posterior.logVar) kl.set(tf.sum(klDivergence(posterior.mean, posterior.logVar), 1).dataSync(), begin);
    });
  });
  return { reconstruction, kl };
}
