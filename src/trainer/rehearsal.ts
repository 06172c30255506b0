import { createComputation } from '../compute';
import { createAutoencoder } from '../model/autoencoder';
import { resolveConfig } from '../protocol/presets';
import { inferenceBatch, range } from '../training/encoding';
import { generateImages } from './generated-images';

/**
 * Makes a model of made-up images and encodes some of them, so that all that is done once in a process (code is compiled,
 * sessions and threads are started) is done before a person waits for it.
 */
export function rehearse(): void {
  const dataset = generateImages(2 * inferenceBatch);
  const { summary } = dataset;
  const { model: config, objective } = resolveConfig({ data: summary.source }, summary);
  const model = createAutoencoder(config, summary.shape, summary.kind, 1);
  const computation = createComputation(model, dataset, objective, () => undefined);
  try {
    computation.encode(range(0, inferenceBatch));
  } finally {
    computation.dispose();
    model.dispose();
  }
}
