import assert from 'node:assert/strict';
import { Latest } from '../../../webview/latest';

/** A request that is answered when the test says so. */
function controlled() {
  const asked: number[] = [];
  const answers: { resolve(result: string): void; reject(error: Error): void }[] = [];
  const delivered: string[] = [];
  const failed: unknown[] = [];
  const latest = new Latest(
    (params: number) => {
      asked.push(params);
      return new Promise<string>((resolve, reject) => answers.push({ resolve, reject }));
    },
    (result, params) => delivered.push(`${params}: ${result}`),
    (error) => failed.push(error),
  );
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { latest, asked, answers, delivered, failed, settled };
}

describe('Latest', () => {
  it('has one request in flight, and of those asked meanwhile makes only the newest', async () => {
    const { latest, asked, answers, delivered, settled } = controlled();
    for (let params = 1; params <= 50; params++) latest.ask(params);
    assert.deepEqual(asked, [1]);
    answers[0].resolve('a');
    await settled();
    assert.deepEqual(asked, [1, 50]);
    answers[1].resolve('b');
    await settled();
    assert.deepEqual(delivered, ['1: a', '50: b']);
    assert.deepEqual(asked, [1, 50]);
  });

  it('goes on after a failure', async () => {
    const { latest, asked, answers, delivered, failed, settled } = controlled();
    latest.ask(1);
    latest.ask(2);
    answers[0].reject(new Error('no'));
    await settled();
    assert.equal(failed.length, 1);
    assert.deepEqual(asked, [1, 2]);
    answers[1].resolve('b');
    await settled();
    assert.deepEqual(delivered, ['2: b']);
  });

  it('drops what waits and what is in flight when cancelled, and can be asked again', async () => {
    const { latest, asked, answers, delivered, failed, settled } = controlled();
    latest.ask(1);
    latest.ask(2);
    latest.cancel();
    latest.ask(3);
    answers[0].resolve('a');
    await settled();
    assert.deepEqual(delivered, []);
    assert.deepEqual(asked, [1, 3]);
    answers[1].resolve('c');
    await settled();
    assert.deepEqual(delivered, ['3: c']);
    latest.ask(4);
    latest.cancel();
    answers[2].reject(new Error('late'));
    await settled();
    assert.deepEqual(failed, []);
  });
});
