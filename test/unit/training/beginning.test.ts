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

describe('biases of a Bernoulli output', () => {
  before(() => chooseBackend('cpu'));

  for (const architecture of ['dense', 'conv'] as const) {
    it(`begin at the mean of each pixel over the training part, or of the image: ${architecture}`, () => {
      const dataset = barImages(60);
      const { shape, kind, examples } = dataset.summary;
      const { training, model: config } = smallConfig({ model: { outputBias: 'mean', architecture } });
      const split = splitExamples(examples, 0.5, training.seed);
      const model = createAutoencoder(config, shape, kind, training.seed);
      beginFromData(model, dataset, split, training);
      const biases = model.variables.get('decoder/output/bias')?.dataSync<'float32'>();
      assert.ok(biases);
      const width = model.features;
      const meanOf = (pixels: readonly number[]) => {
        const all = [...split.training].flatMap((index) => pixels.map((j) => dataset.values[index * width + j] / 255));
        return all.reduce((sum, value) => sum + value, 0) / all.length;
      };
      const each = [...Array(width).keys()];
      const means = architecture === 'dense' ? each.map((j) => meanOf([j])) : [meanOf(each)];
      const expected = means.map((mean) => Math.min(Math.max(mean, 1e-3), 1 - 1e-3));
      assert.equal(biases.length, expected.length);
      for (const [i, bias] of biases.entries())
        assert.ok(Math.abs(1 / (1 + Math.exp(-bias)) - expected[i]) < 1e-6, `${i}: ${bias}`);
      model.dispose();
    });
  }
});
