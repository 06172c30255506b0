import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { readNpy } from '../../../src/dataset';
import { modelFormats } from '../../../src/protocol/model-export';
import { need } from '../../harness/need';
import { needOnnxRuntime } from '../../harness/onnx-runtime';
import { projectRoot } from '../../harness/paths';
import { python } from '../dataset/python';
import { blocks, pageAt } from '../docs/markdown';
import { assertNear } from '../model/fixtures';
import { latentLens } from './command-line';

const rows = Array.from({ length: 40 }, (_, i) => ({
  length: i % 7 === 0 ? null : 3 + Math.sin(i),
  colour: ['red', 'green', 'blue'][i % 3],
  weight: 200 + 10 * Math.cos(3 * i),
}));

describe('latent-lens export --format', () => {
  let folder: string;
  const at = (name: string) => join(folder, name);
  const cpu = ['--backend', 'cpu'];

  async function done(...args: readonly string[]) {
    const finished = await latentLens(...args, ...cpu);
    assert.equal(finished.code, 0, finished.stderr);
    return finished;
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-model-'));
    const digits = ['--data', 'builtin:digits', '--limit', '60', '--latent', '4', '--epochs', '2'];
    await done('train', ...digits, '--keep-weights', 'every', '--out', at('digits'));
    const lines = rows.map(({ length, colour, weight }) => `${length ?? ''},${colour},${weight}`);
    await writeFile(at('data.csv'), ['length,colour,weight', ...lines, ''].join('\n'));
    await done('train', '--data', at('data.csv'), '--latent', '3', '--epochs', '3', '--out', at('table'));
    // A model is exported by what its run has written down.
    await writeFile(at('lines.txt'), 'one line\nand another\nand a third one\nthe last\n');
    const text = ['--data', at('lines.txt'), '--preset', 'writing', '--epochs', '1'];
    await done('train', ...text, '--set', 'model.hidden=[8]', '--out', at('text'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const format of modelFormats) {
    it(`writes ${format}, and nothing of this machine`, async () => {
      const out = at(`digits-${format}`);
      const { events } = await done('export', '--run', at('digits'), '--format', format, '--out', out, '--json');
      const [{ event, files, weights }] = events() as [{ event: string; files: string[]; weights: { epoch: number } }];
      assert.deepEqual([event, weights.epoch], ['exported', 2]);
      const written = (await readdir(out, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
      assert.equal(written.length, files.length);
      for (const name of files) {
        const bytes = await readFile(join(out, name));
        for (const trace of [folder, projectRoot, userInfo().homedir]) assert.ok(!bytes.includes(trace), name);
      }
    });
  }

  it('takes the raw rows of a table, and gives rows', async function () {
    const runtime = await needOnnxRuntime(this);
    await done('export', '--run', at('table'), '--format', 'onnx', '--out', at('table-onnx'));
    await done('encode', '--run', at('table'), '--data', at('data.csv'), '--out', at('z.npy'));
    const { data: codes } = await readNpy(at('z.npy'));
    const { preprocessing } = JSON.parse(await readFile(at('table-onnx/latent-lens.json'), 'utf8'));
    const [length, colour, weight] = preprocessing.columns;
    assert.deepEqual([length.name, colour.name, weight.name], ['length', 'colour', 'weight']);
    const encoder = await runtime.InferenceSession.create(at('table-onnx/encoder.onnx'));
    const numbers = Float32Array.from(rows.flatMap((row) => [row.length ?? Number.NaN, row.weight]));
    const categories = Int32Array.from(rows, (row) => colour.categories.indexOf(row.colour));
    const { mean } = await encoder.run({
      x: new runtime.Tensor('float32', numbers, [rows.length, 2]),
      categories: new runtime.Tensor('int32', categories, [rows.length, 1]),
    });
    assertNear(mean.data, codes as Float32Array, 1e-4);

    const decoder = await runtime.InferenceSession.create(at('table-onnx/decoder.onnx'));
    const decoded = await decoder.run({ z: mean });
    await done('decode', '--run', at('table'), '--z', at('z.npy'), '--out', at('x.npy'));
    const { data: inputs } = await readNpy(at('x.npy'));
    const expected = Array.from(rows, (_, i) => [
      Number(inputs[5 * i]) * length.deviation + length.mean,
      Number(inputs[5 * i + 4]) * weight.deviation + weight.mean,
    ]).flat();
    assertNear(decoded.reconstruction.data, expected, 1e-4);
    const probabilities = Array.from(rows, (_, i) => Array.from(inputs.slice(5 * i + 1, 5 * i + 4), Number)).flat();
    assertNear(decoded.category_probabilities.data, probabilities, 1e-4);
  });

  it('goes without the data, and to one file', async () => {
    await rm(at('lines.txt'));
    await done('export', '--run', at('text'), '--format', 'onnx', '--out', at('text.onnx'));
    assert.ok((await readFile(at('text.onnx'))).includes('reconstruction'));
  });

  it('takes the weights of an epoch', async () => {
    const args = ['export', '--run', at('digits'), '--format', 'keras', '--out', at('first'), '--weights', '1'];
    await done(...args);
    const { epoch } = JSON.parse(await readFile(at('first/latent-lens.json'), 'utf8'));
    assert.equal(epoch, 1);
    const [first, last] = await Promise.all(
      ['first', 'digits-keras'].map((name) => readFile(at(`${name}/model.safetensors`))),
    );
    assert.ok(!first.equals(last));
  });

  it('refuses in one sentence what it cannot do, and leaves nothing', async () => {
    await mkdir(at('there'));
    const run = ['--run', at('digits')];
    const refusals: readonly (readonly [readonly string[], RegExp])[] = [
      [[...run, '--format', 'onxx', '--out', at('a')], /there is no format onxx, did you mean onnx\?/],
      [[...run, '--format', 'onnx'], /export needs --out\n$/],
      [[...run, '--format', 'onnx', '--page', at('a.html')], /a page or a model at a time/],
      [
        [...run, '--format', 'onnx', '--out', at('there')],
        /there is there already\. Choose another name, or remove it\.\n$/,
      ],
      [[...run, '--format', 'onnx', '--out', at('a'), '--weights', '9'], /9/],
      [[...run, '--format', 'onnx', '--out', at('data.csv/a')], /data\.csv\/a could not be written/],
      [['--run', at('none'), '--format', 'onnx', '--out', at('a')], /There is no run at/],
      [
        ['--run', at('text'), '--format', 'torch', '--out', at('a')],
        /symbol by symbol \(\w+\) has no form as code in torch/,
      ],
    ];
    for (const [args, expected] of refusals) {
      const { code, stderr } = await latentLens('export', ...cpu, ...args);
      assert.equal(code, 2, stderr);
      assert.match(stderr, /^latent-lens: [^\n]*\n$/);
      assert.match(stderr, expected);
    }
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name === 'a' || name.includes('.tmp')),
      [],
    );
    assert.deepEqual(await readdir(at('there')), []);
  });

  describe('what docs/interchange.md says loads a model', () => {
    const page = pageAt('docs/interchange.md');

    for (const [i, code] of blocks(page, 'python').entries()) {
      const modules = [...code.matchAll(/^import (\w+)/gm)].map(([, name]) => name);
      it(`runs in Python: ${modules.join(', ')}`, async function () {
        const has = python(modules.filter((name) => name !== 'sys'));
        need(this, has, `a Python with ${modules.join(', ')}`);
        await writeFile(at(`snippet-${i}.py`), code);
        const command = process.env.LATENT_LENS_PYTHON ?? 'python3';
        const printed = execFileSync(command, [at(`snippet-${i}.py`)], {
          cwd: folder,
          encoding: 'utf8',
          stdio: 'pipe',
        });
        assert.match(printed, /[([]3, 28, 28, 1[\])]/);
      });
    }

    for (const [i, code] of blocks(page, 'js').entries()) {
      const name = /require\('(.*)'\)/.exec(code)?.[1] ?? '';
      it(`runs in Node.js: ${name}`, async function () {
        const root = join(projectRoot, 'node_modules');
        const isThere = await readdir(join(root, name)).catch(() => null);
        need(this, isThere, name);
        await writeFile(at(`snippet-${i}.cjs`), code);
        const env = { ...process.env, NODE_PATH: root };
        const printed = execFileSync(process.execPath, [at(`snippet-${i}.cjs`)], {
          cwd: folder,
          env,
          encoding: 'utf8',
          stdio: 'pipe',
        });
        assert.match(printed, /\[ 3, 28, 28, 1 \]/);
      });
    }
  });
});
