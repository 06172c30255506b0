import assert from 'node:assert/strict';
import { openDataset } from '../../../../../src/dataset';
import { sentenceOf, temporaryFolder } from '../../builders';
import { bytesOf, open } from './readers';
import { safetensors, safetensorsWith } from './safetensors-builder';

describe('Safetensors files', () => {
  const folder = temporaryFolder();
  const floats = (...values: number[]) => new Uint8Array(Float32Array.from(values).buffer);
  const entry = (dtype: string, shape: readonly unknown[], begin: number, end: number) =>
    JSON.stringify({ dtype, shape, data_offsets: [begin, end] });

  it('are trained on: one tensor, with the labels among the others', async () => {
    const file = safetensors({
      embeddings: { dtype: 'F32', shape: [3, 2], bytes: floats(1, 7, 3, 7, 5, 7) },
      labels: { dtype: 'U8', shape: [3], bytes: Uint8Array.of(4, 5, 4) },
    });
    const { summary, values, columns } = await openDataset({ source: await folder.write('e.safetensors', file) });
    const deviation = Math.sqrt(8 / 3);
    assert.deepEqual([summary.name, summary.format, summary.kind], ['e', 'safetensors', 'vectors']);
    assert.deepEqual(Array.from(values), [-2 / deviation, 0, 0, 0, 2 / deviation, 0].map(Math.fround));
    assert.deepEqual(columns[0].categories, ['4', '5']);
  });

  it('may name tensors as objects name their own', async () => {
    const file = safetensorsWith(
      `{"__proto__":${entry('U8', [2], 0, 2)},"constructor":${entry('U8', [1], 2, 3)},"\\u0061":${entry('U8', [], 3, 4)}}   `,
      Uint8Array.of(1, 2, 3, 4),
    );
    const path = await folder.write('names.safetensors', file);
    for (const [array, bytes] of [
      ['__proto__', [1, 2]],
      ['constructor', [3]],
      ['a', [4]],
    ] as const) {
      assert.deepEqual([...(await bytesOf((await open(path, { array })).values))], bytes);
    }
  });

  it('refuse tensors of a type that has no exact equal, by its name', async () => {
    for (const [dtype, name, bytes] of [
      ['F8_E8M0', 'F8_E8M0', 4],
      ['C64', 'complex64', 32],
      ['F4', 'F4', 2],
      ['Q3', 'Q3', 4],
    ] as const) {
      const file = safetensors({ x: { dtype, shape: [2, 2], bytes: new Uint8Array(bytes) } });
      const { code, message } = await sentenceOf(open(await folder.write('x.safetensors', file)));
      assert.equal(code, 'data.npy.type');
      assert.ok(message.includes(`x.safetensors (x) holds values of type ${name};`), message);
    }
  });

  it('are held against their specification', async () => {
    const x = entry('U8', [4], 0, 4);
    const bytes = new Uint8Array(8);
    const cases: [header: string | Uint8Array, length: number, tensor: string][] = [
      [`{"x":${x}`, 4, '–'],
      [` {"x":${x}}`, 4, '–'],
      [`[${x}]`, 4, '–'],
      [Buffer.from(`{"\xff":${x}}`, 'latin1'), 4, '–'],
      [`{"x":${x},"x":${entry('U8', [4], 4, 8)}}`, 8, 'x'],
      [`{"x":${x},"\\u0078":${entry('U8', [4], 4, 8)}}`, 8, 'x'],
      [`{"x":${entry('U8', [4], 1, 5)}}`, 5, 'x'],
      [`{"x":${x},"y":${entry('U8', [2], 3, 5)}}`, 5, 'y'],
      [`{"x":${x},"y":${entry('U8', [2], 5, 7)}}`, 7, 'y'],
      [`{"x":${entry('U16', [4], 0, 4)}}`, 4, 'x'],
      [`{"x":${entry('F4', [3], 0, 1)}}`, 1, 'x'],
      [`{"x":${entry('U8', [-1, -4], 0, 4)}}`, 4, 'x'],
      [`{"x":${entry('U8', [1.5, 2], 0, 3)}}`, 3, 'x'],
      [`{"x":${entry('U8', [2 ** 60, 2 ** 60, 0], 0, 0)}}`, 0, 'x'],
      [`{"x":${entry('U8', [4], 4, 0)}}`, 4, 'x'],
      [`{"x":{"dtype":"U8","shape":[4]}}`, 4, 'x'],
      [`{"x":{"dtype":"U8","shape":[4],"data_offsets":[0,4,4]}}`, 4, 'x'],
      [`{"__metadata__":{"a":1},"x":${x}}`, 4, '__metadata__'],
      [`{"__metadata__":[],"x":${x}}`, 4, '__metadata__'],
    ];
    for (const [header, length, tensor] of cases) {
      const path = await folder.write('x.safetensors', safetensorsWith(header, bytes.subarray(0, length)));
      // Told by its content, where that is no brace.
      const sentence = await sentenceOf(open(path));
      if (header[0] !== '{'.charCodeAt(0) && header[0] !== '{') {
        assert.equal(sentence.code, 'data.unrecognised');
        continue;
      }
      assert.equal(sentence.code, 'data.safetensors.header', `${header}`);
      assert.ok(sentence.message.includes(`at tensor ${tensor}:`), sentence.message);
    }
  });

  it('end with the values of their last tensor', async () => {
    const header = `{"x":${entry('U8', [4], 0, 4)}}`;
    for (const [length, code] of [
      [3, 'data.truncated'],
      [5, 'data.overlong'],
    ] as const) {
      const path = await folder.write('x.safetensors', safetensorsWith(header, new Uint8Array(length)));
      assert.equal((await sentenceOf(open(path))).code, code);
    }
    const endless = safetensorsWith(header, new Uint8Array(4));
    endless.writeBigUInt64LE(50_000_000n);
    assert.equal((await sentenceOf(open(await folder.write('x.safetensors', endless)))).code, 'data.truncated');
    const { code } = await sentenceOf(open(await folder.write('none.safetensors', safetensorsWith('{}'))));
    assert.equal(code, 'data.archive.none');
  });
});
