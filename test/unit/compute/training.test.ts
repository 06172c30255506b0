import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { Computation, type Stepper, type Steps } from '../../../src/compute';
import { partSizes } from '../../../src/compute/parts';
import { Session } from '../../../src/graph/session';
import type { Autoencoder } from '../../../src/model/autoencoder';
import { averaged, Optimizer, type UpdateRule, updateRule } from '../../../src/optimise';
import type { OptimizerConfig } from '../../../src/protocol/config';
import { plainObjective } from '../../../src/protocol/presets';
import { chooseBackend } from '../../../src/runtime/backend';
import {
  adamNumbers,
  allModels,
  assertClose,
  blocks,
  build,
  type Case,
  freshOptimizer,
  numbers,
  objectiveOf,
} from './builders';

const rate = 0.001;
const seed = 11;
const batchSize = 8;
const examples = 50;

const betaAt = (step: number) => 0.1 * (step + 1);
const batchAt = (step: number) =>
  Int32Array.from({ length: batchSize }, (_, i) => (7 * (step * batchSize + i) + 3) % 50);

/** Steps `first` and following ones of the course of training that all tests here take. */
function steps(first: number, count: number, players = 1): Steps {
  const places = Array.from({ length: count }, (_, i) => first + i);
  return {
    batchSize,
    batches: Int32Array.from(places.flatMap((step) => [...batchAt(step)])),
    seeds: Int32Array.from(places.flatMap((step) => [seed, step])),
    scalars: {
      beta: Float32Array.from(places, betaAt),
      capacity: Float32Array.from(places, (step) => step),
      temperature: Float32Array.from(places, (step) => 1 / (1 + 0.1 * step)),
    },
    numbers: adamNumbers(rate, first + 1, count, players),
  };
}

function weights(model: Autoencoder): number[] {
  return [...model.variables.values()].flatMap((variable) => [...variable.dataSync()]);
}

/** Calls `use` with a model to train, and releases all that belongs to it. */
function withTraining<T>(
  modelCase: Case,
  freeBits: number,
  use: (parts: { model: Autoencoder; optimizer: Optimizer; training: Stepper }) => T,
  { rule = updateRule(), clipNorm }: { readonly rule?: UpdateRule; readonly clipNorm?: number } = {},
): T {
  const model = build(modelCase);
  const optimizer = freshOptimizer(model, rule, clipNorm);
  const compiled = Computation.compiled(model, blocks(examples, modelCase), objectiveOf(modelCase, freeBits));
  const training = compiled.training(optimizer);
  try {
    return use({ model, optimizer, training });
  } finally {
    training.dispose();
    compiled.dispose();
    optimizer.dispose();
    model.dispose();
  }
}

const [first] = allModels();

describe('CompiledTraining', () => {
  before(() => chooseBackend('tensorflow'));

  it('fetches of what it has changed the weights at once when one is used, and not what only training keeps', () => {
    withTraining(first, 0, ({ model, optimizer, training }) => {
      const { run } = Session.prototype;
      const fetched: (readonly number[] | undefined)[] = [];
      Session.prototype.run = function (call, feeds, only) {
        if (call === 'read') fetched.push(only);
        return run.call(this, call, feeds, only);
      };
      try {
        training.run(steps(0, 2));
        const [one, other] = [...model.variables.values()];
        one.dataSync();
        one.dataSync();
        other.dataSync();
        const counts = () => fetched.map((only) => only?.length);
        assert.deepEqual(counts(), [model.variables.size]);
        const [{ means }] = optimizer.slots;
        means[0].dataSync();
        assert.deepEqual(counts(), [model.variables.size, optimizer.slots.length]);
      } finally {
        Session.prototype.run = run;
      }
    });
  });

  for (const modelCase of allModels()) {
    it(`takes steps of a ${modelCase.name} as they are taken operation by operation`, () => {
      const freeBits = modelCase.config.likelihood === 'gaussian' ? 0.2 : 0;
      const plain = build(modelCase);
      const optimizer = freshOptimizer(plain);
      const eager = Computation.eager(plain, blocks(examples, modelCase), objectiveOf(modelCase, freeBits));
      const plainly = steps(0, 4, plain.players.size);
      const course = { ...plainly, classes: eager.classesOf(plainly.batches) };
      const expected = eager.training(optimizer).run(course);
      withTraining(modelCase, freeBits, ({ model, training }) => {
        const before = weights(model);
        const { steps: taken, ...sums } = training.run(course);
        assert.equal(taken, 4);
        assertClose(numbers(sums), numbers(expected));
        assertClose(weights(model), weights(plain));
        assert.ok(weights(model).some((weight, i) => Math.abs(weight - before[i]) > 1e-3));
      });
      optimizer.dispose();
      plain.dispose();
    });
  }

  const optimizers: readonly OptimizerConfig[] = (['adamw', 'adamax', 'sgd', 'rmsprop'] as const).flatMap((name) => [
    { name },
    { name, convention: name === 'sgd' ? 'keras' : 'pytorch' },
  ]);
  for (const { name, convention } of optimizers) {
    it(`takes ten steps by ${[name, convention ?? []].flat().join(' ')}, clipped, as they are taken operation by operation`, () => {
      const rule = updateRule({ name, convention, weightDecay: 0.1, momentum: 0.5 });
      const ofSteps = Array.from({ length: 10 }, (_, i) => rule.numbers(i + 1, name === 'sgd' ? 1e-4 : 1e-3));
      const course = { ...steps(0, 10), numbers: Float32Array.from(ofSteps.flat()) };
      const plain = build(first);
      const optimizer = freshOptimizer(plain, rule, 5);
      const eager = Computation.eager(plain, blocks(examples, first), plainObjective);
      const expected = eager.training(optimizer).run(course);
      const trained = (clipNorm: number) =>
        withTraining(first, 0, ({ model, training }) => ({ sums: training.run(course), weights: weights(model) }), {
          rule,
          clipNorm,
        });
      const { sums, weights: actual } = trained(5);
      assertClose(numbers(sums), numbers(expected));
      assertClose(actual, weights(plain));
      assert.notDeepEqual(trained(1e6).weights, actual);
      optimizer.dispose();
      plain.dispose();
    });
  }

  it('has running means follow the weights as they do operation by operation', () => {
    const rule = averaged(updateRule({ name: 'adamw' }), 0.6);
    const ofSteps = Array.from({ length: 10 }, (_, i) => rule.numbers(i + 1, rate));
    const course = { ...steps(0, 10), numbers: Float32Array.from(ofSteps.flat()) };
    const plain = build(first);
    const optimizer = freshOptimizer(plain, rule);
    Computation.eager(plain, blocks(examples, first), plainObjective).training(optimizer).run(course);
    const means = (of: Optimizer) => of.slots.flatMap(({ means }) => [...(means.at(-1)?.dataSync() ?? [])]);
    withTraining(
      first,
      0,
      ({ model, optimizer: compiled, training }) => {
        training.run(course);
        assertClose(means(compiled), means(optimizer));
        assertClose(weights(model), weights(plain));
        assert.notDeepEqual(means(compiled), weights(model));
      },
      { rule },
    );
    optimizer.dispose();
    plain.dispose();
  });

  describe('of a model and a discriminator', () => {
    const opposed = allModels().filter(({ name }) => name === 'dense vae with a discriminated total correlation');
    const optimizerOf = (model: Autoencoder, every: number) => {
      const rules = {
        model: updateRule(),
        discriminator: averaged(updateRule({ name: 'adamw', weightDecay: 0.1 }), 0.5),
      };
      const players = [...model.players].map(([owner, variables]) => ({ rule: rules[owner], variables }));
      return new Optimizer(players.map((player, i) => (i === 0 ? player : { ...player, rate: 2, every })));
    };
    const train = (by: 'compiled' | 'eager', every: number, counts: readonly number[]) => {
      const [modelCase] = opposed;
      const model = build(modelCase);
      const optimizer = optimizerOf(model, every);
      const data = blocks(examples, modelCase);
      const computation = Computation[by](model, data, objectiveOf(modelCase));
      const training = computation.training(optimizer);
      let from = 0;
      for (const count of counts) {
        const rates = Array.from({ length: count }, () => rate);
        training.run({ ...steps(from, count), numbers: optimizer.numbers(rates) });
        optimizer.advance(count);
        from += count;
      }
      const of = (owner: 'model' | 'discriminator') =>
        [...(model.players.get(owner)?.values() ?? [])].flatMap((variable) => [...variable.dataSync()]);
      const found = {
        model: of('model'),
        discriminator: of('discriminator'),
        means: optimizer.slots.flatMap(({ means }) => means.flatMap((mean) => [...mean.dataSync()])),
      };
      training.dispose();
      computation.dispose();
      optimizer.dispose();
      model.dispose();
      return found;
    };

    it('has the discriminator step as often as it should, as operation by operation', () => {
      const [compiled, eager] = (['compiled', 'eager'] as const).map((by) => train(by, 3, [8]));
      for (const part of ['model', 'discriminator', 'means'] as const) assertClose(compiled[part], eager[part]);
    });

    it('takes the same steps, bit by bit, in one call and in many', () => {
      assert.deepEqual(train('compiled', 3, [2, 3, 1, 2]), train('compiled', 3, [8]));
    });

    it('leaves the discriminator and its means as they are at the other steps, and the model to its own', () => {
      for (const by of ['compiled', 'eager'] as const) {
        const [once, often, first] = [train(by, 5, [3]), train(by, 1, [3]), train(by, 1, [1])];
        assert.deepEqual(once.discriminator, first.discriminator);
        assert.notDeepEqual(often.discriminator, first.discriminator);
        // The model meets the discriminator's second step at the third.
        assert.deepEqual(train(by, 5, [2]).model, train(by, 1, [2]).model);
        assert.notDeepEqual(once.model, often.model);
      }
    });
  });

  it('takes the same steps, bit by bit, in one call and in many', () => {
    const run = (...counts: number[]) =>
      withTraining(first, 0, ({ model, optimizer, training }) => {
        let from = 0;
        for (const count of counts) {
          training.run(steps(from, count));
          from += count;
        }
        return [weights(model), optimizer.slots.map(({ means }) => means.map((mean) => [...mean.dataSync()]))];
      });
    const whole = run(12);
    assert.deepEqual(run(1, 5, 6), whole);
    assert.deepEqual(run(12), whole);
  });

  const inParts = [
    'conv vae, dropout',
    'dense vae, mixture',
    'dense vae, iaf',
    'dense iwae, doubly-reparameterised, vamp',
  ];
  for (const modelCase of [first, ...allModels().filter(({ name }) => inParts.includes(name))])
    it(`takes batches of a ${modelCase.name} in parts, one for each core, each with its own noise, as if they were whole`, () => {
      const usual = process.env.TF_NUM_INTEROP_THREADS;
      const large = { batchSize: 100, batches: Int32Array.from({ length: 300 }, (_, i) => (7 * i) % examples) };
      const run = (cores: string) => {
        process.env.TF_NUM_INTEROP_THREADS = cores;
        return withTraining(modelCase, modelCase === first ? 0.2 : 0, ({ model, training }) => {
          return [...numbers(training.run({ ...steps(0, 3), ...large })), ...weights(model)];
        });
      };
      try {
        const whole = run('1');
        assert.deepEqual(partSizes(100, 'dense'), [100]);
        const parted = run('3');
        assert.deepEqual(partSizes(100, 'dense'), [33, 33, 34]);
        assertClose(parted, whole);
        assert.notDeepEqual(parted, whole);
      } finally {
        if (usual === undefined) delete process.env.TF_NUM_INTEROP_THREADS;
        else process.env.TF_NUM_INTEROP_THREADS = usual;
      }
    });

  it('goes on from weights and means that were set in between', () => {
    withTraining(first, 0, ({ model, optimizer, training }) => {
      const variables = optimizer.slots.flatMap(({ variable, means }) => [variable, ...means]);
      training.run(steps(0, 3));
      const stored = variables.map((variable) => tf.tensor(variable.dataSync().slice(), variable.shape));
      training.run(steps(3, 3));
      const expected = weights(model);
      for (const [i, variable] of variables.entries()) variable.assign(stored[i]);
      training.run(steps(3, 3));
      assert.deepEqual(weights(model), expected);
      tf.dispose(stored);
    });
  });

  it('fetches weights when they are looked at, and not before', () => {
    withTraining(first, 0, ({ model, training }) => {
      const [variable] = model.variables.values();
      training.run(steps(0, 1));
      const unseen = variable.dataId;
      training.run(steps(1, 1));
      assert.equal(variable.dataId, unseen);
      const early = variable.dataSync().slice();
      training.run(steps(2, 1));
      assert.notEqual(variable.dataId, unseen);
      assert.notDeepEqual(variable.dataSync(), early);
    });
  });

  it('leaves its weights behind when it is disposed', () => {
    const trained = (look: (model: Autoencoder) => void) =>
      withTraining(first, 0, ({ model, training }) => {
        training.run(steps(0, 3));
        look(model);
        training.dispose();
        return weights(model);
      });
    assert.deepEqual(
      trained(() => undefined),
      trained((model) => weights(model)),
    );
  });

  it('takes batches of another size', () => {
    withTraining(first, 0, ({ training }) => {
      training.run(steps(0, 2));
      const small = { ...steps(2, 1), batchSize: 3, batches: Int32Array.of(0, 49, 7) };
      assert.equal(training.run(small).steps, 1);
      assert.equal(training.run(steps(3, 2)).steps, 2);
    });
  });

  it('takes batches of one size after another, as operation by operation', () => {
    const course = [8, 3, 5, 8, 7].map((size, i) => ({
      ...steps(i, 1),
      batchSize: size,
      batches: batchAt(i).slice(0, size),
    }));
    const plain = build(first);
    const optimizer = freshOptimizer(plain);
    const eager = Computation.eager(plain, blocks(examples, first), plainObjective).training(optimizer);
    for (const step of course) eager.run(step);
    withTraining(first, 0, ({ model, training }) => {
      for (const step of course) training.run(step);
      assertClose(weights(model), weights(plain));
    });
    optimizer.dispose();
    plain.dispose();
  });

  it('ends at the step whose loss is no finite number', () => {
    withTraining(first, 0, ({ training }) => {
      const diverging = steps(0, 6);
      // The rate of the third step; each has an epsilon, too.
      diverging.numbers[4] = Number.POSITIVE_INFINITY;
      const sums = training.run(diverging);
      assert.equal(sums.steps, 4);
      assert.ok(!Number.isFinite(sums.loss));
    });
  });

  it('fills a call with as many steps as its time allows', () => {
    withTraining(first, 0, ({ training }) => {
      assert.equal(training.stepsPerCall(batchSize), 1);
      training.run(steps(0, 1));
      training.run(steps(1, 20));
      assert.ok(training.stepsPerCall(batchSize) > 1);
      assert.equal(training.stepsPerCall(batchSize + 1), 1);
    });
  });

  it('names an example that there is not', () => {
    withTraining(first, 0, ({ training }) => {
      const beyond = steps(0, 2);
      beyond.batches[batchSize + 1] = examples;
      assert.throws(() => training.run(beyond), new RegExp(`${examples}`));
    });
  });

  it('learns a colour image and a table', () => {
    for (const modelCase of allModels().filter(({ name }) => /table|conv vae bernoulli/.test(name))) {
      withTraining(modelCase, 0, ({ training }) => {
        const early = training.run(steps(0, 10)).terms.reconstruction;
        training.run({
          ...steps(10, 200),
          numbers: adamNumbers(0.003, 1, 200),
          scalars: { beta: new Float32Array(200).fill(0) },
        });
        const late = training.run({ ...steps(0, 10), numbers: adamNumbers(0, 201, 10) }).terms.reconstruction;
        assert.ok(late < early, `${modelCase.name}: ${late} after ${early}`);
      });
    }
  });
});
