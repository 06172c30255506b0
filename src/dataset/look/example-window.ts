import { UserError } from '../../protocol/errors';
import type { ViewedValues } from '../../protocol/view';
import type { Task } from '../../task';
import { decodeElements, elementTypes, machineIsLittleEndian, product, swapBytes } from '../bytes/elements';
import type { StoredArray } from '../formats/stored-data';
import { StreamWindow } from './stream-window';

/** The largest example that is looked at, in bytes. */
const largestExample = 1 << 28;

/** Any consecutive examples of a stored array. One read at a time. */
export class ExampleWindow {
  /** Elements of an example. */
  readonly width: number;
  private readonly exampleBytes: number;
  private readonly stream: StreamWindow<Uint8Array>;

  /** @throws UserError data.view.example where one is too large to be looked at. */
  constructor(
    private readonly path: string,
    readonly array: StoredArray,
  ) {
    this.width = product(array.shape.slice(1));
    this.exampleBytes = this.width * elementTypes[array.dtype].bytes;
    if (this.exampleBytes > largestExample) {
      throw new UserError('data.view.example', { path, bytes: this.exampleBytes, limit: largestExample });
    }
    this.stream = new StreamWindow(() => blocksOf(array));
  }

  /** As many examples as some bytes hold, one at least. */
  perBytes(bytes: number): number {
    return Math.max(1, Math.floor(bytes / Math.max(1, this.exampleBytes)));
  }

  /** The elements of the examples from `begin` to `end` (exclusive), row-major. */
  async read(begin: number, end: number, task: Task): Promise<Exclude<ViewedValues, readonly unknown[]>> {
    const bytes = (await this.array.stretch?.(begin, end, task)) ?? (await this.readStream(begin, end, task));
    return valuesOf(bytes, this.array.dtype);
  }

  close(): Promise<void> {
    return this.stream.close();
  }

  private async readStream(begin: number, end: number, task: Task): Promise<Uint8Array> {
    const { exampleBytes } = this;
    const bytes = new Uint8Array((end - begin) * exampleBytes);
    let filled = 0;
    for (const { content, from, to } of await this.stream.read(begin * exampleBytes, end * exampleBytes, task)) {
      bytes.set(content.subarray(from, to), filled);
      filled += to - from;
    }
    if (filled < bytes.length) {
      throw new UserError('data.truncated', { path: this.path, expected: bytes.length, actual: filled });
    }
    return bytes;
  }
}

async function* blocksOf(array: StoredArray) {
  for await (const piece of array.bytes({})) yield { content: piece.slice(), units: piece.length, bytes: piece.length };
}

/** 64-bit integers stay exact. */
function valuesOf(bytes: Uint8Array, dtype: StoredArray['dtype']): Exclude<ViewedValues, readonly unknown[]> {
  // Of this machine's order, and where 8 bytes are a number.
  const memory = bytes.slice();
  if (dtype === 'int64' || dtype === 'uint64') {
    if (!machineIsLittleEndian) swapBytes(memory, 8);
    return dtype === 'int64' ? new BigInt64Array(memory.buffer) : new BigUint64Array(memory.buffer);
  }
  return Float64Array.from(decodeElements(memory, dtype, true));
}
