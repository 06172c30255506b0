import assert from 'node:assert/strict';
import { dwell, following } from '../../../webview/space/replay-pace';

describe('The replay of the epochs', () => {
  it('shows so many a second, or all in about twelve seconds', () => {
    assert.deepEqual(
      [1, 2, 4, 8].map((speed) => dwell(50, speed)),
      [1000, 500, 250, 125],
    );
    assert.deepEqual(
      [2, 24, 1000].map((epochs) => dwell(epochs, 0)),
      [800, 500, 150],
    );
  });

  it('ends with the last epoch, or begins again', () => {
    assert.deepEqual([following(0, 3, false), following(1, 3, false), following(2, 3, false)], [1, 2, null]);
    assert.deepEqual([following(1, 3, true), following(2, 3, true), following(0, 1, true)], [2, 0, null]);
  });
});
