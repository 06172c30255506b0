import assert from 'node:assert/strict';
import { partSizes } from '../../../src/compile/parts';
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

  it('are so many more for convolutions that each stays in a cache', () => {
    threads('2');
    assert.deepEqual(partSizes(128, 'conv'), [64, 64]);
    assert.deepEqual(partSizes(512, 'conv'), new Array(8).fill(64));
    threads('3');
    assert.deepEqual(
      partSizes(600, 'conv'),
      new Array(9).fill(0).map((_, i) => (i % 3 === 0 ? 66 : 67)),
    );
  });

  it('count what is computed of each row', () => {
    threads('2');
    assert.deepEqual(partSizes(10, 'dense', 50), [5, 5]);
    assert.deepEqual(partSizes(2, 'conv', 500), [1, 1]);
  });

  it('are one where each operation has all cores', () => {
    threads('4', '0');
    assert.deepEqual(partSizes(1024, 'conv'), [1024]);
  });
});
