import assert from 'node:assert/strict';
import { elementTypes, product } from '../../../../src/dataset/bytes/elements';
import { openStored } from '../../../../src/dataset/formats/place';
import type { StoredArray } from '../../../../src/dataset/formats/stored-data';
import { inspectStored } from '../../../../src/dataset/look/inspection';

/** Streams and zlib hold some megabytes whatever is read, until they are collected. */
const slack = 1 << 26;

/**
 * Reads all of a file as inspecting and converting do.
 * @throws UserError where it cannot be read; AssertionError where it gives other than it announced, or where memory for
 * more than four times its size was taken.
 */
export async function readWhole(path: string, size: number): Promise<void> {
  const memory = new Memory(4 * size + slack);
  try {
    const data = await openStored(path, { task: {} });
    memory.check();
    await readArray(data.values, memory);
    if (data.labels?.dtype === 'str') {
      const words = await data.labels.words({});
      assert.equal(words.length, data.labels.shape[0]);
    } else if (data.labels) await readArray(data.labels, memory);
    const { examples, missing, duplicates } = await inspectStored(data, {});
    assert.ok(missing >= 0 && (duplicates ?? 0) <= examples);
  } finally {
    memory.check();
  }
}

async function readArray({ bytes, dtype, shape }: StoredArray, memory: Memory): Promise<void> {
  let length = 0;
  for await (const piece of bytes({})) {
    length += piece.length;
    memory.check();
  }
  assert.equal(length, product(shape) * elementTypes[dtype].bytes);
}

class Memory {
  private readonly before = process.memoryUsage().arrayBuffers;

  constructor(private readonly allowed: number) {}

  check(): void {
    const taken = process.memoryUsage().arrayBuffers - this.before;
    assert.ok(taken <= this.allowed, `${taken} bytes taken, ${this.allowed} allowed`);
  }
}
