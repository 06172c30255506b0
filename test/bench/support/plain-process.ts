// TensorFlow as a plain program of tfjs has it, with its threads as they are by default, for peers that are not compiled:
// forked by PlainTensorflow, answers its requests one by one.

import { Computation } from '../../../src/compute';
import { createAutoencoder } from '../../../src/model/autoencoder';
import { plainObjective } from '../../../src/protocol/presets';
import { chooseBackend } from '../../../src/runtime/backend';
import { encodeAll } from '../../../src/training/encoding';
import { measurePeak } from './floor';
import { randomImages } from './images';
import { configOf, imageShape } from './models';
import type { PlainRequest, PlainStep } from './plain-tensorflow';
import { eagerSteps, minimizedSteps, type Steps } from './steps';

let current: { readonly key: string; readonly steps: Steps } | null = null;

/** Takes steps with the model of the request before, where it is the same. */
function stepsFor({ work, model, batch, examples }: PlainStep): Steps {
  const key = JSON.stringify([work, model, batch, examples]);
  if (current?.key === key) return current.steps;
  current?.steps.dispose();
  const make = work === 'eager' ? eagerSteps : minimizedSteps;
  current = { key, steps: make(model, randomImages(examples), batch) };
  return current.steps;
}

async function answer(request: PlainRequest): Promise<number> {
  switch (request.work) {
    case 'peak':
      return measurePeak(request.turns);
    case 'encode': {
      const { model: config } = configOf(request.model);
      const model = createAutoencoder(config, imageShape, 'images', 1);
      const eager = Computation.eager(model, randomImages(request.examples), plainObjective);
      const began = performance.now();
      for (let i = 0; i < request.times; i++) await encodeAll(eager, request.examples, config.latent);
      const ms = (performance.now() - began) / request.times;
      model.dispose();
      return ms;
    }
    default:
      return stepsFor(request).perform(request.steps);
  }
}

const ready = chooseBackend('tensorflow');
process.on('message', async (request: PlainRequest) => {
  try {
    await ready;
    process.send?.({ value: await answer(request) });
  } catch (error) {
    process.send?.({ error: error instanceof Error ? error.message : String(error) });
  }
});
process.on('disconnect', () => process.exit());
