import type { ObjectiveConfig, RunRequest } from '../../../src/protocol/config';
import type { MeasuredValue } from '../../../src/protocol/measures';
import { plainObjective } from '../../../src/protocol/presets';
import { type Comparison, overSeeds, type Study } from './study';

interface Method {
  readonly name: string;
  readonly objective: Partial<ObjectiveConfig>;
  readonly training?: RunRequest['training'];
}

const methods: readonly Method[] = [
  { name: 'beta-VAE, beta 1', objective: {} },
  { name: 'beta-VAE, beta 4', objective: { beta: 4 } },
  { name: 'beta-VAE, beta 16', objective: { beta: 16 } },
  { name: 'beta-TCVAE', objective: { totalCorrelation: { by: 'sampling', weight: 5 } } },
  {
    name: 'FactorVAE',
    objective: { totalCorrelation: { by: 'discriminator', weight: 10 } },
    training: { players: { discriminator: { optimizer: { beta1: 0.5, beta2: 0.9 } } } },
  },
];

const long = { seeds: [1, 2, 3, 4, 5], epochs: 30 };
const short = { seeds: [1], epochs: 2 };

function requestOf({ objective, training }: Method, seed: number): RunRequest {
  return {
    data: 'builtin:shapes',
    model: {
      kind: 'vae',
      architecture: 'conv',
      hidden: [32, 64],
      latent: 10,
      activation: 'relu',
      likelihood: 'bernoulli',
    },
    objective: { ...plainObjective, ...objective },
    training: { batchSize: 64, learningRate: 1e-3, schedule: 'constant', validationSplit: 0, seed, ...training },
  };
}

/**
 * Disentanglement of the built-in shapes (four factors, all their combinations) by beta-VAE, beta-TCVAE and FactorVAE, several seeds each. The
 * study of Locatello et al. 2019 (arXiv 1811.12359) says of such: which seed matters about as much as which method, and of methods with
 * good settings none is best by all measures.
 */
export function disentanglement(): Study {
  return async ({ runs, isLong, found }) => {
    const { seeds, epochs } = isLong ? long : short;
    const scores = new Map<string, Map<string, readonly number[]>>();
    for (const method of isLong ? methods : methods.slice(0, 2)) {
      const values: (readonly MeasuredValue[])[] = [];
      for (const seed of seeds) {
        const run = `shapes-${method.name.toLowerCase().replace(/[ ,]+/g, '-')}-${seed}`;
        await runs.train(run, requestOf(method, seed), epochs);
        const measured = await runs.measure(run, epochs, { only: ['mig', 'sap', 'dci'] });
        if (measured) values.push(measured);
      }
      const comparisons = compare(method.name, values, epochs);
      for (const comparison of comparisons) found(comparison);
      scores.set(method.name, new Map(names(values).map((name) => [name, scoresOf(values, name)])));
    }
    return isLong ? [...(scores.values().next().value?.keys() ?? [])].map((name) => orderBy(name, scores)) : [];
  };
}

function names(values: readonly (readonly MeasuredValue[])[]): readonly string[] {
  return [...new Set(values.flat().map(({ name }) => name))];
}

function scoresOf(values: readonly (readonly MeasuredValue[])[], wanted: string): readonly number[] {
  return values.flatMap((one) => one.find(({ name }) => name === wanted)?.value ?? []);
}

function compare(method: string, values: readonly (readonly MeasuredValue[])[], epochs: number): readonly Comparison[] {
  return names(values).map((name) => {
    const scores = scoresOf(values, name);
    const own = values[0]?.find((one) => one.name === name);
    const { value, error } = overSeeds(scores, own?.error);
    const setting = `shapes, ${method}`;
    return {
      ...{ paper: 'Locatello 2019', setting, measure: name, published: null, ours: value, error },
      ...{ seeds: scores.length, epochs },
    };
  });
}

/** The methods by a measure, best first, and whether the seeds of one are as far apart as the means of all. */
export function orderBy(measure: string, scores: ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>): string {
  const all = [...scores].map(([name, own]) => ({ name, values: own.get(measure) ?? [] }));
  const sorted = all
    .map(({ name, values }) => ({
      name,
      mean: overSeeds(values).value,
      range: Math.max(...values) - Math.min(...values),
    }))
    .sort((a, b) => b.mean - a.mean);
  const apart = sorted[0].mean - sorted[sorted.length - 1].mean;
  const widest = Math.max(...sorted.map(({ range }) => range));
  const order = sorted.map(({ name, mean }) => `${name} ${mean.toFixed(3)}`).join(' > ');
  return `By ${measure}: ${order}; the methods' means are ${apart.toFixed(3)} apart, the seeds of one method up to ${widest.toFixed(3)}.`;
}
