import assert from 'node:assert/strict';
import { keptEpochs, shownEpochs } from '../../../webview/by-epoch/shown-epochs';
import { buildRun } from './builders';

describe('epochs side by side', () => {
  it('are all where they are few', () => {
    assert.deepEqual(shownEpochs([]), []);
    assert.deepEqual(shownEpochs([0, 1, 2, 4], 4), [0, 2, 4]);
    assert.deepEqual(shownEpochs([0, 1, 2], 4), [0, 1, 2]);
  });

  it('are so many at most, the first and the newest among them', () => {
    for (const count of [5, 16, 17, 40, 101]) {
      const kept = Array.from({ length: count }, (_, at) => 3 * at);
      const shown = shownEpochs(kept);
      assert.ok(shown.length <= 16 && shown.length >= Math.min(count, 8), `${count}: ${shown.length}`);
      assert.deepEqual([shown[0], shown.at(-1)], [0, kept.at(-1)]);
    }
  });

  it('stay, but for the newest, or every second of them does, when another epoch comes', () => {
    for (let count = 2; count < 80; count++) {
      const kept = Array.from({ length: count + 1 }, (_, at) => at);
      const [before, after] = [shownEpochs(kept.slice(0, -1)).slice(0, -1), new Set(shownEpochs(kept))];
      const left = before.filter((epoch) => after.has(epoch));
      assert.ok(left.length >= Math.floor(before.length / 2), `${count}`);
      // Nothing is asked for anew but the newest two.
      const known = new Set(shownEpochs(kept.slice(0, -1)));
      assert.ok([...after].filter((epoch) => !known.has(epoch)).length <= 1, `${count}: ${[...after]}`);
    }
  });

  it('are those whose weights are kept, and the newest', () => {
    const run = buildRun({});
    const { record } = run;
    const keeping = (keepWeights: object, frames: readonly number[], from?: object) =>
      keptEpochs({
        run: {
          ...run,
          record: {
            ...record,
            ...(from && { from: from as never }),
            config: { ...record.config, training: { ...record.config.training, keepWeights } },
          },
        },
        frames,
      });
    assert.deepEqual(keeping({}, [0, 1, 2, 3]), [3]);
    assert.deepEqual(keeping({ epochs: 'powers' }, [0, 1, 2, 3, 4, 5]), [0, 1, 2, 4, 5]);
    assert.deepEqual(keeping({ epochs: 'every', every: 2 }, [0, 1, 2, 3, 4, 5]), [0, 2, 4, 5]);
    assert.deepEqual(keeping({}, [0, 1, 2], { run: '/other' }), [0, 2], 'a fork has those that it began with');
  });
});
