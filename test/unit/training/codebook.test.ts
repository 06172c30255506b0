import assert from 'node:assert/strict';
import { createComputation } from '../../../src/compute';
import { openDataset } from '../../../src/dataset';
import { createAutoencoder } from '../../../src/model/autoencoder';
import { resolveConfig } from '../../../src/protocol/presets';
import { chooseBackend } from '../../../src/runtime/backend';
import { type Encodings, encodeAll } from '../../../src/training/encoding';
import { Mutex } from '../../../src/training/mutex';
import { splitExamples } from '../../../src/training/split';
import { TrainingLoop } from '../../../src/training/training-loop';

const [codes, groups, latent] = [32, 2, 8];

describe('a codebook', () => {
  before(() => chooseBackend('auto'));

  it('is used by more than half, trained on handwritten digits', async () => {
    const dataset = await openDataset({ source: 'builtin:digits' });
    const { summary } = dataset;
    const posterior = { name: 'quantised', codes, groups } as const;
    const config = resolveConfig(
      { data: 'builtin:digits', model: { hidden: [64], latent, posterior }, training: { epochs: 6 } },
      summary,
    );
    const { seed, validationSplit } = config.training;
    const model = createAutoencoder(config.model, summary.shape, summary.kind, seed);
    const computation = createComputation(model, dataset, config.objective, (message) => {
      throw new Error(message);
    });
    const split = splitExamples(summary.examples, validationSplit, seed);
    const loop = new TrainingLoop({ model, dataset, split, config, computation, weights: new Mutex() });
    const errors: number[] = [];
    let last: Encodings | null = null;
    const listener = {
      progress: () => undefined,
      epoch: async (_: unknown, encodings: Encodings) => {
        last = encodings;
        errors.push((await measured()) / summary.examples);
      },
    };
    const measured = async () => {
      const { reconstruction } = computation.measure(Int32Array.from({ length: summary.examples }, (_, i) => i));
      return reconstruction.reduce((sum, value) => sum + value, 0);
    };
    await loop.train(listener, new AbortController().signal);
    assert.ok(errors[errors.length - 1] < 0.9 * errors[0], `${errors}`);
    const encodings = last ?? (await encodeAll(computation, summary.examples, latent));
    const width = latent / groups;
    const used = new Set<string>();
    for (let begin = 0; begin < encodings.means.length; begin += width) {
      used.add(encodings.means.subarray(begin, begin + width).join());
    }
    assert.ok(used.size > codes / 2 && used.size <= codes, `${used.size} of ${codes}`);
    loop.dispose();
    computation.dispose();
    model.dispose();
  });
});
