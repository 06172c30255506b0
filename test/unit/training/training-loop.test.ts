import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { createComputation } from '../../../src/compute';
import type { Dataset } from '../../../src/dataset';
import { createAutoencoder } from '../../../src/model/autoencoder';
import type { RunConfig } from '../../../src/protocol/config';
import type { EpochMetrics } from '../../../src/protocol/run';
import { chooseBackend } from '../../../src/runtime/backend';
import { Mutex } from '../../../src/training/mutex';
import { splitExamples } from '../../../src/training/split';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from '../../../src/training/store/checkpoint';
import { type LoopListener, TrainingLoop } from '../../../src/training/training-loop';
import { barImages, smallConfig } from './builders';

function createLoop(config: RunConfig, dataset: Dataset = barImages(120)) {
  const { shape, kind, examples } = dataset.summary;
  const { seed, validationSplit } = config.training;
  const model = createAutoencoder(config.model, shape, kind, seed);
  const split = splitExamples(examples, validationSplit, seed);
  const computation = createComputation(model, dataset, config.objective, (message) => {
    throw new Error(message);
  });
  const loop = new TrainingLoop({ model, dataset, split, config, computation, weights: new Mutex() });
  const dispose = () => {
    loop.dispose();
    computation.dispose();
    model.dispose();
  };
  return { model, loop, dispose };
}

/** A data set whose first examples are in memory, and all of them in a file, as it were, that is read in pieces. */
function streamed(all: Dataset, resident: number): Dataset {
  const { summary, values } = all;
  const width = values.length / summary.examples;
  return {
    ...all,
    summary: { ...summary, examples: resident },
    values: values.slice(0, resident * width),
    stream: {
      examples: summary.examples,
      width,
      bytesPerExample: width * values.BYTES_PER_ELEMENT,
      memory: 100 * width,
      placeOf: (index) => index,
      read: async (begin, end) => values.slice(begin * width, end * width),
      close: async () => undefined,
    },
  };
}

const never = new AbortController().signal;

async function run(
  loop: TrainingLoop,
  signal = never,
  stopAt?: { step: number; epoch: number; stop: AbortController },
) {
  const history: EpochMetrics[] = [];
  const result = await loop.train(
    {
      progress: ({ epoch, step }) => {
        if (stopAt && epoch === stopAt.epoch && step >= stopAt.step) stopAt.stop.abort();
      },
      epoch: async (metrics) => {
        history.push(metrics);
      },
    },
    signal,
  );
  return { result, history };
}

const values = (checkpoint: Checkpoint) => [...checkpoint.weights].map(([name, { values }]) => [name, [...values]]);
const withoutTime = (history: readonly EpochMetrics[]) => history.map(({ seconds: _, ...metrics }) => metrics);

const often = { passes: 3, augment: { flip: true, shift: 1 } };

const doubly = { samples: 4, gradient: 'doubly-reparameterised' } as const;
const full = { name: 'full-covariance' } as const;

for (const backend of ['cpu', 'tensorflow'] as const)
  describe(`TrainingLoop on ${backend}`, () => {
    before(() => chooseBackend(backend));

    it('lowers the loss, and reports nats per example that add up', async () => {
      const { loop, dispose } = createLoop(smallConfig({ training: { epochs: 8, learningRate: 1e-2 } }));
      const { result, history } = await run(loop);
      assert.equal(result, 'completed');
      assert.deepEqual(
        history.map(({ epoch }) => epoch),
        [1, 2, 3, 4, 5, 6, 7, 8],
      );
      assert.ok(history[7].loss < 0.8 * history[0].loss, `${history[0].loss} to ${history[7].loss}`);
      for (const { loss, terms, elbo, validation } of history) {
        const { reconstruction, kl } = terms;
        assert.ok(Math.abs(loss - (reconstruction + kl)) < 1e-4);
        assert.equal(elbo, -(reconstruction + kl));
        assert.ok(validation !== null && validation.loss > 0);
      }
      dispose();
    });

    it('runs the same twice for one seed, and otherwise for another', async () => {
      const runs = [];
      for (const seed of [3, 3, 4]) {
        const { loop, dispose } = createLoop(smallConfig({ training: { seed } }));
        const { history } = await run(loop);
        runs.push({ history: withoutTime(history), weights: values(loop.checkpoint()) });
        dispose();
      }
      assert.deepEqual(runs[0], runs[1]);
      assert.notDeepEqual(runs[0].weights, runs[2].weights);
    });

    for (const [name, latent, posterior] of [
      ['a codebook', 4, { name: 'quantised', codes: 6, groups: 2 }],
      ['levels', 3, { name: 'scalar-quantised' }],
      ['categorical variables', 6, { name: 'gumbel', classes: 3 }],
    ] as const)
      it(`of ${name}, resumed from a checkpoint in the middle of an epoch, equals training that never stopped`, async () => {
        const config = smallConfig({ model: { latent, posterior }, training: { epochs: 3 } });
        const whole = createLoop(config);
        const unbroken = await run(whole.loop);
        const stop = new AbortController();
        const first = createLoop(config);
        const begun = await run(first.loop, stop.signal, { epoch: 2, step: 3, stop });
        const second = createLoop(config);
        second.loop.restore(decodeCheckpoint(encodeCheckpoint(first.loop.checkpoint())));
        const rest = await run(second.loop);
        assert.deepEqual(withoutTime([...begun.history, ...rest.history]), withoutTime(unbroken.history));
        assert.deepEqual(values(second.loop.checkpoint()), values(whole.loop.checkpoint()));
        for (const { dispose } of [whole, first, second]) dispose();
      });

    for (const [where, dataset, training] of [
      ['in memory', barImages(120), {}],
      ['on disk', streamed(barImages(400), 120), {}],
      ['in memory, in several passes and changed by chance', barImages(60), often],
      ['on disk, in several passes and changed by chance', streamed(barImages(200), 60), often],
    ] as const)
      it(`of data ${where}, resumed from a checkpoint in the middle of an epoch, equals training that never stopped`, async () => {
        const config = smallConfig({ training: { epochs: 4, ...training }, objective: { warmUpEpochs: 2 } });
        const whole = createLoop(config, dataset);
        const unbroken = await run(whole.loop);

        const stop = new AbortController();
        const first = createLoop(config, dataset);
        const begun = await run(first.loop, stop.signal, { epoch: 3, step: 4, stop });
        assert.equal(begun.result, 'stopped');
        assert.equal(begun.history.length, 2);
        const stored = encodeCheckpoint(first.loop.checkpoint());

        const second = createLoop(config, dataset);
        second.loop.restore(decodeCheckpoint(stored));
        const rest = await run(second.loop);
        assert.deepEqual(withoutTime([...begun.history, ...rest.history]), withoutTime(unbroken.history));
        assert.deepEqual(values(second.loop.checkpoint()), values(whole.loop.checkpoint()));
        for (const { dispose } of [whole, first, second]) dispose();
      });

    for (const [name, model, objective] of [
      ['a VampPrior and a doubly reparameterised gradient', { prior: { name: 'vamp', components: 4 } }, doubly],
      ['a mixture and autoregressive flows', { prior: { name: 'mixture' }, posterior: { name: 'iaf', width: 6 } }, {}],
      ['a flow as its prior and a full covariance', { prior: { name: 'realnvp' }, posterior: full }, {}],
      ['planar flows and several draws', { posterior: { name: 'planar', layers: 2 } }, { samples: 3 }],
    ] as const)
      it(`with ${name}, resumed equals training that never stopped`, async () => {
        const config = smallConfig({ training: { epochs: 2 }, model, objective });
        const whole = createLoop(config);
        const unbroken = await run(whole.loop);
        const stop = new AbortController();
        const first = createLoop(config);
        const begun = await run(first.loop, stop.signal, { epoch: 2, step: 2, stop });
        assert.equal(begun.result, 'stopped');
        const second = createLoop(config);
        second.loop.restore(decodeCheckpoint(encodeCheckpoint(first.loop.checkpoint())));
        const rest = await run(second.loop);
        assert.deepEqual(withoutTime([...begun.history, ...rest.history]), withoutTime(unbroken.history));
        assert.deepEqual(values(second.loop.checkpoint()), values(whole.loop.checkpoint()));
        for (const { dispose } of [whole, first, second]) dispose();
      });

    it('trains on what is on disk, and not on the sample in memory alone', async () => {
      const all = barImages(400);
      const { loop, dispose } = createLoop(smallConfig({ training: { epochs: 1 } }), streamed(all, 120));
      let steps = 0;
      const progress: LoopListener['progress'] = (progress) => {
        steps = progress.steps;
      };
      await loop.train({ progress, epoch: async () => {} }, never);
      const { batchSize, validationSplit } = smallConfig({}).training;
      assert.equal(steps, Math.ceil((400 - 120 * validationSplit) / batchSize));
      dispose();
    });

    it('tells the loss at the beta of the objective also while the KL is warmed up', async () => {
      const config = smallConfig({ objective: { warmUpEpochs: 4, beta: 1 }, training: { epochs: 1 } });
      const { loop, dispose } = createLoop(config);
      let told = Number.NaN;
      let metrics: EpochMetrics | undefined;
      const progress: LoopListener['progress'] = ({ step, steps, loss }) => {
        if (step === steps) told = loss;
      };
      const epoch = async (finished: EpochMetrics) => {
        metrics = finished;
      };
      await loop.train({ progress, epoch }, never);
      assert.ok(metrics && metrics.beta < 1 && metrics.terms.kl > 0);
      const { reconstruction, kl } = metrics.terms;
      assert.ok(Math.abs(told - (reconstruction + kl)) < 1e-9 * told, `${told}`);
      assert.ok(metrics.loss < told);
      dispose();
    });

    it('takes an epoch of several passes as so many times the steps', async () => {
      const { loop, dispose } = createLoop(smallConfig({ training: { epochs: 1, passes: 3 } }));
      let steps = 0;
      const progress: LoopListener['progress'] = (progress) => {
        steps = progress.steps;
      };
      const result = await loop.train({ progress, epoch: async () => {} }, never);
      assert.equal(result, 'completed');
      const { batchSize, validationSplit } = smallConfig({}).training;
      assert.equal(steps, Math.ceil((3 * 120 * (1 - validationSplit)) / batchSize));
      dispose();
    });

    it('stops early when patience ends', async () => {
      const { loop, dispose } = createLoop(smallConfig({ training: { epochs: 50, patience: 2, learningRate: 1.5 } }));
      const { result, history } = await run(loop);
      assert.equal(result, 'completed');
      assert.ok(history.length < 50);
      const losses = history.map(({ validation }) => validation?.loss ?? Number.NaN);
      assert.equal(losses.indexOf(Math.min(...losses)), history.length - 3);
      dispose();
    });

    it('judges epochs by the term that is monitored, more of which may be better', async () => {
      const model = { latent: 4, posterior: { name: 'quantised', codes: 6, groups: 2 } } as const;
      for (const [monitor, best] of [
        ['reconstruction', Math.min],
        ['perplexity', Math.max],
      ] as const) {
        const training = { epochs: 6, monitor, learningRate: 0.3, schedule: 'constant' } as const;
        const { loop, dispose } = createLoop(smallConfig({ model, training }));
        const { history } = await run(loop);
        const values = history.map(({ validation }) => validation?.terms[monitor] ?? Number.NaN);
        assert.equal(loop.bestEpoch, values.indexOf(best(...values)) + 1, `${monitor}: ${values}`);
        dispose();
      }
    });

    it('lets the step size fall at plateaus, and resumed equals training that never stopped', async () => {
      const training = {
        epochs: 8,
        learningRate: 0.3,
        schedule: 'plateau',
        plateau: { factor: 0.01, patience: 0 },
        balance: 1,
      } as const;
      const whole = createLoop(smallConfig({ training }));
      const unbroken = await run(whole.loop);
      assert.ok((whole.loop.checkpoint().plateau?.falls ?? 0) > 0);
      const constant = createLoop(smallConfig({ training: { ...training, schedule: 'constant', plateau: undefined } }));
      assert.notDeepEqual(withoutTime((await run(constant.loop)).history), withoutTime(unbroken.history));
      const stop = new AbortController();
      const first = createLoop(smallConfig({ training }));
      const begun = await run(first.loop, stop.signal, { epoch: 7, step: 2, stop });
      const second = createLoop(smallConfig({ training }));
      second.loop.restore(decodeCheckpoint(encodeCheckpoint(first.loop.checkpoint())));
      const rest = await run(second.loop);
      assert.deepEqual(withoutTime([...begun.history, ...rest.history]), withoutTime(unbroken.history));
      assert.deepEqual(values(second.loop.checkpoint()), values(whole.loop.checkpoint()));
      for (const { dispose } of [whole, constant, first, second]) dispose();
    });

    it('has batches grow while it goes on, and resumed equals training that never stopped', async () => {
      const training = {
        epochs: 5,
        batchGrowth: { every: 1, factor: 2, largest: 60 },
        schedule: 'one-cycle',
        warmUpEpochs: 2,
      } as const;
      const config = smallConfig({ training, objective: { warmUpEpochs: 4 } });
      const whole = createLoop(config);
      const counts = new Map<number, number>();
      const progress: LoopListener['progress'] = ({ epoch, steps, remainingSeconds }) => {
        counts.set(epoch, steps);
        assert.ok(remainingSeconds >= 0);
      };
      const history: EpochMetrics[] = [];
      await whole.loop.train({ progress, epoch: async (metrics) => void history.push(metrics) }, never);
      // Of 108 examples by 16, 32, 60, 60 and 60.
      assert.deepEqual([...counts.values()], [7, 4, 2, 2, 2]);
      assert.deepEqual(
        history.map(({ beta }) => beta),
        [0.25, 0.5, 0.75, 1, 1],
      );
      for (const [epoch, step] of [
        [2, 2],
        [3, 1],
      ]) {
        const stop = new AbortController();
        const first = createLoop(config);
        const begun = await run(first.loop, stop.signal, { epoch, step, stop });
        assert.equal(begun.result, 'stopped');
        const second = createLoop(config);
        const stored = decodeCheckpoint(encodeCheckpoint(first.loop.checkpoint()));
        second.loop.check(stored);
        second.loop.restore(stored);
        const rest = await run(second.loop);
        assert.deepEqual(withoutTime([...begun.history, ...rest.history]), withoutTime(history));
        assert.deepEqual(values(second.loop.checkpoint()), values(whole.loop.checkpoint()));
        for (const { dispose } of [first, second]) dispose();
      }
      const { partial, ...stored } = whole.loop.checkpoint();
      assert.equal(partial, null);
      const wrong = {
        ...stored,
        epoch: 2,
        metrics: null,
        partial: { step: 3, examples: 1, loss: 1, terms: {}, seconds: 0 },
      };
      assert.throws(() => whole.loop.check(wrong as Checkpoint), /it is of step 3 of an epoch, and there are 2/);
      whole.dispose();
    });

    it('trains weights as ever beside their running means, which are the weights that it gives', async () => {
      const training = { epochs: 2, learningRate: 1e-2, validationSplit: 0 } as const;
      const decay = 0.6;
      const plain = createLoop(smallConfig({ training }));
      const own = createLoop(smallConfig({ training: { ...training, ema: decay } }));
      await run(plain.loop);
      const names = [...own.model.variables.keys()];
      const trained = () => {
        const { optimizer } = own.loop.checkpoint();
        return names.flatMap((name) => [...(optimizer.get(`trained/${name}`)?.values ?? [])]);
      };
      // In float64, step by step where each is a call of its own.
      let means: number[] = [];
      let step = 0;
      const progress = () => {
        const keep = Math.min(decay, step / (step + 9));
        step++;
        means = trained().map((weight, i) => (step === 1 ? weight : keep * means[i] + (1 - keep) * weight));
      };
      await own.loop.train({ progress, epoch: async () => undefined }, never);
      assert.deepEqual(
        trained(),
        [...plain.model.variables.values()].flatMap((weight) => [...weight.dataSync()]),
      );
      const given = [...own.model.variables.values()].flatMap((weight) => [...weight.dataSync()]);
      assert.notDeepEqual(given, trained());
      if (backend === 'cpu') {
        for (const [i, mean] of means.entries()) assert.ok(Math.abs(given[i] - mean) < 1e-6, `${given[i]}, ${mean}`);
      }
      for (const { dispose } of [plain, own]) dispose();
    });

    for (const [name, model, objective] of [
      ['plain weights', {}, {}],
      ['a codebook', { latent: 4, posterior: { name: 'quantised', codes: 6, groups: 2 } }, {}],
      ['dropout of binarised pixels', { dropout: 0.2 }, { binarised: true }],
    ] as const)
      it(`with running means, of ${name}, resumed equals training that never stopped`, async () => {
        const config = smallConfig({ training: { epochs: 3, ema: 0.9 }, model, objective });
        const whole = createLoop(config);
        const unbroken = await run(whole.loop);
        const stop = new AbortController();
        const first = createLoop(config);
        const begun = await run(first.loop, stop.signal, { epoch: 2, step: 3, stop });
        const second = createLoop(config);
        const stored = decodeCheckpoint(encodeCheckpoint(first.loop.checkpoint()));
        second.loop.check(stored);
        second.loop.restore(stored);
        const rest = await run(second.loop);
        assert.deepEqual(withoutTime([...begun.history, ...rest.history]), withoutTime(unbroken.history));
        assert.deepEqual(values(second.loop.checkpoint()), values(whole.loop.checkpoint()));
        const other = createLoop(smallConfig({ training: { epochs: 3 }, model, objective }));
        assert.notDeepEqual(withoutTime((await run(other.loop)).history), withoutTime(unbroken.history));
        const lacking = {
          ...stored,
          optimizer: new Map([...stored.optimizer].filter(([name]) => !/^trained/.test(name))),
        };
        assert.throws(() => second.loop.check(lacking), /there is no tensor/);
        for (const { dispose } of [whole, first, second, other]) dispose();
      });

    it('raises beta linearly over the warm-up', async () => {
      const { loop, dispose } = createLoop(
        smallConfig({ training: { epochs: 4 }, objective: { beta: 2, warmUpEpochs: 4 } }),
      );
      const { history } = await run(loop);
      assert.deepEqual(
        history.map(({ beta }) => beta),
        [0.5, 1, 1.5, 2],
      );
      dispose();
    });

    it('leaves no tensor behind, epoch after epoch', async () => {
      const { loop, dispose } = createLoop(smallConfig({ training: { epochs: 4 } }));
      const tensors: number[] = [];
      await loop.train({ progress: () => {}, epoch: async () => void tensors.push(tf.memory().numTensors) }, never);
      assert.equal(new Set(tensors).size, 1, `${tensors}`);
      dispose();
    });

    it('says at which step a loss was no number', async () => {
      const { loop, dispose } = createLoop(
        smallConfig({ model: { likelihood: 'gaussian' }, training: { learningRate: 1e30 } }),
      );
      await assert.rejects(run(loop), /epoch 1, step \d/);
      dispose();
    });

    it('trains a plain autoencoder, which has no ELBO', async () => {
      const { loop, dispose } = createLoop(smallConfig({ model: { kind: 'ae', likelihood: 'gaussian' } }));
      const { history } = await run(loop);
      assert.ok(history[2].loss < history[0].loss);
      assert.deepEqual(
        history.map(({ elbo, terms }) => [elbo, Object.keys(terms)]),
        [
          [null, ['reconstruction']],
          [null, ['reconstruction']],
          [null, ['reconstruction']],
        ],
      );
      dispose();
    });
  });
