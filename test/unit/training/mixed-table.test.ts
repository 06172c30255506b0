import assert from 'node:assert/strict';
import { createComputation } from '../../../src/compute';
import type { Dataset, Encoding } from '../../../src/dataset';
import { featureGroups } from '../../../src/dataset';
import { createAutoencoder } from '../../../src/model/autoencoder';
import type { RunConfig } from '../../../src/protocol/config';
import { plainObjective, resolveConfig } from '../../../src/protocol/presets';
import { fillNormal, random, toUnit } from '../../../src/random';
import { chooseBackend } from '../../../src/runtime/backend';
import { Mutex } from '../../../src/training/mutex';
import { TrainingLoop } from '../../../src/training/training-loop';

const examples = 1500;
/** p(category | cause) of three columns, of 4, 2 and 3 categories. */
const columns = [
  [
    [0.85, 0.05, 0.05, 0.05],
    [0.02, 0.08, 0.6, 0.3],
  ],
  [
    [0.9, 0.1],
    [0.25, 0.75],
  ],
  [
    [0.1, 0.2, 0.7],
    [0.6, 0.39, 0.01],
  ],
] as const;
const causeOfOne = 0.4;

/** Rows of one number and three categories, which a hidden cause of two kinds makes. */
function rows(): { readonly dataset: Dataset; readonly causes: Uint8Array } {
  const next = random(17, 0);
  const noise = fillNormal(new Float32Array(examples), random(17, 1));
  const encoding: Encoding = {
    kind: 'columns',
    columns: [
      { name: 'number', type: 'numeric', mean: 0, deviation: 1 },
      ...columns.map(([first], i) => ({
        name: `column ${i}`,
        type: 'category' as const,
        categories: first.map((_, k) => `${k}`),
      })),
    ],
  };
  const values = new Float32Array(examples * 10);
  const causes = new Uint8Array(examples);
  for (let i = 0; i < examples; i++) {
    causes[i] = toUnit(next()) < causeOfOne ? 1 : 0;
    values[i * 10] = (causes[i] === 1 ? 1 : -0.7) + 0.5 * noise[i];
    for (const [column, { start }] of featureGroups(encoding).entries()) {
      values[i * 10 + start + draw(columns[column][causes[i]], toUnit(next()))] = 1;
    }
  }
  const summary: Dataset['summary'] = {
    name: 'rows',
    source: 'builtin:rows',
    format: 'builtin',
    kind: 'table',
    examples,
    shape: [10],
    dtype: 'mixed',
    columns: encoding.columns.map(({ name, type }) => ({ name, type, role: 'feature' })),
    warnings: [],
  };
  return { dataset: { summary, encoding, values, columns: [], source: () => null }, causes };
}

function draw(probabilities: readonly number[], u: number): number {
  let category = 0;
  for (let sum = probabilities[0]; u >= sum && category + 1 < probabilities.length; sum += probabilities[category]) {
    category++;
  }
  return category;
}

/** What a trained model gives each row, at its code, and draws from the prior. */
async function train(dataset: Dataset, likelihood: RunConfig['model']['likelihood'] | undefined) {
  const config = resolveConfig(
    {
      data: 'builtin:rows',
      model: { hidden: [16], latent: 2, ...(likelihood && { likelihood }) },
      training: { epochs: 25, batchSize: 25, validationSplit: 0 },
    },
    dataset.summary,
  );
  const model = createAutoencoder(config.model, [10], 'table', 1, featureGroups(dataset.encoding));
  const computation = createComputation(model, dataset, plainObjective, assert.fail);
  const all = Int32Array.from({ length: examples }, (_, i) => i);
  const split = { training: all, validation: new Int32Array() };
  const loop = new TrainingLoop({ model, dataset, split, config, computation, weights: new Mutex() });
  await loop.train({ progress: () => undefined, epoch: async () => undefined }, new AbortController().signal);
  const rebuilt = computation.decode(computation.encode(all).means);
  const dreamt = computation.decode(fillNormal(new Float32Array(4000 * 2), random(3, 3)));
  loop.dispose();
  computation.dispose();
  model.dispose();
  return { likelihood: config.model.likelihood, rebuilt, dreamt };
}

/** The decoder's numbers for a group, as probabilities, whatever they were made by. */
function probabilitiesOf(outputs: Float32Array, row: number, start: number, width: number): number[] {
  const cells = Array.from(outputs.subarray(row * 10 + start, row * 10 + start + width), (p) => Math.max(1e-3, p));
  const total = cells.reduce((sum, p) => sum + p, 0);
  return cells.map((p) => p / total);
}

describe('a VAE of numbers and categories', () => {
  it('recovers how categories hang together, where one Gaussian for all does not', async () => {
    await chooseBackend('auto');
    const { dataset, causes } = rows();
    const groups = featureGroups(dataset.encoding);
    const mixed = await train(dataset, undefined);
    assert.equal(mixed.likelihood, 'mixed');
    const gaussian = await train(dataset, 'gaussian-learned');

    // KL(p(category | cause) || what the model gives a row of that cause), mean over rows, summed over columns, nats.
    const divergence = ({ rebuilt }: { readonly rebuilt: Float32Array }) => {
      let sum = 0;
      for (let row = 0; row < examples; row++) {
        for (const [column, { start, width }] of groups.entries()) {
          const given = probabilitiesOf(rebuilt, row, start, width);
          for (const [k, p] of columns[column][causes[row]].entries()) sum += p * Math.log(p / given[k]);
        }
      }
      return sum / examples;
    };
    const [ofMixed, ofGaussian] = [divergence(mixed), divergence(gaussian)];
    assert.ok(ofMixed < 0.25, `${ofMixed}`);
    assert.ok(ofMixed < 0.5 * ofGaussian, `${ofMixed} against ${ofGaussian}`);

    // Each category is as frequent in what the model dreams of as in the data.
    for (const [column, { start, width }] of groups.entries()) {
      for (let k = 0; k < width; k++) {
        const [zero, one] = columns[column];
        const expected = (1 - causeOfOne) * zero[k] + causeOfOne * one[k];
        let dreamt = 0;
        for (let row = 0; row < 4000; row++) dreamt += mixed.dreamt[row * 10 + start + k] / 4000;
        assert.ok(Math.abs(dreamt - expected) < 0.06, `column ${column}, ${k}: ${dreamt} instead of ${expected}`);
      }
    }
  });
});
