import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { Computation } from '../../../src/compute';
import { nativeBackend } from '../../../src/graph/native';
import { updateRule } from '../../../src/optimise';
import { OptimizerName } from '../../../src/protocol/config';
import { chooseBackend } from '../../../src/runtime/backend';
import { runEach } from '../../../src/trial/check';
import { nativeChecks, runTogether } from '../../../src/trial/native';
import { runTraining } from '../../../src/trial/training';
import { checks, tryNative } from '../../../src/trial/trial';
import { allModels, blocks, build, type Case, freshOptimizer, objectiveOf } from '../compute/builders';
import { backends, hasNativeLibrary } from '../model/fixtures';
import { seeGraph, watchOperations } from './operations';

describe('the trial of kernels', function () {
  this.timeout(300_000);

  for (const backend of backends()) {
    it(`finds nothing wrong with ${backend}`, async () => {
      await chooseBackend(backend);
      assert.deepEqual(runEach(checks()), []);
    });

    it(`finds the transposed convolution of one channel right with ${backend}`, async () => {
      await chooseBackend(backend);
      const sum = tf.tidy(() =>
        tf
          .sum(
            tf.conv2dTranspose(
              tf.ones<tf.Rank.R4>([1, 7, 7, 1]),
              tf.ones<tf.Rank.R4>([4, 4, 1, 1]),
              [1, 14, 14, 1],
              2,
              'same',
            ),
          )
          .dataSync(),
      );
      assert.equal(sum[0], 676);
    });
  }

  describe('of the native library', () => {
    before(async function () {
      if (!hasNativeLibrary()) this.skip();
      await chooseBackend('tensorflow');
    });

    it('finds nothing wrong in graphs, noise and training', () => {
      assert.deepEqual([...runEach(nativeChecks()), ...runTogether([...checks(), ...nativeChecks()])], []);
      assert.deepEqual(runTraining(), []);
    });

    it('runs every operation that models run', () => {
      const ofModels = watchOperations(() => {
        const networks = new Set<string>();
        for (const modelCase of allModels()) {
          const isFirst = networks.size === 0;
          const isNew = networks.size < networks.add(modelCase.config.architecture).size;
          useModel(modelCase, isFirst ? OptimizerName.options : ['adam'], isNew);
        }
      });
      const ofTrial = watchOperations(() => tryNative());
      const missing = (kind: 'alone' | 'inGraphs') => [...ofModels[kind]].filter((op) => !ofTrial[kind].has(op));
      assert.ok(ofModels.alone.size > 20 && ofModels.inGraphs.size > 30);
      assert.deepEqual([missing('alone'), missing('inGraphs')], [[], []]);
    });

    // In each: the last number is one more than it should be.
    for (const operation of [
      'BatchMatMulV2',
      'Conv2D',
      'Conv2DBackpropFilter',
      'ReluGrad',
      'Sum',
      'GatherV2',
      'OneHot',
    ]) {
      it(`notices a wrong ${operation}`, () => {
        const wrong = withWrong(operation, () => runEach(checks()));
        assert.ok(wrong.length > 0);
        for (const { actual, expected } of wrong) assert.notEqual(actual, expected);
      });
    }

    it('names what is wrong, and where', () => {
      const wrong = withWrong('Softmax', () => runEach(checks()));
      assert.deepEqual([...new Set(wrong.map(({ kernel }) => kernel))], ['Softmax']);
      assert.deepEqual(wrong[0], { kernel: 'Softmax', sizes: '1 × 1 × 1', actual: '2', expected: '1' });
    });

    it('takes what is no number as wrong', () => {
      const wrong = withWrong('Softmax', () => runEach(checks()), Number.NaN);
      assert.deepEqual(wrong[0], { kernel: 'Softmax', sizes: '1 × 1 × 1', actual: 'NaN', expected: '1' });
    });
  });
});

/** Everything that is done with a model, by graphs and operation by operation, and by these optimisers. */
function useModel(modelCase: Case, names: readonly OptimizerName[], runsGraphs: boolean): void {
  const model = build(modelCase);
  const optimizers = names.map((name) => freshOptimizer(model, updateRule({ name }), 1));
  const examples = 20;
  const asIs = (use: () => unknown) => use();
  for (const compute of [Computation.compiled, Computation.eager]) {
    const computed = compute(model, blocks(examples, modelCase), objectiveOf(modelCase, 0.1));
    const doing = compute === Computation.eager || runsGraphs ? asIs : seeGraph;
    try {
      for (const optimizer of optimizers) {
        const training = computed.training(optimizer);
        const batches = Int32Array.from({ length: examples }, (_, i) => i);
        doing(() =>
          training.run({
            batchSize: examples,
            batches,
            classes: computed.classesOf(batches),
            seeds: Int32Array.of(1, 2),
            scalars: { beta: Float32Array.of(1), capacity: Float32Array.of(2), temperature: Float32Array.of(0.7) },
            numbers: optimizer.numbers([0.01]),
          }),
        );
        training.dispose();
      }
      doing(() => computed.encode(Int32Array.of(0, 1)));
      doing(() => computed.evaluate(Int32Array.of(0, 1), [1, 2], { beta: 1, capacity: 2 }));
      doing(() => computed.measure(Int32Array.of(0, 1)));
      if (modelCase.config.kind === 'vae') doing(() => computed.logLikelihood(Int32Array.of(0, 1), [1, 2]));
      // What is written symbol by symbol takes several graphs, each of which needs what the one before it gives.
      computed.decode(new Float32Array(modelCase.config.latent), computed.classesOf(Int32Array.of(0)));
    } finally {
      computed.dispose();
    }
  }
  for (const optimizer of optimizers) optimizer.dispose();
  model.dispose();
}

/** Runs something while the library adds a number to the last one that an operation gives. */
function withWrong<T>(operation: string, run: () => T, added = 1): T {
  const backend = nativeBackend();
  const { executeSingleOutput } = backend;
  backend.executeSingleOutput = (op, attributes, inputs) => {
    const result = executeSingleOutput.call(backend, op, attributes, inputs);
    if (op !== operation) return result;
    const values = result.dataSync().slice();
    values[values.length - 1] += added;
    return tf.tensor(values, result.shape, result.dtype);
  };
  try {
    return run();
  } finally {
    Reflect.deleteProperty(backend, 'executeSingleOutput');
  }
}
