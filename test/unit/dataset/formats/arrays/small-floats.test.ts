import assert from 'node:assert/strict';
import { openDataset, readNpy } from '../../../../../src/dataset';
import { need } from '../../../../harness/need';
import { descr, npyWith, sentenceOf, temporaryFolder } from '../../builders';
import { python } from '../../python';
import { bytesOf, open } from './readers';
import { safetensors } from './safetensors-builder';

/**
 * 0, 1, -1, the largest number, the smallest, and what is no number, as bits. Reference: numpy.array([...], ml_dtypes.bfloat16)
 * and so on, ml_dtypes 0.6.0: `x.view('u2').tolist()` and `ml_dtypes.finfo(x.dtype)`.
 */
const bfloat16 = {
  bits: Uint16Array.of(0, 0x3f80, 0xbf80, 0x7f7f, 1, 0x7fc0, 0x4049),
  values: [0, 1, -1, 3.3895313892515355e38, 9.183549615799121e-41, Number.NaN, 3.140625],
};
const e4m3fn = {
  bits: Uint8Array.of(0, 0x38, 0xb8, 0x7e, 1, 0x7f, 0x45),
  values: [0, 1, -1, 448, 0.001953125, Number.NaN, 3.25],
};
const e5m2 = {
  bits: Uint8Array.of(0, 0x3c, 0xbc, 0x7b, 1, 0x7e, 0x42),
  values: [0, 1, -1, 57344, 1.52587890625e-5, Number.NaN, 3],
};

describe('Floats that NumPy has no type for', () => {
  const folder = temporaryFolder();

  it('are read from .npy files of ml_dtypes where the file tells which they are', async () => {
    for (const [type, { bits, values }, dtype] of [
      ['<V2', bfloat16, 'bfloat16'],
      ['<f1', e5m2, 'float8_e5m2'],
    ] as const) {
      const path = await folder.write('a.npy', npyWith(descr(type, [7]), new Uint8Array(bits.buffer)));
      const { data, dtype: own } = await readNpy(path);
      assert.deepEqual([...data, own], [...values, dtype]);
      const stored = await open(path);
      assert.deepEqual(
        [stored.values.dtype, stored.warnings.map(({ code }) => code)],
        ['float32', ['data.array.widened']],
      );
      const bytes = await bytesOf(stored.values);
      assert.deepEqual([...new Float32Array(new Uint8Array(bytes).buffer)], values);
    }
  });

  it('are read from safetensors by their type', async () => {
    for (const [dtype, { bits, values }, name] of [
      ['BF16', bfloat16, 'bfloat16'],
      ['F8_E4M3', e4m3fn, 'float8_e4m3fn'],
      ['F8_E5M2', e5m2, 'float8_e5m2'],
    ] as const) {
      const bytes = new Uint8Array(bits.buffer);
      const path = await folder.write('x.safetensors', safetensors({ x: { dtype, shape: [7], bytes } }));
      const { values: stored } = await open(path);
      assert.deepEqual([...new Float32Array(new Uint8Array(await bytesOf(stored)).buffer)], values);
      const four = new Uint8Array((4 * bytes.length) / 7);
      const pair = safetensors({ x: { dtype, shape: [2, 2], bytes: four } });
      const { summary } = await openDataset({ source: await folder.write('pair.safetensors', pair) });
      assert.deepEqual([summary.dtype, summary.shape], [name, [2]]);
    }
  });

  it('are refused with a hint where NumPy has forgotten which they are', async () => {
    for (const [type, name, size] of [
      ['|V2', 'bfloat16', 2],
      ['<V1', 'float8_e4m3fn', 1],
    ] as const) {
      const path = await folder.write('a.npy', npyWith(descr(type, [2, 3]), Buffer.alloc(6 * size)));
      const { code, message } = await sentenceOf(open(path));
      assert.equal(code, 'data.npy.void');
      assert.ok(message.includes(`view(ml_dtypes.${name})`), message);
    }
    const records = await folder.write('r.npy', npyWith(descr('|V3', [2]), Buffer.alloc(6)));
    assert.match((await sentenceOf(open(records))).message, /type void/);
  });

  it('are what they were where the hint is followed', async function () {
    const run = python(['numpy', 'ml_dtypes']);
    need(this, run, 'Python with NumPy and ml_dtypes');
    const path = await folder.write('hint.npy', npyWith(descr('<V1', [7]), new Uint8Array(e4m3fn.bits.buffer)));
    const { message } = await sentenceOf(open(path));
    const [, line] = /python3 -c "(.*)" and choose/.exec(message) ?? [];
    run(line);
    const { data } = await readNpy(path.replace('.npy', '-float32.npy'));
    assert.deepEqual([...data], e4m3fn.values);
  });
});
