import assert from 'node:assert/strict';
import { Bits } from '../../../webview/data/bits';
import { countPlaceless } from '../../../webview/space/count-placeless';

describe('Points that are nowhere', () => {
  const positions = Float32Array.of(0, 1, 2, Number.NaN, 1, 2, 0, Number.POSITIVE_INFINITY, 0, 3, 3, 3);

  it('are those with a coordinate that is no finite number', () => {
    assert.deepEqual(countPlaceless(positions), { none: 2, all: 4 });
    assert.deepEqual(countPlaceless(positions.subarray(9)), { none: 0, all: 1 });
  });

  it('are only those that the layout is of', () => {
    assert.deepEqual(
      countPlaceless(
        positions,
        Bits.where(4, (index) => index > 1),
      ),
      { none: 1, all: 2 },
    );
  });
});
