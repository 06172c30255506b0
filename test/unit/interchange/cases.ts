import * as tf from '@tensorflow/tfjs';
import { type Encoding, featureGroups } from '../../../src/dataset';
import { type Parts, partsOf, programsOf } from '../../../src/interchange/parts';
import type { Elements, Named, Program } from '../../../src/interchange/program';
import { type RawData, rawDataOf } from '../../../src/interchange/raw-data';
import type { Ports } from '../../../src/interchange/recording';
import { type Autoencoder, createAutoencoder } from '../../../src/model/autoencoder';
import type { ModelConfig } from '../../../src/protocol/config';
import type { DataKind } from '../../../src/protocol/data';
import { modelConfig, numbers } from '../model/fixtures';

export interface ExportCase {
  readonly name: string;
  readonly config: ModelConfig;
  readonly kind: DataKind;
  readonly shape: readonly number[];
  readonly encoding: Encoding;
  readonly classes?: readonly string[];
  /** It writes symbol by symbol, and has no form as code. */
  readonly isSequential?: boolean;
}

const byte = { offset: 0, scale: 255 } as const;

function image(name: string, shape: readonly [number, number, number], changes: Partial<ModelConfig> = {}): ExportCase {
  return { name, config: modelConfig(changes), kind: 'images', shape, encoding: { kind: 'pixels', shape, ...byte } };
}

const numeric = (name: string, mean: number, deviation: number) =>
  ({ name, type: 'numeric', mean, deviation }) as const;
const category = (name: string, count: number) =>
  ({ name, type: 'category', categories: Array.from({ length: count }, (_, i) => `c${i}`) }) as const;

const columns = [numeric('a', 40, 3), category('b', 3), category('c', 40), numeric('d', -2, 0.5), numeric('e', 0, 1)];
const table = { kind: 'table', shape: [46], encoding: { kind: 'columns', columns } } as const;

function counts(likelihood: ModelConfig['likelihood']): ExportCase {
  const own = Array.from({ length: 5 }, (_, i) => ({ ...numeric(`g${i}`, 0, 1), isCount: true as const }));
  return {
    name: likelihood,
    config: modelConfig({ likelihood }),
    kind: 'vectors',
    shape: [5],
    encoding: { kind: 'columns', columns: own, library: 12 },
  };
}

function text(name: string, changes: Partial<ModelConfig>): ExportCase {
  const encoding: Encoding = { kind: 'text', mode: 'lines', length: 6, alphabet: ['e', 'a', 'x', 'ö'] };
  const config = modelConfig({ likelihood: 'categorical', ...changes });
  return { name, config, kind: 'text', shape: [6, 6], encoding, isSequential: changes.architecture !== 'conv' };
}

const small: readonly [number, number, number] = [3, 2, 1];

/** Every architecture, posterior, prior and likelihood, and each kind of data. */
export const exportCases: readonly ExportCase[] = [
  image('dense', [5, 4, 1]),
  image('autoencoder', small, { kind: 'ae', likelihood: 'gaussian', activation: 'elu' }),
  image('convolutional', [9, 7, 3], { architecture: 'conv', hidden: [4, 6], likelihood: 'gaussian-learned' }),
  image('residual', [9, 8, 1], { architecture: 'residual', hidden: [4, 8], activation: 'softplus' }),
  image('linear path', small, { linearPath: true, likelihood: 'gaussian-learned', activation: 'tanh' }),
  image('full covariance', small, { posterior: { name: 'full-covariance' } }),
  image('planar flow', small, { posterior: { name: 'planar', layers: 2 } }),
  image('inverse autoregressive flow', small, { latent: 3, posterior: { name: 'iaf', layers: 2, width: 6 } }),
  image('ladder', small, { latent: 4, posterior: { name: 'ladder', width: 5 } }),
  image('quantised', small, { latent: 4, posterior: { name: 'quantised', codes: 5, groups: 2 } }),
  image('scalar-quantised', small, { latent: 3, posterior: { name: 'scalar-quantised', levels: [4, 3, 5] } }),
  image('categorical codes', small, { latent: 6, posterior: { name: 'gumbel', classes: 3 } }),
  image('places', [8, 8, 1], {
    architecture: 'conv',
    hidden: [4],
    latent: 32,
    posterior: { name: 'quantised', codes: 5, places: true },
  }),
  image('mixture', small, { prior: { name: 'mixture', components: 3 } }),
  image('VampPrior', small, { prior: { name: 'vamp', components: 3 } }),
  image('real NVP', small, { latent: 3, prior: { name: 'realnvp', layers: 2, width: 5 } }),
  image('continuous Bernoulli', small, { likelihood: 'continuous-bernoulli' }),
  image('discretised logistic', small, { likelihood: 'discretised-logistic' }),
  { ...image('classes given', small, { classes: 'given' }), classes: ['one', 'two', 'three'] },
  { ...image('classes inferred', small, { classes: 'inferred' }), classes: ['one', 'two', 'three'] },
  { name: 'table', config: modelConfig({ likelihood: 'mixed' }), ...table },
  {
    name: 'vectors',
    config: modelConfig({ likelihood: 'gaussian' }),
    kind: 'vectors',
    shape: [2],
    encoding: { kind: 'columns', columns: [numeric('x1', 5, 2), numeric('x2', 1000, 50)] },
  },
  counts('poisson'),
  counts('negative-binomial'),
  counts('zero-inflated-negative-binomial'),
  text('text, convolutional', { architecture: 'conv', hidden: [4] }),
  text('text, recurrent', { architecture: 'gru', hidden: [5], gru: { width: 4, temperature: 0.5 } }),
  text('text, transformer', { architecture: 'transformer', hidden: [6], transformer: { width: 8, heads: 2 } }),
];

/** A model with weights of its own, none of which is 0, and what it is exported from. */
export interface ExportedModel {
  readonly model: Autoencoder;
  readonly data: RawData;
  readonly programs: Parts<Program>;
}

export function exported({ config, kind, shape, encoding, classes }: ExportCase): ExportedModel {
  const surroundings = { library: 12, ...(classes && { classes }) };
  const model = createAutoencoder(config, shape, kind, 7, featureGroups(encoding), surroundings);
  let seed = 0;
  for (const variable of model.variables.values()) {
    const noise = numbers(variable.size, ++seed).map((value) => 0.3 * value);
    tf.tidy(() => variable.assign(tf.add(variable, tf.tensor(noise, variable.shape))));
  }
  const data = rawDataOf(encoding);
  return { model, data, programs: programsOf(model, data) };
}

export type Numbers = Readonly<Record<string, { readonly shape: readonly number[]; readonly elements: Elements }>>;

/** What a part is given, for so many examples. */
export function inputsFor({ encoding, classes = [] }: ExportCase, { inputs }: Program, rows: number): Numbers {
  return Object.fromEntries(
    inputs.map(({ name, value }, i) => {
      const shape = shapeFor({ name, value }, rows);
      const between = numbers(
        shape.reduce((product, length) => product * length, 1),
        i + rows,
      ).map((x) => (x + 1) / 2);
      return [name, { shape, elements: elementsFor(name, between, encoding, classes.length) }] as const;
    }),
  );
}

function elementsFor(name: string, between: readonly number[], encoding: Encoding, classes: number): Elements {
  const below = (count: number, least = 0) => Int32Array.from(between, (x) => Math.floor(x * (count - least)) + least);
  if (name === 'class_number') return below(classes, -1);
  if (name === 'categories') return below(3, -1);
  if (name === 'uniform') return Float32Array.from(between);
  if (name !== 'x') return Float32Array.from(between, (x) => 4 * x - 2);
  if (encoding.kind === 'text') return below(6);
  if (encoding.kind === 'pixels') return Float32Array.from(between, (x) => Math.floor(256 * x));
  if (encoding.library) return Float32Array.from(between, (x) => Math.floor(9 * x));
  // A number is missing.
  return Float32Array.from(between, (x, i) => (i === 1 ? Number.NaN : 100 * x));
}

function shapeFor({ value }: Named, rows: number): number[] {
  return value.shape.map((length) => (typeof length === 'number' ? length : length.perExample * rows));
}

/** What the model itself makes of that. */
export function ownOutputs({ model, data }: ExportedModel, part: keyof Parts<unknown>, given: Numbers): Numbers {
  return tf.tidy(() => {
    const tensor = (name: string) => {
      const { shape, elements } = given[name];
      return tf.tensor(elements, [...shape], elements instanceof Int32Array ? 'int32' : 'float32');
    };
    const [{ shape }] = Object.values(given);
    const ports: Ports = {
      rows: shape[0],
      input: tensor,
      noise: { normal: () => tensor('noise') as tf.Tensor2D, uniform: () => tensor('uniform') as tf.Tensor2D },
    };
    const outputs = partsOf(model, data)[part](ports);
    return Object.fromEntries(
      Object.entries(outputs).map(([name, own]) => [name, { shape: own.shape, elements: own.dataSync() as Elements }]),
    );
  });
}
