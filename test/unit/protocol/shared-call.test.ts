import assert from 'node:assert/strict';
import { SharedCall } from '../../../src/protocol/shared-call';

function build() {
  const runs: { readonly signal: AbortSignal; resolve(value: number): void; reject(error: Error): void }[] = [];
  const call = new SharedCall<number>(
    (signal) => new Promise((resolve, reject) => runs.push({ signal, resolve, reject })),
  );
  return { call, runs };
}

describe('A shared call', () => {
  it('is made once for all, and kept', async () => {
    const { call, runs } = build();
    const both = Promise.all([call.join(), call.join()]);
    runs[0].resolve(7);
    assert.deepEqual(await both, [7, 7]);
    assert.equal(await call.join(), 7);
    assert.equal(runs.length, 1);
  });

  it('is called off when the last one leaves, and begun anew for the next', async () => {
    const { call, runs } = build();
    const [one, other] = [new AbortController(), new AbortController()];
    const waits = [call.join(one.signal), call.join(other.signal)];
    one.abort(new Error('one'));
    await assert.rejects(waits[0], /one/);
    assert.equal(runs[0].signal.aborted, false);
    other.abort(new Error('other'));
    await assert.rejects(waits[1], /other/);
    assert.equal(runs[0].signal.aborted, true);
    const next = call.join();
    runs[1].resolve(3);
    assert.equal(await next, 3);
  });

  it('is begun anew after a failure', async () => {
    const { call, runs } = build();
    const failing = call.join();
    runs[0].reject(new Error('gone'));
    await assert.rejects(failing, /gone/);
    const next = call.join();
    runs[1].resolve(1);
    assert.equal(await next, 1);
  });

  it('is not begun for somebody who has left already', async () => {
    const { call, runs } = build();
    await assert.rejects(call.join(AbortSignal.abort(new Error('left'))), /left/);
    assert.equal(runs.length, 0);
  });

  it('once there stays, whoever leaves', async () => {
    const { call, runs } = build();
    const controller = new AbortController();
    const wait = call.join(controller.signal);
    runs[0].resolve(5);
    await wait;
    controller.abort();
    assert.equal(await call.join(), 5);
    assert.equal(runs.length, 1);
  });
});
