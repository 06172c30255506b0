import assert from 'node:assert/strict';
import { onnxModel } from '../../../src/interchange/onnx/onnx-model';
import type { Parts } from '../../../src/interchange/parts';
import { needOnnxRuntime, type OnnxRuntime, type OnnxSession } from '../../harness/onnx-runtime';
import { assertNear, useBackend } from '../model/fixtures';
import { exportCases, exported, inputsFor, type Numbers, ownOutputs } from './cases';

const parts = ['encoder', 'decoder', 'sampler', 'autoencoder'] as const satisfies readonly (keyof Parts<unknown>)[];

describe('Models as ONNX', () => {
  let runtime: OnnxRuntime;

  before(async function () {
    await useBackend(this, 'cpu');
    runtime = await needOnnxRuntime(this);
  });

  for (const own of exportCases) {
    it(`compute as they do here: ${own.name}`, async () => {
      const model = exported(own);
      try {
        for (const part of parts) {
          const bytes = onnxModel(model.programs[part], { name: part, version: '1', description: '', metadata: {} });
          const session = await runtime.InferenceSession.create(bytes, { logSeverityLevel: 3 });
          assert.deepEqual(
            session.inputNames,
            model.programs[part].inputs.map(({ name }) => name),
          );
          for (const rows of [1, 4]) {
            const given = inputsFor(own, model.programs[part], rows);
            assertSame(await run(session, given), ownOutputs(model, part, given), part);
          }
          await session.release();
        }
      } finally {
        model.model.dispose();
      }
    });
  }

  async function run(session: OnnxSession, given: Numbers): Promise<Numbers> {
    const feeds = Object.entries(given).map(([name, { shape, elements }]) => {
      const type = elements instanceof Int32Array ? 'int32' : 'float32';
      return [name, new runtime.Tensor(type, elements as Float32Array | Int32Array, shape)] as const;
    });
    const results = await session.run(Object.fromEntries(feeds));
    return Object.fromEntries(
      Object.entries(results).map(([name, { dims, data }]) => [name, { shape: dims, elements: data }]),
    );
  }
});

/** To the rounding of float32. */
function assertSame(actual: Numbers, expected: Numbers, part: string): void {
  assert.deepEqual(Object.keys(actual).sort(), Object.keys(expected).sort());
  for (const [name, { shape, elements }] of Object.entries(expected)) {
    assert.deepEqual(actual[name].shape, shape, `${part}: ${name}`);
    assertNear(actual[name].elements, elements, 1e-4);
  }
}
