import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as tf from '@tensorflow/tfjs';
import { Computation } from '../../../src/compute';
import { nativeBackend } from '../../../src/graph/native';
import { plainObjective } from '../../../src/protocol/presets';
import { chooseBackend } from '../../../src/runtime/backend';
import { adamNumbers, allModels, blocks, build, freshOptimizer, leftovers } from './builders';

describe('Memory of compiled models', () => {
  before(() => chooseBackend('tensorflow'));

  it('does not grow over thousands of steps', () => {
    const [small] = allModels();
    const modelCase = { ...small, config: { ...small.config, hidden: [256, 128] } };
    const before = tf.memory();
    const model = build(modelCase);
    const optimizer = freshOptimizer(model);
    const compiled = Computation.compiled(model, blocks(100, modelCase), plainObjective);
    const training = compiled.training(optimizer);
    const run = (calls: number) => {
      for (let call = 0; call < calls; call++) {
        training.run({
          batchSize: 8,
          batches: new Int32Array(10 * 8).fill(call % 100),
          seeds: new Int32Array(10 * 2).fill(call),
          scalars: { beta: new Float32Array(10).fill(1) },
          numbers: adamNumbers(1e-4, 1, 10),
        });
        compiled.encode(Int32Array.of(call % 100, 1));
        compiled.decode(new Float32Array(model.config.latent));
        compiled.evaluate(new Int32Array(8), [1, call], { beta: 1 });
      }
    };
    run(50);
    const during = tf.memory();
    const resident = process.memoryUsage().rss;
    run(250);
    // Each call hands over 1.5 MB of weights and means: what leaked would be hundreds of megabytes.
    const grown = (process.memoryUsage().rss - resident) / 2 ** 20;
    assert.ok(grown < 60, `grown by ${grown} MiB`);
    assert.equal(tf.memory().numTensors, during.numTensors);
    assert.equal(tf.memory().numDataBuffers, during.numDataBuffers);
    training.dispose();
    compiled.dispose();
    optimizer.dispose();
    model.dispose();
    assert.equal(tf.memory().numTensors, before.numTensors);
    assert.equal(tf.memory().numDataBuffers, before.numDataBuffers);
  });

  it('gives graphs and temporary files back', () => {
    const { binding } = nativeBackend();
    const before = binding.getNumOfSavedModels();
    const [modelCase] = allModels();
    const model = build(modelCase);
    const optimizer = freshOptimizer(model);
    const compiled = Computation.compiled(model, blocks(10, modelCase), plainObjective);
    const training = compiled.training(optimizer);
    const files = leftovers(() => {
      training.run({
        batchSize: 2,
        batches: Int32Array.of(0, 1),
        seeds: Int32Array.of(0, 0),
        scalars: { beta: Float32Array.of(1) },
        numbers: adamNumbers(0.001, 1, 1),
      });
      compiled.encode(Int32Array.of(1));
    });
    assert.deepEqual(files, []);
    assert.equal(binding.getNumOfSavedModels(), before + 2);
    training.dispose();
    compiled.dispose();
    assert.equal(binding.getNumOfSavedModels(), before);
    optimizer.dispose();
    model.dispose();
  });

  it('is not freed under the hands of the library, with weights from JavaScript while garbage is collected', async () => {
    const child = join(__dirname, 'stress-child.js');
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', child]);
    assert.equal(stdout, 'survived');
  });
});
