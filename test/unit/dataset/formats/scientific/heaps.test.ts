import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { areHeapsSound, isWalkable } from '../../../../../src/dataset/formats/hdf5/heaps';

/** A heap with objects of these sizes, and the rest of it free. */
function heap(sizes: readonly number[], free?: number): Buffer {
  const bytes = Buffer.alloc(4096);
  bytes.write('GCOL\x01', 'latin1');
  bytes.writeBigUInt64LE(4096n, 8);
  let at = 16;
  for (const [i, size] of sizes.entries()) {
    bytes.writeUInt16LE(i + 1, at);
    bytes.writeBigUInt64LE(BigInt(size), at + 8);
    at += 16 + 8 * Math.ceil(size / 8);
  }
  bytes.writeBigUInt64LE(BigInt(free ?? 4096 - at), at + 8);
  return bytes;
}

describe('heaps of words in HDF5 files', () => {
  it('are walked through by the sizes of their objects, empty ones among them', () => {
    assert.ok(isWalkable(heap([6, 8, 0, 100])));
    assert.ok(isWalkable(heap([4096 - 48])));
  });

  it('end nowhere where what is free has no size', () => {
    assert.ok(!isWalkable(heap([6, 8], 0)));
    assert.ok(!isWalkable(heap([6, 8], 15)));
  });

  it('are found wherever they lie in a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'latent-lens-heaps-'));
    try {
      const path = join(folder, 'heaps');
      const before = Buffer.alloc((1 << 22) - 12, 7);
      await writeFile(path, Buffer.concat([before, heap([6]), heap([9])]));
      assert.ok(areHeapsSound(path));
      await writeFile(path, Buffer.concat([before, heap([6]), heap([9], 0)]));
      assert.ok(!areHeapsSound(path));
      await writeFile(path, Buffer.concat([before, heap([6], 0), heap([9])]));
      assert.ok(!areHeapsSound(path));
      await writeFile(path, Buffer.from('GCOL\x01\0\0\0 of no length', 'latin1'));
      assert.ok(areHeapsSound(path));
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
