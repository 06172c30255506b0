import assert from 'node:assert/strict';
import { partSizes } from '../../../src/compute/parts';
import { chooseBackend } from '../../../src/runtime/backend';

describe('Parts of a batch', () => {
  before(() => chooseBackend('tensorflow'));

  const usual = { ...process.env };
  const threads = (cores: string, perOperation = '1') =>
    Object.assign(process.env, { TF_NUM_INTEROP_THREADS: cores, TF_NUM_INTRAOP_THREADS: perOperation });

  afterEach(() => {
    for (const name of ['TF_NUM_INTEROP_THREADS', 'TF_NUM_INTRAOP_THREADS']) {
      if (usual[name] === undefined) delete process.env[name];
      else process.env[name] = usual[name];
    }
  });

  it('are one for each core, of eight rows or more', () => {
    threads('4');
    assert.deepEqual(partSizes(1024, 'dense'), [256, 256, 256, 256]);
    assert.deepEqual(partSizes(18, 'dense'), [9, 9]);
    assert.deepEqual(partSizes(3, 'dense'), [3]);
  });

  it('are more for convolutions, to stay in a cache, and as many for each core', () => {
    for (const cores of [1, 2, 3]) {
      threads(String(cores));
      assert.equal(partSizes(60, 'conv').length, cores);
      const sizes = partSizes(1200, 'conv');
      assert.ok(sizes.length > cores && sizes.length <= 8);
      assert.equal(sizes.length % cores, 0);
      assert.ok(sizes.every((size) => Math.abs(size - 1200 / sizes.length) < 1));
    }
  });

  it('count what is computed of each row', () => {
    threads('2');
    assert.deepEqual(partSizes(10, 'dense', 50), [5, 5]);
    assert.deepEqual(partSizes(2, 'conv', 500), [1, 1]);
  });

  it('are more where many draws of each row are computed, and as many for each core', () => {
    threads('2');
    assert.deepEqual(partSizes(128, 'dense', 5), [64, 64]);
    assert.deepEqual(partSizes(128, 'dense', 20), [32, 32, 32, 32]);
    assert.deepEqual(partSizes(128, 'dense', 50), new Array(8).fill(16));
    assert.deepEqual(partSizes(6400, 'dense'), [3200, 3200]);
  });

  it('are one where each operation has all cores', () => {
    threads('4', '0');
    assert.deepEqual(partSizes(1024, 'conv'), [1024]);
  });
});
