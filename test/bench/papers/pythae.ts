import { openDataset } from '../../../src/dataset';
import type { ModelConfig, ObjectiveConfig, RunRequest, TrainingConfig } from '../../../src/protocol/config';
import { plainObjective } from '../../../src/protocol/presets';
import { random, toUnit } from '../../../src/random';
import type { Digits } from '../support/digits';
import { edge, encodeIdx, pixels } from '../support/images';
import { stageEnds } from './burda';
import { type Runs, valueIn } from './runs';
import type { Study } from './study';

interface Model {
  readonly name: string;
  readonly published: number;
  readonly samples: number;
  /** Of the long form; there they were `epochs there`. */
  readonly epochs: number;
  readonly model: Partial<ModelConfig>;
  readonly objective?: Partial<ObjectiveConfig>;
  readonly training: Partial<TrainingConfig>;
  readonly remark: string;
}

const fallsThere = { epochs: [200, 350, 500, 750, 1000], factor: 10 ** (-1 / 5) };

/** Networks and training as pythae's scripts have them. */
const models: readonly Model[] = [
  {
    name: 'VAE 784-400-40',
    published: 89.78,
    samples: 200,
    epochs: 100,
    model: { hidden: [400], latent: 40, activation: 'relu' },
    training: { batchSize: 100, learningRate: 1e-3, schedule: 'milestones', milestones: fallsThere },
    remark: 'batch, rate and epochs are not given there',
  },
  {
    name: 'IWAE k=50, 784-200-200-50',
    published: 86.82,
    samples: 5000,
    epochs: 40,
    model: { hidden: [200, 200], latent: 50, activation: 'tanh', initialisation: 'glorot' },
    objective: { samples: 50 },
    training: {
      batchSize: 20,
      learningRate: 1e-3,
      schedule: 'milestones',
      milestones: { epochs: stageEnds.slice(0, -1), factor: 10 ** (-1 / 7) },
      optimizer: { epsilon: 1e-4 },
    },
    remark: '3,280 epochs there',
  },
  {
    name: 'VampPrior K=500, 784-300-300-40',
    published: 85.79,
    samples: 5000,
    epochs: 100,
    model: { hidden: [300, 300], latent: 40, activation: 'relu', prior: { name: 'vamp', components: 500 } },
    objective: { warmUpEpochs: 100 },
    training: {
      batchSize: 100,
      learningRate: 1e-4,
      schedule: 'milestones',
      milestones: fallsThere,
      optimizer: { name: 'rmsprop' },
    },
    remark: 'gated units and 2,000 epochs there',
  },
];

/** Whose draws of black and white pixels are the same on every machine. */
const binarisationSeed = 0xf1bed;

/**
 * pythae's table of reproduced results on MNIST whose pixels were drawn once, and no more: 50,000 examples to train on, 10,000 that choose the
 * epoch, and 10,000 that are judged. The draws are ours: those of Larochelle & Murray 2011 are another file.
 */
export function pythae({ train, test }: Digits): Study {
  return async ({ runs, isLong, found }) => {
    if (test === null) return ['pythae needs MNIST.'];
    const [fixed, judged] = [
      await fixedPixels(runs, train, 'mnist-fixed-train-images-idx3-ubyte'),
      await fixedPixels(runs, test, 'mnist-fixed-test-images-idx3-ubyte'),
    ];
    for (const { name, published, samples, model, objective, training, remark, ...own } of isLong
      ? models
      : models.slice(0, 1)) {
      const epochs = isLong ? own.epochs : 2;
      const request: RunRequest = {
        data: { source: fixed },
        model: { kind: 'vae', architecture: 'dense', likelihood: 'bernoulli', ...model },
        objective: { ...plainObjective, ...objective },
        training: { ...training, validationSplit: 1 / 6, seed: 1 },
      };
      const run = `pythae-${name.split(' ')[0].toLowerCase()}`;
      await runs.train(run, request, epochs);
      const values = await runs.measure(run, epochs, {
        only: ['log-likelihood'],
        data: judged,
        samples,
        weights: 'best',
      });
      if (!values) continue;
      const { value, error } = valueIn(values, 'log-likelihood');
      const measure = `-log p(x), ${samples} draws`;
      found({ paper: 'pythae', setting: name, measure, published, ours: -value, error, seeds: 1, epochs, remark });
    }
    return [
      "pythae's pixels are the fixed ones of Larochelle & Murray 2011; ours were drawn once by a seed, which has its own noise.",
    ];
  };
}

/** The images of a file with pixels that are black or white, as often white as they were bright, drawn once. */
function fixedPixels(runs: Runs, source: string, name: string): Promise<string> {
  return runs.file(name, async () => {
    const { values } = await openDataset({ source });
    const next = random(binarisationSeed);
    const drawn = Uint8Array.from(values, (value) => (toUnit(next()) * 255 < value ? 255 : 0));
    return encodeIdx(drawn, [drawn.length / pixels, edge, edge]);
  });
}
