// Trains with fresh weights from JavaScript's memory again and again, while that memory is collected: run by
// stress.test.ts in a process of its own, with --expose-gc, as memory that is freed twice ends the process.

import * as tf from '@tensorflow/tfjs';
import { Computation } from '../../../src/compute';
import { plainObjective } from '../../../src/protocol/presets';
import { chooseBackend } from '../../../src/runtime/backend';
import { adamNumbers, allModels, blocks, build, freshOptimizer } from './builders';

async function main(): Promise<void> {
  await chooseBackend('tensorflow');
  const [small] = allModels();
  const modelCase = { ...small, config: { ...small.config, hidden: [200, 100] } };
  const model = build(modelCase);
  const optimizer = freshOptimizer(model);
  const compiled = Computation.compiled(model, blocks(100, modelCase), plainObjective);
  const training = compiled.training(optimizer);
  const variables = optimizer.slots.flatMap(({ variable, means }) => [variable, ...means]);
  for (let call = 0; call < 60; call++) {
    for (const variable of variables) {
      tf.tidy(() => variable.assign(tf.tensor(new Float32Array(variable.size).fill(0.01), variable.shape)));
    }
    // Steps that change the weights, and a call that only loads them.
    for (const count of [3, 0]) {
      training.run({
        batchSize: 16,
        batches: Int32Array.from({ length: count * 16 }, (_, i) => (i * 7 + call) % 100),
        seeds: new Int32Array(2 * count).fill(call),
        scalars: { beta: new Float32Array(count).fill(1) },
        numbers: adamNumbers(0.001, 1, count),
      });
    }
    compiled.encode(Int32Array.of(call % 100));
    compiled.decode(new Float32Array(model.config.latent * (1 + (call % 90))));
    globalThis.gc?.();
  }
  process.stdout.write('survived');
}

void main();
