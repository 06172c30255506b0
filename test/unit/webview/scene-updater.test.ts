import assert from 'node:assert/strict';
import { absent } from '../../../webview/colouring';
import { Bits } from '../../../webview/data/bits';
import { sceneUpdater } from '../../../webview/space/scene-updater';

function build() {
  const told: { colours: number[][]; visible: (number[] | null)[] } = { colours: [], visible: [] };
  const update = sceneUpdater(
    {
      setColours: (rgb) => told.colours.push([...rgb]),
      setVisible: (mask) => told.visible.push(mask && [...mask]),
    },
    () => 'dark',
  );
  return { told, update };
}

describe('What the points are told', () => {
  const colours = Uint8Array.of(1, 2, 3, 4, 5, 6);

  it('is nothing before there are colours, and then all', () => {
    const { told, update } = build();
    update({ shown: Bits.of(2, [1]) });
    assert.deepEqual(told, { colours: [], visible: [] });
    update({ colours });
    assert.deepEqual(told, { colours: [[...colours]], visible: [[0, 1]] });
  });

  it('greys what is not selected, and only that', () => {
    const { told, update } = build();
    update({ colours, shown: null, selected: Bits.of(2, [0]) });
    assert.deepEqual(told.colours, [[1, 2, 3, ...absent.dark]]);
    update({ selected: null });
    assert.deepEqual(told.colours.at(-1), [...colours]);
    assert.deepEqual([...colours], [1, 2, 3, 4, 5, 6]);
  });

  it('is only what changed', () => {
    const { told, update } = build();
    const selected = Bits.of(2, [0]);
    update({ colours, shown: null, selected });
    update({ colours, selected, shown: null });
    assert.equal(told.colours.length, 1);
    update({ shown: Bits.none(2) });
    assert.deepEqual([told.colours.length, told.visible], [1, [null, [0, 0]]]);
  });
});
