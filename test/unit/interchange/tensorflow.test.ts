import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import type { Parts } from '../../../src/interchange/parts';
import { graphModel } from '../../../src/interchange/tensorflow/graph-model';
import { savedModel } from '../../../src/interchange/tensorflow/saved-model';
import { writeFolder } from '../../../src/interchange/write';
import { need } from '../../harness/need';
import { python } from '../dataset/python';
import { assertNear, useBackend } from '../model/fixtures';
import { exportCases, exported, inputsFor, type Numbers, ownOutputs } from './cases';

const signatures = { encoder: 'encode', decoder: 'decode', sampler: 'sample', autoencoder: 'serving_default' } as const;
const partNames = Object.keys(signatures) as (keyof Parts<unknown>)[];

describe('Models as graph models of TensorFlow.js', () => {
  before(function () {
    return useBackend(this, 'cpu');
  });

  for (const own of exportCases) {
    it(`compute as they do here: ${own.name}`, async () => {
      const model = exported(own);
      for (const part of partNames) {
        const { json, weights } = graphModel(model.programs[part], '1', {});
        const { modelTopology, weightsManifest, format, signature } = JSON.parse(json);
        const loaded = await tf.loadGraphModel({
          load: async () => ({
            format,
            modelTopology,
            signature,
            weightSpecs: weightsManifest[0].weights,
            weightData: new Uint8Array(weights).buffer,
          }),
        });
        for (const rows of [1, 3]) {
          const given = inputsFor(own, model.programs[part], rows);
          const names = model.programs[part].outputs.map(({ name }) => name);
          const results = tf.tidy(() => {
            const feeds = Object.entries(given).map(([name, { shape, elements }]) => {
              return [name, tf.tensor(elements, [...shape], elements instanceof Int32Array ? 'int32' : 'float32')];
            });
            const tensors = loaded.execute(Object.fromEntries(feeds), names) as tf.Tensor | tf.Tensor[];
            const all = Array.isArray(tensors) ? tensors : [tensors];
            return Object.fromEntries(
              all.map((tensor, i) => [names[i], { shape: tensor.shape, elements: tensor.dataSync<'float32'>() }]),
            );
          });
          assertSame(results, ownOutputs(model, part, given), part);
        }
        loaded.dispose();
      }
      model.model.dispose();
    });
  }
});

describe('Models as SavedModels', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-saved-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Sessions of TensorFlow take their time, and Python's has all cases. */
  const some = ['convolutional', 'ladder', 'mixture', 'classes inferred', 'table', 'text, recurrent'];

  it('compute as they do here, by tfjs-node', async function () {
    await useBackend(this, 'tensorflow');
    const { node } = (await import('@tensorflow/tfjs-node')) as typeof import('@tensorflow/tfjs-node');
    for (const own of exportCases.filter(({ name }) => some.includes(name))) {
      const model = exported(own);
      const path = join(folder, own.name);
      await writeFolder(path, new Map([['saved_model.pb', savedModel(model.programs)]]));
      for (const part of partNames) {
        const loaded = await node.loadSavedModel(path, ['serve'], signatures[part]);
        for (const rows of [1, 3]) {
          const given = inputsFor(own, model.programs[part], rows);
          const results = tf.tidy(() => {
            const feeds = Object.entries(given).map(([name, { shape, elements }]) => {
              return [name, tf.tensor(elements, [...shape], elements instanceof Int32Array ? 'int32' : 'float32')];
            });
            const tensors = loaded.predict(Object.fromEntries(feeds)) as unknown as Record<string, tf.Tensor>;
            return Object.fromEntries(
              Object.entries(tensors).map(([name, tensor]) => {
                return [name, { shape: tensor.shape, elements: tensor.dataSync<'float32'>() }];
              }),
            );
          });
          assertSame(results, ownOutputs(model, part, given), `${own.name}: ${part}`);
        }
        loaded.dispose();
      }
      model.model.dispose();
    }
  });

  it('compute as they do here, by TensorFlow in Python', async function () {
    await useBackend(this, 'cpu');
    const run = python(['tensorflow', 'numpy']);
    need(this, run, 'a Python with TensorFlow');
    const expected: { readonly name: string; readonly outputs: Numbers }[] = [];
    const cases: { readonly name: string; readonly calls: readonly object[] }[] = [];
    for (const [i, own] of exportCases.entries()) {
      const model = exported(own);
      await writeFolder(join(folder, String(i)), new Map([['saved_model.pb', savedModel(model.programs)]]));
      const calls = partNames.map((part) => {
        const given = inputsFor(own, model.programs[part], 3);
        expected.push({ name: `${own.name}, ${part}`, outputs: ownOutputs(model, part, given) });
        return { signature: signatures[part], inputs: entriesOf(given) };
      });
      cases.push({ name: String(i), calls });
      model.model.dispose();
    }
    await writeFile(join(folder, 'cases.json'), JSON.stringify(cases));
    const printed = run(script(folder)).trim().split('\n');
    assert.equal(printed.length, expected.length);
    for (const [i, line] of printed.entries()) assertSame(JSON.parse(line), expected[i].outputs, expected[i].name);
  });
});

const script = (folder: string) => `
import json, os
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
import numpy as np, tensorflow as tf

for case in json.load(open("${folder}/cases.json")):
    model = tf.saved_model.load(f"${folder}/{case['name']}")
    for call in case["calls"]:
        given = {
            name: tf.constant(np.array(entry["elements"], dtype=entry["type"]).reshape(entry["shape"]))
            for name, entry in call["inputs"].items()
        }
        results = model.signatures[call["signature"]](**given)
        print(json.dumps({
            name: {"shape": list(value.shape), "elements": value.numpy().astype("float64").ravel().tolist()}
            for name, value in results.items()
        }))
`;

function entriesOf(given: Numbers) {
  return Object.fromEntries(
    Object.entries(given).map(([name, { shape, elements }]) => [
      name,
      {
        shape,
        type: elements instanceof Int32Array ? 'int32' : 'float32',
        elements: Array.from(elements, (value) => (Number.isNaN(value) ? 'nan' : value)),
      },
    ]),
  );
}

type Results = Readonly<Record<string, { readonly shape: readonly number[]; readonly elements: ArrayLike<number> }>>;

/** To the rounding of float32. */
function assertSame(actual: Results, expected: Numbers, part: string): void {
  assert.deepEqual(Object.keys(actual).sort(), Object.keys(expected).sort(), part);
  for (const [name, { shape, elements }] of Object.entries(expected)) {
    assert.deepEqual(actual[name].shape, shape, `${part}: ${name}`);
    assertNear(actual[name].elements, elements, 1e-4);
  }
}
