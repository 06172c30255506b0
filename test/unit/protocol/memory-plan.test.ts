import assert from 'node:assert/strict';
import type * as tf from '@tensorflow/tfjs';
import { families, fitsData } from '../../../src/families';
import { createAutoencoder } from '../../../src/model/autoencoder';
import { averaged, Optimizer } from '../../../src/optimise';
import { type FamilyName, OptimizerName, type RunConfig, type RunRequest } from '../../../src/protocol/config';
import { planMemory } from '../../../src/protocol/memory-plan';
import { resolveConfig } from '../../../src/protocol/presets';
import { chooseBackend } from '../../../src/runtime/backend';
import { twinOf } from '../../../src/training/averaged-model';
import { playersOf } from '../../../src/training/players';

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

  /**
   * Numbers that an example takes in a batch: the growth of the peak of the process's memory from one batch size to three times
   * as many, by TensorFlow 1.15, with MALLOC_MMAP_THRESHOLD_=65536, so that what is let go of leaves the process.
   */
  const measured: readonly (readonly [string, RunConfig, Data, readonly [few: number, many: number], number])[] = [
    ['VAE', configOf('vae', images), images, [384, 1152], 4528],
    ['dropout', configOf('vae', images, { model: { dropout: 0.3 } }), images, [384, 1152], 6193],
    ['convolutions', configOf('vae', images, { preset: 'conv' }), images, [32, 96], 55616],
    [
      'residual convolutions',
      configOf('vae', images, { preset: 'conv', model: { architecture: 'residual' } }),
      images,
      [32, 96],
      421152,
    ],
    ['IWAE of 20 draws', configOf('iwae', images, { objective: { samples: 20 } }), images, [32, 96], 75104],
    ['FactorVAE', configOf('factor-vae', images), images, [384, 1152], 6461],
    ['VAE-GAN', configOf('vae-gan', images), images, [32, 96], 13024],
    ['beta-TCVAE', configOf('beta-tcvae', images), images, [256, 768], 11332],
    ['InfoVAE', configOf('info-vae', images), images, [384, 1152], 7359],
    ['M2', configOf('m2', images), images, [128, 384], 15828],
    ['VampPrior', configOf('vamp-vae', images), images, [384, 1152], 4984],
    [
      'a transformer',
      configOf(undefined, text, { model: { architecture: 'transformer', hidden: [128, 128] } }),
      text,
      [16, 48],
      175712,
    ],
    [
      'recurrent layers',
      configOf(undefined, text, { model: { architecture: 'gru', hidden: [96] } }),
      text,
      [48, 144],
      44437,
    ],
  ];

  for (const [title, config, data, [few, many], numbers] of measured)
    it(`has what examples of a batch take, by a quarter: ${title}`, () => {
      const [small, large] = [few, many].map((size) => planMemory(config, data, size).batch);
      const planned = (large - small) / (many - few) / 4;
      assert.ok(Math.abs(planned / numbers - 1) < 0.25, `${planned} in place of ${numbers}`);
    });
});
