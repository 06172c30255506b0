import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeSafetensors, encodeSafetensors } from '../../../../src/training/store/safetensors';

const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 });
const tensor = shapes.chain((shape) => {
  const size = shape.reduce((product, length) => product * length, 1);
  return fc
    .array(fc.float({ noNaN: true }), { minLength: size, maxLength: size })
    .map((values) => ({ shape, values: Float32Array.from(values) }));
});
const names = fc
  .string({ minLength: 1, maxLength: 12 })
  .filter((name) => !['__metadata__', '__proto__'].includes(name));

describe('safetensors', () => {
  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(fc.dictionary(names, tensor), fc.string(), (tensors, note) => {
        const written = { tensors: new Map(Object.entries(tensors)), metadata: { note } };
        assert.deepEqual(decodeSafetensors(encodeSafetensors(written)), written);
      }),
    );
  });

  it('lays bytes out as the format says', () => {
    const bytes = encodeSafetensors({
      tensors: new Map([['w', { shape: [2], values: Float32Array.of(1, 2) }]]),
      metadata: {},
    });
    const view = new DataView(bytes.buffer);
    const length = Number(view.getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    assert.deepEqual(header.w, { dtype: 'F32', shape: [2], data_offsets: [0, 8] });
    assert.equal((8 + length) % 8, 0);
    assert.equal(view.getFloat32(8 + length + 4, true), 2);
  });

  it('reads a Buffer that is part of a larger one', () => {
    const written = { tensors: new Map([['w', { shape: [1], values: Float32Array.of(7) }]]), metadata: {} };
    const pooled = Buffer.concat([Buffer.alloc(3, 1), encodeSafetensors(written), Buffer.alloc(50, 1)]);
    assert.deepEqual(decodeSafetensors(pooled.subarray(3, pooled.length - 50)), written);
  });

  it('says what is wrong with bytes that are cut off, at any length', () => {
    const whole = encodeSafetensors({
      tensors: new Map([['w', { shape: [3], values: Float32Array.of(1, 2, 3) }]]),
      metadata: { a: 'b' },
    });
    for (let length = 0; length < whole.length; length++) {
      assert.throws(() => decodeSafetensors(whole.subarray(0, length)), Error, `${length} bytes`);
    }
  });
});
