import assert from 'node:assert/strict';
import { createAutoencoder } from '../../../src/model/autoencoder';
import { ModelConfig, PosteriorConfig, PriorConfig } from '../../../src/protocol/config';
import type { DataKind } from '../../../src/protocol/data';
import { likelihoods } from '../../../src/protocol/likelihoods';
import { planNetwork } from '../../../src/protocol/network-plan';
import { misfits } from '../../../src/protocol/requirements';

const shapes: readonly (readonly [DataKind, readonly number[]])[] = [
  ['images', [28, 28, 1]],
  ['images', [9, 14, 3]],
  ['table', [7]],
  ['vectors', [12]],
  ['text', [21, 11]],
];
const label = { name: 'kind', role: 'label', type: 'category', categories: ['a', 'b', 'c'] } as const;
const groups = [{ start: 2, width: 3 }];
const base = { latent: 2, activation: 'relu', variance: 1 } as const;

const latentParts: readonly (Pick<ModelConfig, 'posterior' | 'prior'> & { latent?: number })[] = [
  ...PosteriorConfig.entries.name.wrapped.options.map((name) => ({ posterior: { name } })),
  ...PriorConfig.entries.name.wrapped.options.map((name) => ({ prior: { name } })),
  { posterior: { name: 'planar', layers: 3 }, prior: { name: 'realnvp', layers: 3, width: 5 } },
  { posterior: { name: 'iaf', layers: 1, width: 7 }, prior: { name: 'mixture', components: 3 } },
  { prior: { name: 'vamp', components: 4 } },
  { latent: 9, posterior: { name: 'ladder', sizes: [4, 2, 3], width: 5 } },
];

const posteriors: readonly PosteriorConfig[] = [
  { name: 'quantised', codes: 7 },
  { name: 'scalar-quantised', levels: [3, 4] },
  { name: 'gumbel', classes: 5 },
];

function* models(): Generator<ModelConfig> {
  for (const kind of ModelConfig.entries.kind.options)
    for (const architecture of ModelConfig.entries.architecture.options)
      for (const likelihood of ModelConfig.entries.likelihood.options)
        for (const hidden of [[], [6], [5, 4, 3]]) yield { ...base, kind, architecture, likelihood, hidden };
  for (const hidden of [[6], [5, 4, 3]])
    for (const transformer of [
      { width: 12, heads: 3 },
      { width: 6, heads: 1, symbolDropout: 0.3 },
    ])
      yield { ...base, kind: 'vae', architecture: 'transformer', likelihood: 'categorical', hidden, transformer };
  for (const hidden of [[6], [5, 4, 3]])
    for (const gru of [{ width: 12 }, { width: 6, symbolDropout: 0.3 }])
      yield { ...base, kind: 'vae', architecture: 'gru', likelihood: 'categorical', hidden, gru };
  for (const likelihood of ['bernoulli', 'categorical'] as const)
    yield { ...base, kind: 'ae', architecture: 'residual', likelihood, hidden: [6, 9], residual: { groups: 3 } };
  for (const architecture of ModelConfig.entries.architecture.options)
    for (const likelihood of ['gaussian', 'categorical'] as const)
      for (const parts of latentParts) yield { ...base, kind: 'vae', architecture, likelihood, hidden: [5], ...parts };
  for (const architecture of ModelConfig.entries.architecture.options)
    for (const classes of ['given', 'inferred'] as const)
      for (const likelihood of ['gaussian', 'categorical'] as const)
        yield { ...base, kind: 'vae', architecture, likelihood, hidden: [5, 4], classes };
  const coded = { kind: 'vae', activation: 'relu', variance: 1, hidden: [5, 4, 3] } as const;
  for (const architecture of ModelConfig.entries.architecture.options)
    for (const likelihood of ['bernoulli', 'gaussian', 'categorical'] as const)
      for (const places of [false, true])
        for (const posterior of posteriors) {
          // A multiple of the 16, 4 and 3 places of the shapes above, and of the classes.
          const model = { ...coded, hidden: [...coded.hidden], architecture, likelihood, latent: 240 };
          yield { ...model, posterior: { ...posterior, ...(places && { places }) } };
        }
}

describe('the plan of a network', () => {
  it('has the weights of the network that is made, to the last one, for every model and kind of data', () => {
    let compared = 0;
    for (const [kind, shape] of shapes) {
      const categories = kind === 'table' ? groups : [];
      for (const config of models()) {
        if (misfits(config, kind, categories, { shape }).length > 0) continue;
        const made = createAutoencoder(config, shape, kind, 1, categories, { classes: label.categories });
        const weights = [...made.variables.values()].reduce((sum, { size }) => sum + size, 0);
        made.dispose();
        const plan = planNetwork(config, { shape, kind, columns: [label], label: label.name });
        const about = `${kind} ${shape}: ${JSON.stringify(config)}`;
        assert.equal(plan.weights, weights, about);
        assert.equal(
          plan.weights,
          plan.layers.reduce((sum, layer) => sum + layer.weights, 0),
          about,
        );
        const output = plan.layers.find((layer) => layer.kind === 'output');
        const { outputs = 1 } = likelihoods[config.likelihood];
        assert.deepEqual(output?.shape, outputs === 1 ? shape : [outputs * shape[0]], about);
        compared++;
      }
    }
    assert.ok(compared > 40, `${compared}`);
  });

  it('says what each layer gives', () => {
    const config: ModelConfig = {
      kind: 'vae',
      architecture: 'conv',
      hidden: [32, 64],
      latent: 16,
      activation: 'relu',
      likelihood: 'bernoulli',
      variance: 1,
    };
    const { layers } = planNetwork(config, { shape: [28, 28, 1], kind: 'images' });
    assert.deepEqual(
      layers.map(({ kind, shape }) => [kind, shape.join('x')]),
      [
        ['input', '28x28x1'],
        ['convolution', '14x14x32'],
        ['convolution', '7x7x64'],
        ['mean', '16'],
        ['logVariance', '16'],
        ['code', '16'],
        ['dense', '7x7x64'],
        ['transposed', '14x14x32'],
        ['output', '28x28x1'],
      ],
    );
  });

  it('has the weights of columns that are embedded, by how many categories they have, for encoder and classifier', () => {
    const categories = (count: number) => Array.from({ length: count }, (_, i) => `${i}`);
    const columns = [
      { name: 'n', role: 'feature', type: 'numeric' },
      { name: 'many', role: 'feature', type: 'category', categories: categories(300) },
      { name: 'id', role: 'id', type: 'category', categories: categories(900) },
      { name: 'few', role: 'feature', type: 'category', categories: categories(7) },
      label,
    ] as const;
    const groups = [
      { start: 1, width: 300 },
      { start: 301, width: 7 },
    ];
    const widths: string[] = [];
    for (const embedding of [undefined, { above: 7 }, { above: 6, width: 3 }, { width: 9 }])
      for (const classes of [undefined, 'inferred'] as const) {
        const config: ModelConfig = {
          ...base,
          kind: 'vae',
          architecture: 'dense',
          likelihood: 'mixed',
          hidden: [5],
          embedding,
          classes,
        };
        const made = createAutoencoder(config, [308], 'table', 1, groups, { classes: label.categories });
        const weights = [...made.variables.values()].reduce((sum, { size }) => sum + size, 0);
        made.dispose();
        const plan = planNetwork(config, { shape: [308], kind: 'table', columns, label: label.name });
        assert.equal(plan.weights, weights, JSON.stringify(config));
        const embedded = plan.layers.filter(({ kind, part }) => kind === 'column' && part === 'encoder');
        if (!classes) widths.push(embedded.map(({ shape }) => shape.join('x')).join(' '));
      }
    // The fourth root of 300 is 4.2.
    assert.deepEqual(widths, ['', '5', '3 3', '9']);
  });

  it('says what recurrent layers give, and that longer texts take no more weights', () => {
    const config: ModelConfig = {
      ...base,
      kind: 'vae',
      architecture: 'gru',
      likelihood: 'categorical',
      hidden: [20, 30],
      gru: { width: 12 },
    };
    const plan = (length: number) => planNetwork(config, { shape: [length, 11], kind: 'text' });
    assert.deepEqual(
      plan(21).layers.map(({ kind, shape }) => [kind, shape.join('x')]),
      [
        ['input', '21x11'],
        ['embedding', '21x12'],
        ['recurrent', '21x20'],
        ['recurrent', '21x30'],
        ['mean', '2'],
        ['logVariance', '2'],
        ['code', '2'],
        ['embedding', '21x12'],
        ['recurrent', '21x30'],
        ['recurrent', '21x20'],
        ['output', '21x11'],
      ],
    );
    assert.equal(plan(200).weights, plan(100).weights);
  });

  it('says what the blocks of a transformer give', () => {
    const config: ModelConfig = {
      ...base,
      kind: 'vae',
      architecture: 'transformer',
      likelihood: 'categorical',
      hidden: [20, 30],
      transformer: { width: 12, heads: 3 },
    };
    const { layers } = planNetwork(config, { shape: [21, 11], kind: 'text' });
    assert.deepEqual(
      layers.map(({ kind, shape }) => [kind, shape.join('x')]),
      [
        ['input', '21x11'],
        ['embedding', '21x12'],
        ['block', '21x12'],
        ['block', '21x12'],
        ['mean', '2'],
        ['logVariance', '2'],
        ['code', '2'],
        ['embedding', '21x12'],
        ['block', '21x12'],
        ['block', '21x12'],
        ['output', '21x11'],
      ],
    );
  });
});
