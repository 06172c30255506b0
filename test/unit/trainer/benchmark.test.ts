import assert from 'node:assert/strict';
import { chooseBackend } from '../../../src/runtime/backend';
import { benchmark } from '../../../src/trainer/benchmark';
import { backends } from '../model/fixtures';

describe('the benchmark of a backend', () => {
  const unbroken = new AbortController().signal;
  const warnings: string[] = [];
  const warn = (message: string) => void warnings.push(message);
  const [fastest] = backends();

  it('times dense and convolutional steps, and tells how far it is', async () => {
    const backend = await chooseBackend(fastest);
    const heard: number[] = [];
    const onProgress = (fraction: number) => void heard.push(fraction);
    const result = await benchmark(backend, { milliseconds: 1, signal: unbroken, onProgress, warn });
    assert.equal(result.backend, backend);
    for (const ms of [result.dense, result.conv]) assert.ok(Number.isFinite(ms) && ms > 0, JSON.stringify(result));
    assert.deepEqual(warnings, [], 'nothing falls back to single operations');
    assert.deepEqual(
      heard,
      heard.toSorted((a, b) => a - b),
    );
    // One half is the dense steps', the other the convolutional ones'.
    assert.ok(heard[0] > 0 && heard.includes(0.5) && heard.at(-1) === 1, heard.join());
  });

  it('can be called off', async () => {
    const backend = await chooseBackend(fastest);
    const cancelled = new AbortController();
    const onProgress = () => cancelled.abort();
    const task = { milliseconds: 3_600_000, signal: cancelled.signal, onProgress, warn };
    await assert.rejects(benchmark(backend, task), { code: 'process.cancelled' });
  });
});
