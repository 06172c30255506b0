import assert from 'node:assert/strict';
import { hugePages } from '../../../src/host/huge-pages';

describe('huge pages', () => {
  it('are asked for beside what is set already', () => {
    assert.deepEqual(hugePages({}), { GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' });
    assert.deepEqual(hugePages({ GLIBC_TUNABLES: 'glibc.malloc.check=1' }), {
      GLIBC_TUNABLES: 'glibc.malloc.check=1:glibc.malloc.hugetlb=1',
    });
  });

  it('are left alone where somebody has chosen', () => {
    assert.deepEqual(hugePages({ GLIBC_TUNABLES: 'glibc.malloc.hugetlb=0' }), {});
  });
});
