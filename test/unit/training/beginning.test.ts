import assert from 'node:assert/strict';
import { createAutoencoder } from '../../../src/model/autoencoder';
import { chooseBackend } from '../../../src/runtime/backend';
import { beginFromData } from '../../../src/training/beginning';
import { splitExamples } from '../../../src/training/split';
import { barImages, smallConfig } from './builders';

describe('pseudo-inputs of a VampPrior', () => {
  before(() => chooseBackend('cpu'));

  it('begin as training examples, each another one', () => {
    const dataset = barImages(60);
    const { shape, kind, examples } = dataset.summary;
    const { training, model: config } = smallConfig({ model: { prior: { name: 'vamp', components: 12 } } });
    const split = splitExamples(examples, 0.5, training.seed);
    const model = createAutoencoder(config, shape, kind, training.seed);
    beginFromData(model, dataset, split, training);
    const offsets = model.variables.get('prior/pseudo_inputs')?.dataSync<'float32'>();
    assert.ok(offsets);
    const { features } = model;
    const found = Array.from({ length: 12 }, (_, k) => {
      const pixels = Array.from(offsets.subarray(k * features, (k + 1) * features), (value) =>
        Math.round(255 * (value + 0.5)),
      );
      return split.training.find((index) => pixels.every((value, j) => value === dataset.values[index * features + j]));
    });
    assert.ok(found.every((index) => index !== undefined));
    const seen = new Set(
      found.map((index = 0) => dataset.values.subarray(index * features, (index + 1) * features).join()),
    );
    assert.ok(seen.size > 3);
    model.dispose();
  });
});
