import assert from 'node:assert/strict';
import { absent } from '../../../webview/colouring';
import { Bits } from '../../../webview/data/bits';
import { sceneUpdater } from '../../../webview/space/scene-updater';

interface Told {
  readonly colours?: Uint8Array;
  readonly shown?: Bits | null;
}

function build() {
  const told: Told[] = [];
  const update = sceneUpdater({ update: (change) => told.push(change) }, () => 'dark');
  return { told, update };
}

describe('What the points are told', () => {
  const colours = Uint8Array.of(1, 2, 3, 4, 5, 6);

  it('is nothing before there are colours, and then all', () => {
    const { told, update } = build();
    const shown = Bits.of(2, [1]);
    update({ shown });
    assert.equal(told.length, 0);
    update({ colours });
    assert.equal(told.length, 1);
    assert.equal(told[0].colours, colours);
    assert.equal(told[0].shown, shown);
  });

  it('greys what is not selected, and only that', () => {
    const { told, update } = build();
    update({ colours, shown: null, selected: Bits.of(2, [0]) });
    assert.deepEqual([...told[0].colours!], [1, 2, 3, ...absent.dark]);
    update({ selected: null });
    assert.equal(told[1].colours, colours);
    assert.deepEqual([...colours], [1, 2, 3, 4, 5, 6]);
  });

  it('is the same array for as long as neither colours nor selection change, so that it is not drawn anew', () => {
    const { told, update } = build();
    const selected = Bits.of(2, [0]);
    update({ colours, shown: null, selected });
    const shown = Bits.none(2);
    update({ colours, selected, shown });
    assert.equal(told[1].colours, told[0].colours);
    assert.equal(told[1].shown, shown);
  });
});
