import { join } from 'node:path';
import type { RunRequest } from '../../../src/protocol/config';
import { plainObjective } from '../../../src/protocol/presets';
import { type Runs, valueIn } from './runs';
import type { Comparison, Study } from './study';

/** Published figures of a space: mean squared error at the mean, accuracy of neighbours and of a linear probe, %. */
interface Figures {
  readonly elbo?: number;
  readonly mse?: number;
  readonly knn?: number;
  readonly linear?: number;
}

interface Row {
  readonly set: 'mnist' | 'fashion-mnist';
  readonly kind: 'vae' | 'ae';
  readonly latent: number;
  readonly epochs: number;
  readonly codes: Figures;
  /** Principal components of as many dimensions. */
  readonly pca?: Figures;
}

/** By an independent implementation in NumPy, one seed each: Adam 1e-3, batches of 128, 784-400-latent, shades as Bernoulli targets. */
const rows: readonly Row[] = [
  {
    set: 'mnist',
    kind: 'ae',
    latent: 2,
    epochs: 20,
    codes: { mse: 0.0419, knn: 67.1, linear: 55.6 },
    pca: { mse: 0.0557, knn: 44.2, linear: 44.6 },
  },
  { set: 'mnist', kind: 'vae', latent: 2, epochs: 30, codes: { elbo: 152.92, mse: 0.0422, knn: 69.5, linear: 60.1 } },
  {
    set: 'mnist',
    kind: 'ae',
    latent: 10,
    epochs: 20,
    codes: { mse: 0.0142, knn: 95.9, linear: 90 },
    pca: { mse: 0.0341, knn: 92.9, linear: 80.9 },
  },
  { set: 'mnist', kind: 'vae', latent: 10, epochs: 20, codes: { elbo: 107.18, mse: 0.0147, knn: 95.4, linear: 89 } },
  { set: 'mnist', kind: 'vae', latent: 20, epochs: 10, codes: { elbo: 105.82 } },
  { set: 'mnist', kind: 'vae', latent: 20, epochs: 30, codes: { elbo: 103.14, mse: 0.0086, knn: 97.4, linear: 89.5 } },
  {
    set: 'mnist',
    kind: 'ae',
    latent: 32,
    epochs: 20,
    codes: { mse: 0.005, knn: 97.4, linear: 90.8 },
    pca: { mse: 0.0168, knn: 97.4, linear: 90.1 },
  },
  { set: 'mnist', kind: 'vae', latent: 32, epochs: 20, codes: { elbo: 103.81, mse: 0.0083, knn: 97.7, linear: 90.9 } },
  {
    set: 'fashion-mnist',
    kind: 'vae',
    latent: 2,
    epochs: 30,
    codes: { elbo: 262.16, mse: 0.0279, knn: 68.4, linear: 66.4 },
  },
  {
    set: 'fashion-mnist',
    kind: 'ae',
    latent: 10,
    epochs: 20,
    codes: { mse: 0.0125, knn: 85.1, linear: 78.2 },
    pca: { mse: 0.0244, knn: 81.5, linear: 75.5 },
  },
  {
    set: 'fashion-mnist',
    kind: 'vae',
    latent: 10,
    epochs: 20,
    codes: { elbo: 242.35, mse: 0.0135, knn: 85.2, linear: 77.7 },
  },
  {
    set: 'fashion-mnist',
    kind: 'vae',
    latent: 20,
    epochs: 30,
    codes: { elbo: 241.42, mse: 0.0126, knn: 85.4, linear: 79.5 },
  },
];

/** What is measured, by what it is called here, and what its value is to be multiplied by. */
const measures = {
  elbo: { name: 'elbo', what: '-ELBO', factor: -1 },
  mse: { name: 'mse', what: 'MSE at the mean', factor: 1 },
  knn: { name: 'knn-accuracy', what: 'kNN, k=10, %', factor: 100 },
  linear: { name: 'probe-accuracy', what: 'linear probe, %', factor: 100 },
} as const;

/** A VAE or autoencoder 784-400-latent with one learning rate, as tutorials have it. */
export function plainRequest(folder: string, { kind, latent }: Pick<Row, 'kind' | 'latent'>): RunRequest {
  return {
    data: { source: join(folder, 'train-images-idx3-ubyte.gz'), labels: join(folder, 'train-labels-idx1-ubyte.gz') },
    model: {
      kind,
      architecture: 'dense',
      hidden: [400],
      latent,
      activation: 'relu',
      likelihood: 'bernoulli',
    },
    objective: plainObjective,
    training: { batchSize: 128, learningRate: 1e-3, schedule: 'constant', validationSplit: 0, seed: 1 },
  };
}

/** The reference figures of both data sets, beside principal components. @param folders Of the data sets, by name. */
export function reference(folders: Readonly<Record<Row['set'], string>>): Study {
  return async ({ runs, isLong, found }) => {
    const chosen = isLong
      ? rows
      : rows.filter(({ set, latent, epochs }) => set === 'mnist' && latent === 20 && epochs === 10);
    for (const row of chosen) for (const comparison of await compare(row, folders[row.set], runs)) found(comparison);
    return ['The reference figures are of an independent implementation in NumPy, with one seed each.'];
  };
}

async function compare(row: Row, folder: string, runs: Runs): Promise<readonly Comparison[]> {
  const { set, kind, latent, epochs, codes, pca = {} } = row;
  const run = `reference-${set}-${kind}-${latent}-${epochs}`;
  await runs.train(run, plainRequest(folder, row), epochs);
  const only = Object.entries(measures)
    .filter(([measure]) => codes[measure as keyof Figures] !== undefined)
    .map(([, { name }]) => name);
  const [data, labels] = ['t10k-images-idx3-ubyte.gz', 't10k-labels-idx1-ubyte.gz'].map((file) => join(folder, file));
  const values = (await runs.measure(run, epochs, { only, data, labels })) ?? [];
  const part = (setting: string, figures: Figures, of: string, trained: number | null): Comparison[] =>
    Object.entries(measures).flatMap(([measure, { name, what, factor }]) => {
      const published = figures[measure as keyof Figures];
      if (published === undefined) return [];
      const { value, error } = valueIn(values, name, measure === 'elbo' ? undefined : of);
      const ours = { ours: factor * value, error: error && Math.abs(factor) * error };
      return [{ paper: 'reference', setting, measure: what, published, ...ours, seeds: 1, epochs: trained }];
    });
  return [
    ...part(`${set}, ${kind.toUpperCase()} 784-400-${latent}`, codes, 'codes', epochs),
    ...part(`${set}, PCA ${latent}`, pca, 'pca', null),
  ];
}
