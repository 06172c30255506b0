import assert from 'node:assert/strict';
import { Computation, createComputation } from '../../../src/compute';
import { createAutoencoder } from '../../../src/model/autoencoder';
import { Optimizer, updateRule } from '../../../src/optimise';
import { plainObjective } from '../../../src/protocol/presets';
import { chooseBackend } from '../../../src/runtime/backend';
import { adamNumbers } from '../compute/builders';
import { barImages, smallConfig } from './builders';

describe('a model that native graphs refuse', () => {
  before(() => chooseBackend('tensorflow'));

  it('is computed by single operations, and that is said once', () => {
    const dataset = barImages(20);
    const { kind, shape } = dataset.summary;
    const model = createAutoencoder(smallConfig().model, shape, kind, 1);
    const said: string[] = [];
    const refused = {
      ...model,
      encode: (x: Parameters<typeof model.encode>[0]) => {
        x.dataSync();
        return model.encode(x);
      },
    };
    const computation = createComputation(refused, dataset, plainObjective, (message) => said.push(message));
    const indices = Int32Array.of(3, 1);
    assert.deepEqual(computation.encode(indices), Computation.eager(model, dataset, plainObjective).encode(indices));
    const optimizer = new Optimizer([{ rule: updateRule(), variables: model.variables }]);
    const stepper = computation.training(optimizer);
    const { steps, loss } = stepper.run({
      batchSize: 2,
      batches: indices,
      seeds: Int32Array.of(1, 2),
      scalars: { beta: Float32Array.of(1) },
      numbers: adamNumbers(0.001, 1, 1),
    });
    assert.equal(steps, 1);
    assert.ok(Number.isFinite(loss));
    assert.equal(said.length, 1);
    assert.match(said[0], /single operations.*cannot be compiled/);
    for (const made of [stepper, optimizer, computation, model]) made.dispose();
  });
});
