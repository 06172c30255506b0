import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pythonModule } from '../../../src/interchange/python/module';
import { pythonFile, weightsFile } from '../../../src/interchange/python/text';
import { writeFolder } from '../../../src/interchange/write';
import { encodeSafetensors } from '../../../src/training/store/safetensors';
import { need } from '../../harness/need';
import { python } from '../dataset/python';
import { assertNear, useBackend } from '../model/fixtures';
import { exportCases, exported, inputsFor, type Numbers, ownOutputs } from './cases';

const methods = { encoder: 'encode', decoder: 'decode', sampler: 'sample' } as const;
const partNames = Object.keys(methods) as (keyof typeof methods)[];

/** Calls each method of each model with what lies beside it, and prints what comes of that. */
const script = (library: 'torch' | 'keras', folder: string, names: readonly string[]) => `
import importlib.util, json, numpy as np
${library === 'torch' ? 'import torch' : 'import keras'}

def tensor(entry):
    array = np.array(entry["elements"], dtype=entry["type"]).reshape(entry["shape"])
    return ${library === 'torch' ? 'torch.from_numpy(array)' : 'keras.ops.convert_to_tensor(array)'}

def array(tensor):
    ${library === 'torch' ? 'value = tensor.detach().numpy()' : 'value = keras.ops.convert_to_numpy(tensor)'}
    return {"shape": list(value.shape), "elements": value.astype("float64").ravel().tolist()}

for name in ${JSON.stringify(names)}:
    spec = importlib.util.spec_from_file_location("model", f"${folder}/{name}/${pythonFile}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    model = module.load()
    for call in json.load(open(f"${folder}/{name}.json")):
        given = [tensor(entry) for entry in call["inputs"]]
        results = getattr(model, call["method"])(*given)
        print(json.dumps({"name": name, "outputs": {key: array(value) for key, value in results.items()}}))
`;

for (const library of ['torch', 'keras'] as const) {
  describe(`Models as code in Python, by ${library}`, () => {
    let folder: string;

    before(async function () {
      await useBackend(this, 'cpu');
      folder = await mkdtemp(join(tmpdir(), 'latent-lens-code-'));
    });
    after(() => rm(folder, { recursive: true, force: true }));

    it('compute as they do here', async function () {
      const run = python([library, 'numpy']);
      need(this, run, `a Python with ${library}`);
      const expected: { readonly name: string; readonly outputs: Numbers }[] = [];
      const own = exportCases.filter(({ isSequential }) => !isSequential);
      for (const [i, each] of own.entries()) {
        const model = exported(each);
        const { code, tensors } = pythonModule(library, model.programs, { name: each.name, version: '1' });
        await writeFolder(
          join(folder, String(i)),
          new Map<string, string | Uint8Array>([
            [pythonFile, code],
            [weightsFile, encodeSafetensors({ tensors, metadata: {} })],
          ]),
        );
        const calls = partNames.flatMap((part) =>
          [1, 3].map((rows) => {
            const given = inputsFor(each, model.programs[part], rows);
            expected.push({ name: `${each.name}, ${part}`, outputs: ownOutputs(model, part, given) });
            return { method: methods[part], inputs: Object.values(given).map(entryOf) };
          }),
        );
        await writeFile(join(folder, `${i}.json`), JSON.stringify(calls));
        model.model.dispose();
      }
      const names = own.map((_, i) => String(i));
      const printed = run(script(library, folder, names))
        .trim()
        .split('\n');
      assert.equal(printed.length, expected.length);
      for (const [i, line] of printed.entries()) {
        const { outputs } = JSON.parse(line) as { outputs: Record<string, { shape: number[]; elements: number[] }> };
        assert.deepEqual(Object.keys(outputs), Object.keys(expected[i].outputs), expected[i].name);
        for (const [name, { shape, elements }] of Object.entries(expected[i].outputs)) {
          assert.deepEqual(outputs[name].shape, shape, `${expected[i].name}: ${name}`);
          assertNear(outputs[name].elements, elements, 1e-4);
        }
      }
    });
  });
}

/** JSON has no NaN. */
function entryOf({ shape, elements }: Numbers[string]) {
  return {
    shape,
    type: elements instanceof Int32Array ? 'int32' : 'float32',
    elements: Array.from(elements, (value) => (Number.isNaN(value) ? 'nan' : value)),
  };
}
