// Trains with fresh weights from JavaScript's memory again and again, while that memory is collected: run by
// stress.test.ts in a process of its own, with --expose-gc, as memory that is freed twice ends the process.

import * as tf from '@tensorflow/tfjs';
import { Computation } from '../../../src/compute';
import { correctedRates } from '../../../src/optimise/adam';
import { chooseBackend } from '../../../src/runtime/backend';
import { allModels, blocks, build, freshSlots } from './builders';

const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };

async function main(): Promise<void> {
  await chooseBackend('tensorflow');
  const [small] = allModels();
  const modelCase = { ...small, config: { ...small.config, hidden: [200, 100] } };
  const model = build(modelCase);
  const slots = freshSlots(model);
  const compiled = Computation.compiled(model, blocks(100, modelCase), 0);
  const training = compiled.training(slots, adam);
  const variables = slots.flatMap(({ variable, first, second }) => [variable, first, second]);
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
        betas: new Float32Array(count).fill(1),
        rates: correctedRates(0.001, 1, count, adam),
      });
    }
    compiled.encode(Int32Array.of(call % 100));
    compiled.decode(new Float32Array(model.config.latent * (1 + (call % 90))));
    globalThis.gc?.();
  }
  process.stdout.write('survived');
}

void main();
