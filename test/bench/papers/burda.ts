import type { ObjectiveConfig, RunRequest } from '../../../src/protocol/config';
import { plainObjective } from '../../../src/protocol/presets';
import type { Digits } from '../support/digits';
import { extrapolate } from './extrapolation';
import { valueIn } from './runs';
import type { Study } from './study';

/** What table 1 of Burda et al. 2016 has for one layer, and a careful rerun; -log p(x) of the test images, nats. */
interface Model {
  readonly name: string;
  readonly published: number | null;
  readonly rerun: number;
  readonly objective: Partial<ObjectiveConfig>;
  /** About what an epoch takes, with that of one draw as the unit. */
  readonly cost: number;
}

const models: readonly Model[] = [
  { name: 'VAE k=1', published: 86.76, rerun: 86.35, objective: {}, cost: 1 },
  { name: 'VAE k=5', published: 86.47, rerun: 86.1, objective: { samples: 5, bound: 'elbo' }, cost: 3 },
  { name: 'IWAE k=5', published: 85.54, rerun: 85.18, objective: { samples: 5 }, cost: 3 },
  { name: 'VAE k=50', published: 86.35, rerun: 86.06, objective: { samples: 50, bound: 'elbo' }, cost: 25 },
  { name: 'IWAE k=50', published: 84.78, rerun: 84.59, objective: { samples: 50 }, cost: 25 },
  {
    name: 'DReG k=50',
    published: null,
    rerun: 84.32,
    objective: { samples: 50, gradient: 'doubly-reparameterised' },
    cost: 26,
  },
];

/** Stage i has 3^i epochs at 1e-3 x 10^(-i/7): the epochs after which each ends. */
export const stageEnds: readonly number[] = Array.from({ length: 8 }, (_, i) => (3 ** (i + 1) - 1) / 2);
/** Before this stage a model is far from its end, and fewer draws say that. */
const wholeFrom = 4;
const draws = { few: 500, whole: 5000 } as const;
/** Of the short form. */
const short = { models: ['VAE k=1', 'IWAE k=5'], stages: 2 } as const;

export function burdaRequest(train: string, objective: Partial<ObjectiveConfig>): RunRequest {
  return {
    data: { source: train },
    model: {
      kind: 'vae',
      architecture: 'dense',
      hidden: [200, 200],
      latent: 50,
      activation: 'tanh',
      likelihood: 'bernoulli',
      initialisation: 'glorot',
      outputBias: 'mean',
    },
    objective: { ...plainObjective, binarised: true, ...objective },
    training: {
      batchSize: 20,
      learningRate: 1e-3,
      schedule: 'milestones',
      milestones: { epochs: stageEnds.slice(0, -1), factor: 10 ** (-1 / 7) },
      optimizer: { name: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-4 },
      validationSplit: 0,
      seed: 1,
    },
  };
}

/**
 * Burda et al. 2016, table 1: MNIST whose pixels are drawn anew at each step, 784-200-200-50 with tanh. What takes least comes first, so
 * that each hour brings all models as far as it can; after each stage -log p(x) is estimated.
 */
export function burda({ train, test }: Digits): Study {
  return async ({ runs, isLong, found }) => {
    if (test === null) return ['Burda 2016 needs MNIST.'];
    const chosen = isLong ? models : models.filter(({ name }) => short.models.some((own) => own === name));
    const stages = isLong ? stageEnds.length : short.stages;
    const work = chosen
      .flatMap((model) => stageEnds.slice(0, stages).map((end, stage) => ({ model, end, stage })))
      .sort((a, b) => a.end * a.model.cost - b.end * b.model.cost);
    const courses = new Map<string, number[]>();
    for (const { model, end, stage } of work) {
      const { name, published, rerun, objective } = model;
      const run = `burda-${name.toLowerCase().replace(/[ =]/g, '-')}`;
      const seconds = await runs.train(run, burdaRequest(train, objective), end);
      const samples = stage < wholeFrom ? draws.few : draws.whole;
      const values = await runs.measure(run, end, { only: ['log-likelihood'], data: test, samples });
      if (!values) continue;
      const { value, error } = valueIn(values, 'log-likelihood');
      const course = courses.get(name) ?? [];
      courses.set(name, [...course, -value]);
      const hours = (seconds / 3600).toFixed(2);
      found({
        paper: 'Burda 2016',
        setting: `${name}, after stage ${stage} of 7`,
        measure: `-log p(x), ${samples} draws`,
        published,
        ours: -value,
        error,
        seeds: 1,
        epochs: end,
        remark: `rerun ${rerun}; ${hours} h of training`,
      });
    }
    return [...courses].flatMap(([name, course]) => extrapolate(name, course));
  };
}
