import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { EagerModel } from '../../../src/compute/eager-model';
import { families, fitsData } from '../../../src/families';
import { createAutoencoder } from '../../../src/model/autoencoder';
import { createObjective } from '../../../src/model/objectives';
import { averaged, Optimizer } from '../../../src/optimise';
import { type FamilyName, OptimizerName, type RunConfig, type RunRequest } from '../../../src/protocol/config';
import { planMemory } from '../../../src/protocol/memory-plan';
import { resolveConfig } from '../../../src/protocol/presets';
import { chooseBackend } from '../../../src/runtime/backend';
import { twinOf } from '../../../src/training/averaged-model';
import { playersOf } from '../../../src/training/players';
import { scalarsAt } from '../../../src/training/schedule';
import { blocks } from '../compute/builders';

const label = { name: 'kind', role: 'label', type: 'category', categories: ['a', 'b', 'c'] } as const;
const images = { kind: 'images', shape: [28, 28, 1], columns: [label], label: label.name } as const;
const text = { kind: 'text', shape: [40, 30], columns: [label], label: label.name } as const;

type Data = typeof images | typeof text;

function create(config: RunConfig, { shape, kind }: Data) {
  const { model, objective } = config;
  return createAutoencoder(model, shape, kind, 1, [], { objective, classes: label.categories });
}

const configOf = (family: FamilyName | undefined, data: Data, request: Omit<RunRequest, 'data'> = {}) =>
  resolveConfig({ data: 'x', ...(family && { family }), ...request }, data);

/** Numbers of what training keeps all the time: weights, gradients, an optimiser's means, and running means. */
function numbersKept(config: RunConfig, data: Data): number {
  const model = create(config, data);
  const { ema = 0 } = config.training;
  const twin = ema > 0 ? twinOf(model) : null;
  const trained = twin?.model ?? model;
  const averages = model.variables;
  const players = playersOf(trained, config.training);
  const optimizer = new Optimizer(
    twin ? players.map((player) => ({ ...player, rule: averaged(player.rule, ema), averages })) : players,
  );
  const kept = new Set<tf.Variable>([
    ...model.variables.values(),
    ...trained.variables.values(),
    ...optimizer.slots.flatMap(({ means }) => means),
  ]);
  const gradients = optimizer.variables.reduce((sum, { size }) => sum + size, 0);
  const numbers = [...kept].reduce((sum, { size }) => sum + size, 0);
  optimizer.dispose();
  twin?.model.dispose();
  model.dispose();
  return numbers + gradients;
}

/** Bytes of the tensors that there are at one time while a batch is differentiated by single operations, at the most. */
async function peakOf(config: RunConfig, data: Data, batchSize: number): Promise<number> {
  const model = create(config, data);
  const objective = createObjective(model, config.objective, 1000);
  const dataset = blocks(batchSize, { shape: data.shape, kind: data.kind });
  const eager = new EagerModel(model, dataset);
  const optimizer = new Optimizer(playersOf(model, config.training));
  const training = eager.training(optimizer, objective);
  const scalars = scalarsAt(1, config.objective, config.model.posterior);
  const { peakBytes } = await tf.profile(() => {
    training.run({
      batchSize,
      batches: Int32Array.from({ length: batchSize }, (_, i) => i),
      seeds: Int32Array.of(1, 2),
      scalars: Object.fromEntries(Object.entries(scalars).map(([name, value]) => [name, Float32Array.of(value)])),
      numbers: optimizer.numbers([1e-3]),
      classes: model.classes.length > 0 ? new Int32Array(batchSize) : undefined,
    });
    return tf.scalar(0);
  });
  optimizer.dispose();
  model.dispose();
  return peakBytes;
}

const cases: readonly (readonly [string, RunConfig, Data])[] = [
  ...families
    .filter((family) => fitsData(family, 'images'))
    .map(({ name, title }) => [title, configOf(name, images), images] as const),
  ['VAE-GAN of convolutions', configOf('vae-gan', images, { preset: 'conv' }), images],
  ['VAE of convolutions', configOf('vae', images, { preset: 'conv' }), images],
  ['IWAE of 20 draws', configOf('iwae', images, { objective: { samples: 20 } }), images],
  ['VAE with dropout', configOf('vae', images, { model: { dropout: 0.3 } }), images],
  [
    'VAE with flows',
    configOf('vae', images, { model: { posterior: { name: 'iaf' }, prior: { name: 'realnvp' } } }),
    images,
  ],
  [
    'VAE of residual convolutions',
    configOf('vae', images, { preset: 'conv', model: { architecture: 'residual' } }),
    images,
  ],
  ['VAE of text', configOf(undefined, text), text],
  [
    'Transformer',
    configOf(undefined, text, {
      model: { architecture: 'transformer', hidden: [128, 128], transformer: { symbolDropout: 0.3 } },
    }),
    text,
  ],
  ['Recurrent layers', configOf(undefined, text, { model: { architecture: 'gru', hidden: [96] } }), text],
];

describe('the memory of training', () => {
  before(() => chooseBackend('tensorflow'));

  it('has what is kept of each weight, to the last number, for every family and optimiser', () => {
    const ways: readonly RunRequest['training'][] = [
      {},
      { ema: 0.9 },
      ...OptimizerName.options.map((name) => ({ optimizer: { name } })),
    ];
    for (const [title, plain, data] of cases)
      for (const way of ways) {
        const config = { ...plain, training: { ...plain.training, ...way } };
        assert.equal(
          planMemory(config, data, 1).weights,
          4 * numbersKept(config, data),
          `${title} ${JSON.stringify(way)}`,
        );
      }
    const players = { discriminator: { optimizer: { name: 'sgd' } } } as const;
    const own = configOf('aae', images, { training: { players, ema: 0.5 } });
    assert.equal(planMemory(own, images, 1).weights, 4 * numbersKept(own, images));
  });

  for (const [title, config, data] of cases)
    it(`has what batches give, nearly as much as tensors take while they are differentiated: ${title}`, async () => {
      const [few, many] = [await peakOf(config, data, 32), await peakOf(config, data, 96)];
      const [small, large] = [32, 96].map((size) => planMemory(config, data, size).batch);
      const ratio = (large - small) / (many - few);
      assert.ok(ratio > 0.5 && ratio < 2, `${ratio.toFixed(2)}: ${large - small} in place of ${many - few}`);
    });
});
