import assert from 'node:assert/strict';
import { type Answer, back, mapAnswer, runSteps } from '../../../src/host/steps';

/** Asks as many steps as the first answer says; each adds the next of the given answers to the state. */
function ask(answers: readonly Answer<string>[], total: number): Promise<string | undefined> {
  const left = [...answers];
  return runSteps('', (position) =>
    position < total ? async (state) => mapAnswer(left.shift(), (value) => state + value) : undefined,
  );
}

describe('a series of steps', () => {
  it('gives each the state of the one before', async () => assert.equal(await ask(['a', 'b', 'c'], 3), 'abc'));

  it('forgets an answer that was gone back from', async () =>
    assert.equal(await ask(['a', 'b', back, back, 'x', 'y', 'z'], 3), 'xyz'));

  it('ends when the person gives up', async () => assert.equal(await ask(['a', undefined, 'c'], 3), undefined));

  it('ends when there is nothing to go back to', async () => assert.equal(await ask([back], 2), undefined));

  it('is over at once when there is nothing to ask', async () => assert.equal(await ask([], 0), ''));

  it('may go on by the answers so far', async () => {
    const more = await runSteps(0, (position, state) => (state < 3 ? async () => position + 1 : undefined));
    assert.equal(more, 3);
  });
});
