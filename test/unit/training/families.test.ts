import assert from 'node:assert/strict';
import { createComputation } from '../../../src/compute';
import type { Dataset } from '../../../src/dataset';
import { families, familiesFor, familyOf, fitsData } from '../../../src/families';
import { createAutoencoder } from '../../../src/model/autoencoder';
import { classNames } from '../../../src/protocol/classes';
import { FamilyName, type ModelConfig, type RunConfig } from '../../../src/protocol/config';
import type { DataKind } from '../../../src/protocol/data';
import { requestOf, resolveConfig } from '../../../src/protocol/presets';
import { checkTraining } from '../../../src/protocol/requirements';
import { termsOf } from '../../../src/protocol/terms';
import { chooseBackend } from '../../../src/runtime/backend';
import { Mutex } from '../../../src/training/mutex';
import { splitExamples } from '../../../src/training/split';
import { decodeCheckpoint, encodeCheckpoint } from '../../../src/training/store/checkpoint';
import { TrainingLoop } from '../../../src/training/training-loop';
import { blocks } from '../compute/builders';
import { barImages } from './builders';

// No more than a small graph encodes at once: one for more rows has many parts, and takes long to make.
const examples = 60;
const bars = barImages(examples);
// Of some the class is not known.
const [labels] = bars.columns;
const images = {
  ...bars,
  columns: [{ ...labels, values: labels.values.map((value, i) => (i % 5 === 4 ? Number.NaN : value)) }],
};

const configOf = (family: FamilyName): RunConfig => {
  // Codes of parts have as many numbers as these need.
  const { latent = 2 } = familyOf(family).model;
  return resolveConfig(
    { data: 'builtin:bars', family, model: { hidden: [16], latent }, training: { epochs: 2, batchSize: 8 } },
    { kind: 'images' },
  );
};

const ofNetwork = (kind: DataKind, { architecture }: Pick<ModelConfig, 'architecture'>): RunConfig => {
  const writing = { width: 8, symbolDropout: 0.3 };
  const own = {
    ...(architecture === 'transformer' && { transformer: writing }),
    ...(architecture === 'gru' && { gru: writing }),
  };
  const hidden = architecture === 'residual' ? [8, 6] : [8];
  const model = { architecture, hidden, latent: 2, ...own };
  return resolveConfig({ data: 'x', model, training: { epochs: 2, batchSize: 8 } }, { kind });
};

function createLoop(config: RunConfig, dataset: Dataset = images) {
  const { shape, kind, examples } = dataset.summary;
  const { seed, validationSplit } = config.training;
  const model = createAutoencoder(config.model, shape, kind, seed, [], {
    ...config,
    classes: classNames(dataset.summary),
  });
  const computation = createComputation(model, dataset, config.objective, assert.fail);
  const split = splitExamples(examples, validationSplit, seed);
  const loop = new TrainingLoop({ model, dataset, split, config, computation, weights: new Mutex() });
  const dispose = () => {
    loop.dispose();
    computation.dispose();
    model.dispose();
  };
  return { loop, dispose };
}

/** Trains on until all epochs are done, or a step of the second is reached. */
async function train(loop: TrainingLoop, stopAt = Number.POSITIVE_INFINITY): Promise<void> {
  const stop = new AbortController();
  const progress = ({ epoch, step }: { epoch: number; step: number }) => {
    if (epoch === 2 && step >= stopAt) stop.abort();
  };
  await loop.train({ progress, epoch: async () => undefined }, stop.signal);
}

const weightsOf = (loop: TrainingLoop) => [...loop.checkpoint().weights].map(([name, { values }]) => [name, values]);

describe('families', () => {
  before(() => chooseBackend('tensorflow'));

  it('are those that can be asked for, each once', () => {
    const names = families.map(({ name }) => name);
    assert.deepEqual(names.toSorted(), FamilyName.options.toSorted());
    assert.equal(new Set(families.map(({ title }) => title)).size, families.length);
  });

  it('are suggested for something, and fit the data that they are suggested for', () => {
    const suggested = (['images', 'table', 'vectors', 'text'] as const).flatMap((kind) =>
      (['structure', 'generate', 'compress', 'outliers', 'disentangle', 'discrete'] as const).flatMap((aim) =>
        familiesFor(aim, kind).map((family) => [family, kind] as [typeof family, DataKind]),
      ),
    );
    for (const [{ name }, kind] of suggested) {
      const config = resolveConfig({ data: 'x', family: name }, { kind });
      assert.doesNotThrow(() => checkTraining(config, kind), name);
    }
    assert.equal(new Set(suggested.map(([{ name }]) => name)).size, families.length);
    assert.ok(!families.some((family) => family.name === 'dae' && fitsData(family, 'text')));
  });

  it('give what nobody asks for otherwise, group by group', () => {
    const config = resolveConfig(
      { data: 'x', family: 'factor-vae', objective: { totalCorrelation: { weight: 35 } } },
      { kind: 'images' },
    );
    assert.deepEqual(config.objective.totalCorrelation, { by: 'discriminator', weight: 35 });
    assert.equal(resolveConfig({ data: 'x', family: 'aae' }, { kind: 'images' }).model.kind, 'ae');
  });

  it('stand in the request for a configuration, without what they say themselves', () => {
    for (const { name } of families) {
      const config = resolveConfig({ data: 'x', family: name }, { kind: 'images' });
      const request = requestOf(config, { kind: 'images' });
      assert.deepEqual(Object.keys(request).toSorted(), ['data', 'family', 'model', 'preset'], name);
      assert.deepEqual(resolveConfig(request, { kind: 'images' }), config, name);
    }
  });

  const factor = configOf('factor-vae');
  const two = configOf('ladder-vae');
  const ladder: RunConfig = {
    ...two,
    model: { ...two.model, latent: 6, posterior: { name: 'ladder', sizes: [2, 1, 2, 1], width: 5 } },
  };
  const text = blocks(examples, { shape: [12, 5], kind: 'text' });
  const trained: readonly (readonly [title: string, config: RunConfig, dataset: Dataset])[] = [
    ...families.map(({ name, title }) => [title, configOf(name), images] as const),
    [
      'FactorVAE whose discriminator learns in its own way',
      {
        ...factor,
        training: {
          ...factor.training,
          ema: 0.5,
          players: { discriminator: { learningRate: 1e-4, every: 3, optimizer: { name: 'adamw', clipNorm: 1 } } },
        },
      },
      images,
    ],
    ['A transformer that some symbols are left out of', ofNetwork('text', { architecture: 'transformer' }), text],
    ['Recurrent layers that some symbols are left out of', ofNetwork('text', { architecture: 'gru' }), text],
    ['A ladder of four layers', ladder, images],
    ['Residual convolutions', ofNetwork('images', { architecture: 'residual' }), images],
  ];
  for (const [title, config, dataset] of trained) {
    it(`${title}: training that was stopped in an epoch and goes on equals training that never stopped`, async () => {
      const [whole, first, second] = [1, 2, 3].map(() => createLoop(config, dataset));
      try {
        await train(whole.loop);
        await train(first.loop, 3);
        const stored = decodeCheckpoint(encodeCheckpoint(first.loop.checkpoint()));
        second.loop.check(stored);
        second.loop.restore(stored);
        await train(second.loop);
        assert.deepEqual(weightsOf(second.loop), weightsOf(whole.loop));
        const metrics = whole.loop.lastMetrics;
        assert.deepEqual(Object.keys(metrics?.terms ?? {}), termsOf(config));
        assert.ok(Object.values(metrics?.terms ?? {}).every(Number.isFinite), JSON.stringify(metrics));
        assert.deepEqual(second.loop.lastMetrics?.terms, metrics?.terms);
      } finally {
        for (const { dispose } of [whole, first, second]) dispose();
      }
    });
  }
});
