import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Losses } from '../../../src/compute';
import type { Dataset } from '../../../src/dataset';
import { type Autoencoder, createAutoencoder } from '../../../src/model/autoencoder';
import { Optimizer, updateRule } from '../../../src/optimise';
import type { ModelConfig, ObjectiveConfig, PosteriorConfig } from '../../../src/protocol/config';
import type { DataKind, FeatureGroup } from '../../../src/protocol/data';
import { likelihoods } from '../../../src/protocol/likelihoods';
import { plainObjective } from '../../../src/protocol/presets';
import { random } from '../../../src/random';

/**
 * Examples of random blocks: bytes for images, numbers around 0 for tables (a category in each of the groups, or none),
 * runs of letters for text, and
 * whole numbers for likelihoods of counts.
 */
export function blocks(
  examples: number,
  { shape, kind, groups = [], config }: Omit<Case, 'name' | 'config'> & Partial<Pick<Case, 'config'>>,
): Dataset {
  const next = random(5, examples);
  const features = shape.reduce((product, length) => product * length, 1);
  const values = kind === 'images' ? new Uint8Array(examples * features) : new Float32Array(examples * features);
  for (let i = 0; i < examples; i++) {
    const begin = next() % features;
    const end = begin + (next() % (features - begin));
    for (let j = 0; j < features; j++) {
      const inside = j >= begin && j <= end;
      const noise = next() % 40;
      values[i * features + j] = kind === 'images' ? (inside ? 255 - noise : noise) : (inside ? 1 : -1) + noise / 40;
    }
  }
  if (config && likelihoods[config.likelihood].isCounts) {
    for (const [i, value] of values.entries()) values[i] = Math.max(0, Math.round(6 * value));
  }
  for (const { start, width } of groups) {
    for (let i = start; i < examples * features; i += features) {
      values.fill(0, i, i + width);
      const category = next() % (width + 1);
      if (category < width) values[i + category] = 1;
    }
  }
  return {
    summary: {
      name: 'blocks',
      source: 'builtin:blocks',
      format: 'builtin',
      kind,
      examples,
      shape,
      dtype: kind === 'images' ? 'uint8' : 'float32',
      columns: [label],
      label: label.name,
      warnings: [],
    },
    values: kind === 'text' ? letters(examples, shape) : values,
    encoding: { kind: 'columns', columns: [] },
    // Of every fourth example it is not known.
    columns: [
      { ...label, values: Float32Array.from({ length: examples }, (_, i) => (i % 4 === 3 ? Number.NaN : i % 3)) },
    ],
    source: () => null,
  };
}

/** What the examples are labelled with. */
const label = { name: 'kind', role: 'label', type: 'category', categories: ['a', 'b', 'c'] } as const;

/** Codes of text: stretches of one letter each. */
function letters(examples: number, [length, symbols]: readonly number[]): Uint8Array {
  const next = random(6, examples);
  const codes = new Uint8Array(examples * length);
  for (let begin = 0; begin < codes.length; begin += 1 + (next() % length)) codes.fill(next() % symbols, begin);
  return codes;
}

export interface Case {
  readonly name: string;
  readonly config: ModelConfig;
  readonly shape: readonly number[];
  readonly kind: DataKind;
  readonly groups?: readonly FeatureGroup[];
  /** What differs from the ELBO. */
  readonly objective?: Partial<ObjectiveConfig>;
}

/** Every kind of model, with every likelihood and architecture that fits it. */
export function allModels(): Case[] {
  const cases: Case[] = [];
  const base = { latent: 3, activation: 'relu', variance: 0.5 } as const;
  for (const kind of ['vae', 'ae'] as const) {
    for (const likelihood of ['bernoulli', 'gaussian', 'gaussian-learned'] as const) {
      if (kind === 'ae' && likelihood === 'gaussian-learned') continue;
      const images = { shape: [8, 8, 2], kind: 'images' } as const;
      const dense = { ...base, kind, likelihood, architecture: 'dense', hidden: [16, 12] } as const;
      const conv = { ...base, kind, likelihood, architecture: 'conv', hidden: [6, 8] } as const;
      cases.push({ name: `dense ${kind} ${likelihood}`, config: { ...dense, hidden: [16, 12] }, ...images });
      cases.push({ name: `conv ${kind} ${likelihood}`, config: { ...conv, hidden: [6, 8] }, ...images });
      if (likelihood === 'bernoulli') continue;
      const table = { shape: [10], kind: 'table' } as const;
      cases.push({ name: `dense ${kind} ${likelihood} of a table`, config: { ...dense, hidden: [16] }, ...table });
    }
  }
  for (const [kind, likelihood] of [
    ['vae', 'gaussian-learned'],
    ['ae', 'gaussian'],
  ] as const) {
    const config = { ...base, kind, likelihood, architecture: 'conv', hidden: [6, 8], linearPath: true } as const;
    const name = `conv ${kind} beside a linear path`;
    cases.push({ name, config: { ...config, hidden: [6, 8] }, shape: [8, 8, 2], kind: 'images' });
  }
  const groups = [
    { start: 2, width: 3 },
    { start: 6, width: 2 },
  ];
  for (const kind of ['vae', 'ae'] as const) {
    const dense = { ...base, kind, architecture: 'dense', hidden: [16] } as const;
    const text = { shape: [12, 5], kind: 'text' } as const;
    const [mixed, letters] = (['mixed', 'categorical'] as const).map((likelihood) => ({
      ...dense,
      hidden: [16],
      likelihood,
    }));
    cases.push({ name: `dense ${kind} of a mixed table`, config: mixed, shape: [10], kind: 'table', groups });
    cases.push({
      name: `dense ${kind} of embedded columns`,
      config: { ...mixed, embedding: { above: 2, width: 2 } },
      shape: [10],
      kind: 'table',
      groups,
    });
    cases.push({ name: `dense ${kind} of text`, config: letters, ...text });
    const convolutional = { ...letters, architecture: 'conv', hidden: [6, 8] } as const;
    cases.push({ name: `conv ${kind} of text`, config: { ...convolutional, hidden: [6, 8] }, ...text });
  }
  for (const [likelihood, shape, data] of [
    ['continuous-bernoulli', [6, 6, 1], 'images'],
    ['discretised-logistic', [6, 6, 1], 'images'],
    ['poisson', [10], 'vectors'],
    ['negative-binomial', [10], 'table'],
    ['zero-inflated-negative-binomial', [10], 'vectors'],
  ] as const) {
    for (const kind of ['vae', 'ae'] as const) {
      const config: ModelConfig = { ...base, kind, likelihood, architecture: 'dense', hidden: [16] };
      cases.push({ name: `dense ${kind} ${likelihood}`, config, shape, kind: data });
    }
  }
  const small = { shape: [6, 6, 1], kind: 'images' } as const;
  const composed = { ...base, kind: 'vae', likelihood: 'bernoulli', architecture: 'dense', hidden: [16] } as const;
  const parts: readonly Pick<ModelConfig, 'prior' | 'posterior'>[] = [
    { prior: { name: 'mixture', components: 4 } },
    { prior: { name: 'vamp', components: 5 } },
    { prior: { name: 'realnvp', layers: 3, width: 6 } },
    { posterior: { name: 'full-covariance' } },
    { posterior: { name: 'planar', layers: 2 } },
    { posterior: { name: 'iaf', layers: 2, width: 7 } },
    { posterior: { name: 'iaf', layers: 1, width: 5 }, prior: { name: 'mixture', components: 3 } },
    { posterior: { name: 'ladder', top: 1, width: 6 } },
  ];
  for (const own of parts) {
    const name = [own.posterior?.name, own.prior?.name].filter(Boolean).join(' and ');
    cases.push({ name: `dense vae, ${name}`, config: { ...composed, hidden: [16], ...own }, ...small });
  }
  const text: ModelConfig = {
    ...composed,
    hidden: [16],
    likelihood: 'categorical',
    prior: { name: 'vamp', components: 3 },
  };
  cases.push({ name: 'dense vae of text, vamp', config: text, shape: [12, 5], kind: 'text' });
  for (const gradient of ['standard', 'doubly-reparameterised'] as const) {
    const config: ModelConfig = { ...composed, hidden: [16], prior: { name: 'vamp', components: 3 } };
    const objective = { samples: 5, gradient };
    cases.push({ name: `dense iwae, ${gradient}`, config: { ...composed, hidden: [16] }, ...small, objective });
    cases.push({ name: `dense iwae, ${gradient}, vamp`, config, ...small, objective });
  }
  for (const activation of ['elu', 'tanh', 'softplus'] as const) {
    const config: ModelConfig = {
      ...base,
      activation,
      kind: 'vae',
      likelihood: 'bernoulli',
      architecture: 'dense',
      hidden: [16],
    };
    cases.push({ name: `dense vae with ${activation}`, config, shape: [6, 6, 1], kind: 'images' });
  }
  for (const [name, objective] of Object.entries(objectives)) {
    const config: ModelConfig = { ...base, kind: 'vae', likelihood: 'bernoulli', architecture: 'dense', hidden: [16] };
    cases.push({ name: `dense vae with ${name}`, config, shape: [6, 6, 1], kind: 'images', objective });
  }
  const sparse = { sparsity: { weight: 2, by: 'kl', target: 0.1 }, contraction: { weight: 0.1 } } as const;
  const plain: ModelConfig = { ...base, kind: 'ae', likelihood: 'gaussian', architecture: 'dense', hidden: [16] };
  cases.push({
    name: 'dense ae, sparse and contractive',
    config: plain,
    shape: [10],
    kind: 'table',
    objective: sparse,
  });
  for (const classes of ['given', 'inferred'] as const) {
    const objective = classes === 'inferred' ? { classification: { weight: 2 } } : {};
    const own = { ...base, kind: 'vae', classes, likelihood: 'bernoulli' } as const;
    const dense: ModelConfig = { ...own, architecture: 'dense', hidden: [16] };
    const conv: ModelConfig = { ...own, architecture: 'conv', hidden: [6, 8] };
    cases.push({ name: `dense vae of classes ${classes}`, config: dense, ...small, objective });
    cases.push({ name: `conv vae of classes ${classes}`, config: conv, shape: [8, 8, 2], kind: 'images', objective });
    const flows: ModelConfig = {
      ...dense,
      posterior: { name: 'iaf', layers: 1, width: 5 },
      prior: { name: 'mixture' },
    };
    cases.push({ name: `dense vae with flows of classes ${classes}`, config: flows, ...small, objective });
  }
  cases.push({
    name: 'dense vae of embedded columns of classes inferred, a wide one among them',
    config: {
      ...base,
      kind: 'vae',
      classes: 'inferred',
      likelihood: 'mixed',
      architecture: 'dense',
      hidden: [16],
      embedding: { above: 1 },
    },
    shape: [52],
    kind: 'table',
    groups: [
      { start: 1, width: 40 },
      { start: 42, width: 6 },
    ],
    objective: { classification: { weight: 2 } },
  });
  const three: ModelConfig = {
    ...composed,
    hidden: [16],
    latent: 6,
    posterior: { name: 'ladder', sizes: [3, 2, 1], width: 5 },
  };
  cases.push({ name: 'dense vae, ladder of three', config: three, ...small });
  const two = { ...composed, hidden: [16], latent: 4, posterior: { name: 'ladder' } } as const;
  cases.push({
    name: 'dense iwae of two layers',
    config: { ...two, hidden: [16] },
    ...small,
    objective: { samples: 3 },
  });
  cases.push({
    name: 'dense vae of two layers of classes inferred, dropout',
    config: { ...two, hidden: [16], activation: 'tanh', classes: 'inferred', dropout: 0.3 },
    ...small,
    objective: { classification: { weight: 2 } },
  });
  const given = { classes: 'given', architecture: 'dense', latent: 4 } as const;
  cases.push({
    name: 'dense iwae of given classes',
    config: { ...composed, ...given, hidden: [16], latent: 3 },
    ...small,
    objective: { samples: 3 },
  });
  cases.push({
    name: 'dense vae of text of given classes',
    config: { ...composed, ...given, hidden: [16], latent: 3, likelihood: 'categorical' },
    shape: [12, 5],
    kind: 'text',
  });
  cases.push({
    name: 'transformer vae of given classes',
    config: {
      ...base,
      kind: 'vae',
      classes: 'given',
      likelihood: 'categorical',
      architecture: 'transformer',
      hidden: [8],
      transformer: { width: 8, symbolDropout: 0.3 },
    },
    shape: [12, 5],
    kind: 'text',
  });
  cases.push({
    name: 'residual vae of given classes',
    config: {
      ...base,
      kind: 'vae',
      classes: 'given',
      likelihood: 'bernoulli',
      architecture: 'residual',
      hidden: [6, 8],
    },
    shape: [8, 8, 2],
    kind: 'images',
  });
  cases.push({
    name: 'conv vae of a codebook at each place of given classes',
    config: {
      ...base,
      kind: 'vae',
      classes: 'given',
      likelihood: 'gaussian',
      latent: 12,
      architecture: 'conv',
      hidden: [6, 8],
      posterior: { name: 'quantised', codes: 6, places: true },
    },
    shape: [8, 8, 2],
    kind: 'images',
  });
  const discrete: readonly (readonly [string, number, PosteriorConfig, PosteriorConfig])[] = [
    ['a codebook', 4, { name: 'quantised', codes: 6 }, { groups: 2 }],
    ['levels', 3, { name: 'scalar-quantised', levels: [3, 4] }, {}],
    ['categorical variables', 6, { name: 'gumbel', classes: 3 }, {}],
  ];
  for (const [name, latent, posterior, own] of discrete) {
    const images = { shape: [8, 8, 2], kind: 'images' } as const;
    const shared = { ...base, kind: 'vae', likelihood: 'gaussian' } as const;
    const dense = {
      ...shared,
      latent,
      architecture: 'dense',
      hidden: [16],
      posterior: { ...posterior, ...own },
    } as const;
    cases.push({ name: `dense vae of ${name}`, config: { ...dense, hidden: [16] }, ...images });
    // A feature map of 2 x 2.
    const places = { ...posterior, places: true };
    const conv = { ...shared, latent: 12, architecture: 'conv', hidden: [6, 8], posterior: places } as const;
    cases.push({ name: `conv vae of ${name} at each place`, config: { ...conv, hidden: [6, 8] }, ...images });
  }
  const written = {
    ...base,
    likelihood: 'categorical',
    architecture: 'transformer',
    activation: 'relu',
    hidden: [12],
  } as const;
  for (const [name, own, objective] of [
    ['of text', { hidden: [12, 10], transformer: { width: 8, heads: 2 } }, {}],
    ['with symbols left out', { transformer: { width: 8, heads: 4, symbolDropout: 0.4, temperature: 1 } }, {}],
    ['with symbols left out, of several draws', { transformer: { width: 8, symbolDropout: 0.4 } }, { samples: 3 }],
    ['with a VampPrior', { transformer: { width: 6, heads: 1 }, prior: { name: 'vamp', components: 3 } }, {}],
    ['of a codebook', { transformer: { width: 8 }, latent: 4, posterior: { name: 'quantised', groups: 2 } }, {}],
  ] as const) {
    const config: ModelConfig = {
      ...written,
      kind: 'vae',
      ...own,
      hidden: [...('hidden' in own ? own.hidden : written.hidden)],
    };
    cases.push({ name: `transformer vae ${name}`, config, shape: [12, 5], kind: 'text', objective });
  }
  const recurrent = { ...written, kind: 'vae', architecture: 'gru', activation: 'tanh' } as const;
  for (const [name, own, objective] of [
    ['of text', { hidden: [12, 10], gru: { width: 8 } }, {}],
    ['with symbols left out', { hidden: [9], gru: { symbolDropout: 0.4, temperature: 1 } }, {}],
    ['of several draws', { gru: { width: 6 } }, { samples: 3 }],
    ['with a VampPrior, dropout', { dropout: 0.3, prior: { name: 'vamp', components: 3 } }, {}],
    ['of a codebook', { latent: 4, posterior: { name: 'quantised', groups: 2 } }, {}],
    ['of given classes', { classes: 'given' }, {}],
    ['of two layers', { posterior: { name: 'ladder', width: 5 } }, {}],
    ['contractive', { hidden: [9] }, { contraction: { weight: 0.1 } }],
  ] as const) {
    const config: ModelConfig = {
      ...recurrent,
      ...own,
      hidden: [...('hidden' in own ? own.hidden : recurrent.hidden)],
    };
    cases.push({ name: `recurrent vae ${name}`, config, shape: [12, 5], kind: 'text', objective });
  }
  cases.push({
    name: 'recurrent ae of text',
    config: { ...recurrent, kind: 'ae', hidden: [9] },
    shape: [9, 7],
    kind: 'text',
  });
  const plainText: ModelConfig = { ...written, kind: 'ae', hidden: [9] };
  cases.push({ name: 'transformer ae of text', config: plainText, shape: [9, 7], kind: 'text' });
  for (const [kind, likelihood] of [
    ['vae', 'gaussian-learned'],
    ['ae', 'bernoulli'],
  ] as const) {
    const config: ModelConfig = { ...base, kind, likelihood, architecture: 'residual', hidden: [6, 8] };
    cases.push({ name: `residual ${kind} ${likelihood}`, config, shape: [7, 9, 3], kind: 'images' });
  }
  // What is normalised is more than the three places of one channel: their rounding would be magnified.
  const residual: ModelConfig = {
    ...written,
    kind: 'vae',
    architecture: 'residual',
    hidden: [6, 8],
    residual: { groups: 2 },
  };
  cases.push({ name: 'residual vae of text', config: residual, shape: [12, 5], kind: 'text' });
  const dropping = { ...composed, hidden: [16], dropout: 0.3 };
  const doubly = { samples: 4, gradient: 'doubly-reparameterised' } as const;
  const contractive = { contraction: { weight: 0.1 }, binarised: true } as const;
  cases.push({
    name: 'dense vae, dropout, contractive, binarised',
    config: dropping,
    ...small,
    objective: contractive,
  });
  cases.push({ name: 'dense iwae, dropout', config: dropping, ...small, objective: doubly });
  const convDropping: ModelConfig = { ...dropping, architecture: 'conv', hidden: [6, 8] };
  cases.push({ name: 'conv vae, dropout', config: convDropping, shape: [8, 8, 2], kind: 'images' });
  cases.push({
    name: 'conv vae with a discriminator of images, dropout, a mixture as its prior',
    config: { ...convDropping, likelihood: 'continuous-bernoulli', prior: { name: 'mixture', components: 3 } },
    shape: [7, 9, 3],
    kind: 'images',
    objective: { gan: { weight: 1 } },
  });
  const alsoDropping: ModelConfig = { ...convDropping, architecture: 'residual' };
  cases.push({ name: 'residual vae, dropout', config: alsoDropping, shape: [7, 9, 3], kind: 'images' });
  const writing = { architecture: 'transformer', likelihood: 'categorical', transformer: { width: 8 } } as const;
  cases.push({
    name: 'transformer vae, dropout',
    config: { ...dropping, ...writing, hidden: [12] },
    shape: [12, 5],
    kind: 'text',
  });
  cases.push({
    name: 'dense vae of classes inferred, dropout, binarised',
    config: { ...dropping, classes: 'inferred' },
    ...small,
    objective: { classification: { weight: 2 }, binarised: true },
  });
  return cases;
}

const objectives: Readonly<Record<string, Partial<ObjectiveConfig>>> = {
  'a capacity': { capacity: { nats: 5, epochs: 2 } },
  'a sampled total correlation': { totalCorrelation: { weight: 3 } },
  'a discriminated total correlation': { totalCorrelation: { weight: 3, by: 'discriminator' } },
  'a covariance': { covariance: { of: 'samples', offDiagonal: 2, diagonal: 3 } },
  'a discrepancy': { mmd: { weight: 10 } },
  'an adversarial prior': { adversarial: { weight: 1 } },
  'a discriminator of images': { gan: { weight: 0.5, features: 3, pixels: 0.5 } },
  'sparse codes of corrupted pixels': {
    sparsity: { weight: 0.1 },
    corruption: { by: 'salt-and-pepper', amount: 0.2 },
  },
};

/** The objective of a model. */
export function objectiveOf({ objective }: Case, freeBits = 0): ObjectiveConfig {
  return { ...plainObjective, freeBits, ...objective };
}

export function build(modelCase: Case): Autoencoder {
  const { config, shape, kind, groups } = modelCase;
  return createAutoencoder(config, shape, kind, 3, groups, {
    objective: objectiveOf(modelCase),
    classes: label.categories,
  });
}

/** An optimiser of a model that has taken no step. */
export function freshOptimizer(model: Autoencoder, rule = updateRule(), clipNorm?: number): Optimizer {
  return new Optimizer([...model.players.values()].map((variables) => ({ rule, variables, clipNorm })));
}

/** Consecutive steps of Adam from the first on, for each of the players. */
export function adamNumbers(rate: number, first: number, count: number, players = 1): Float32Array {
  const rule = updateRule();
  const ofPlayers = Array.from({ length: count * players }, (_, i) =>
    rule.numbers(first + Math.floor(i / players), rate),
  );
  return Float32Array.from(ofPlayers.flat());
}

export function assertClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-5): void {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < actual.length; i++) {
    const allowed = tolerance * Math.max(1, Math.abs(expected[i]));
    assert.ok(Math.abs(actual[i] - expected[i]) <= allowed, `${actual[i]} against ${expected[i]} at ${i}`);
  }
}

/** What is left in the folder for temporary files, which is one of its own while `use` runs. */
export function leftovers(use: () => void): string[] {
  const usual = process.env.TMPDIR;
  const folder = mkdtempSync(join(tmpdir(), 'latent-lens-test-'));
  process.env.TMPDIR = folder;
  try {
    use();
    return readdirSync(folder);
  } finally {
    if (usual === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = usual;
    rmSync(folder, { recursive: true });
  }
}

/** The loss and its terms. */
export function numbers({ loss, terms }: Losses): number[] {
  return [loss, ...Object.values(terms)];
}
