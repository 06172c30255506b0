import assert from 'node:assert/strict';
import { Detail } from '../../../webview/scene/detail';
import { FrameTimes } from '../../../webview/scene/frame-times';
import { Haste } from '../../../webview/scene/haste';
import { type Key, keyAction, keyboardHelp } from '../../../webview/scene/keyboard';
import { diameter, naturalSize, pointScale } from '../../../webview/scene/point-size';
import { KeyFrame } from '../../../webview/scene/tools/key-frame';

function press(key: string, modifiers: Partial<Key> = {}): ReturnType<typeof keyAction> {
  return keyAction({ key, altKey: false, shiftKey: false, ctrlKey: false, metaKey: false, ...modifiers });
}

describe('keys', () => {
  it('do what the mouse does', () => {
    assert.deepEqual(press('ArrowLeft'), { kind: 'orbit', x: -1, y: 0 });
    assert.deepEqual(press('ArrowUp', { shiftKey: true }), { kind: 'pan', x: 0, y: 1 });
    assert.deepEqual(press('+', { shiftKey: true }), { kind: 'zoom', closer: true });
    assert.deepEqual(press('-'), { kind: 'zoom', closer: false });
    assert.deepEqual(press('Home'), { kind: 'frame' });
    assert.deepEqual(press('N', { shiftKey: true }), { kind: 'step', by: 1 });
    assert.deepEqual(press('p'), { kind: 'step', by: -1 });
    assert.deepEqual(press('Enter'), { kind: 'enter', how: 'replace' });
    assert.deepEqual(press('l'), { kind: 'tool', tool: 'lasso' });
    assert.deepEqual(press('Escape'), { kind: 'clear' });
    assert.deepEqual(press('f'), { kind: 'focus' });
  });

  it('move the 3-D cursor with Alt, in depth with Shift as well', () => {
    assert.deepEqual(press('ArrowRight', { altKey: true }), { kind: 'cursor', x: 1, y: 0, z: 0 });
    assert.deepEqual(press('ArrowUp', { altKey: true, shiftKey: true }), { kind: 'cursor', x: 0, y: 0, z: 1 });
  });

  it('say by Shift and Alt what becomes of a selection', () => {
    const how = (modifiers: Partial<Key>) => press('Enter', modifiers);
    assert.deepEqual(how({ shiftKey: true }), { kind: 'enter', how: 'add' });
    assert.deepEqual(how({ altKey: true }), { kind: 'enter', how: 'remove' });
    assert.deepEqual(how({ shiftKey: true, altKey: true }), { kind: 'enter', how: 'intersect' });
  });

  it('leave the editor its own', () => {
    for (const modifier of [{ ctrlKey: true }, { metaKey: true }]) {
      for (const key of ['p', 'f', 'n', 'ArrowLeft', '+', 'Enter']) assert.equal(press(key, modifier), null);
    }
    assert.equal(press('f', { altKey: true }), null);
    for (const key of ['Tab', 'F1', 'a', 'constructor']) assert.equal(press(key), null);
  });

  it('are all explained', () => {
    assert.ok(keyboardHelp.length >= 8);
    for (const [keys, text] of keyboardHelp) assert.ok(keys.length > 0 && /^[A-Z]/.test(text) && !text.endsWith('.'));
  });
});

describe('the box that keys move', () => {
  const size = (frame: KeyFrame) => {
    const [a, b] = frame.corners;
    return [b.x - a.x, b.y - a.y];
  };

  it('begins in the middle, and goes where keys say', () => {
    const frame = new KeyFrame({ width: 600, height: 300 });
    assert.deepEqual(frame.corners, [
      { x: 200, y: 100 },
      { x: 400, y: 200 },
    ]);
    frame.move(1, 0);
    frame.move(0, 1);
    assert.deepEqual(frame.corners[0], { x: 220, y: 80 });
    frame.grow(1, 0);
    assert.deepEqual(size(frame), [220, 100]);
    frame.grow(0, -1);
    assert.deepEqual(size(frame), [220, 80]);
  });

  it('stays within the view, and never vanishes', () => {
    const frame = new KeyFrame({ width: 600, height: 300 });
    for (let i = 0; i < 50; i++) frame.move(-1, 1);
    assert.deepEqual(frame.corners[0], { x: 0, y: 0 });
    for (let i = 0; i < 50; i++) frame.grow(-1, -1);
    assert.deepEqual(size(frame), [20, 20]);
    for (let i = 0; i < 50; i++) frame.grow(1, 1);
    assert.deepEqual(frame.corners, [
      { x: 0, y: 0 },
      { x: 600, y: 300 },
    ]);
  });
});

describe('the size of points', () => {
  it('falls with their number, and with the view', () => {
    const sizes = [10, 1000, 10_000, 60_000, 1_000_000].map((count) => naturalSize(count, 700));
    assert.deepEqual(
      [...sizes].sort((a, b) => b - a),
      sizes,
    );
    assert.ok(sizes[0] <= 12 && sizes[4] >= 1.5);
    assert.ok(naturalSize(10_000, 350) < naturalSize(10_000, 700));
  });

  it('falls with depth, and is natural where the camera frames them', () => {
    const scale = pointScale(5, 10, 10);
    assert.equal(diameter(scale, 10), 5);
    assert.ok(diameter(scale, 8) > 5 && diameter(scale, 12) < 5);
  });

  it('grows less than what is between them when one zooms in', () => {
    assert.equal(diameter(pointScale(5, 2.5, 10), 2.5), 10);
  });

  it('stays within limits', () => {
    const scale = pointScale(8, 1, 10);
    assert.equal(diameter(scale, 1e-6), scale.largest);
    assert.equal(diameter(scale, 1e6), scale.smallest);
  });
});

describe('detail while moving', () => {
  /** What is drawn after many frames, when a frame takes `milliseconds`. */
  function settle(count: number, milliseconds: (points: number, fine: boolean) => number): Detail {
    const detail = new Detail();
    for (let i = 0; i < 600; i++) {
      const drawn = detail.points(count);
      detail.observe(milliseconds(drawn, detail.fine), drawn, count);
    }
    return detail;
  }

  it('draws all points, finely, where frames are quick', () => {
    for (const count of [60_000, 1_000_000]) {
      const detail = settle(count, () => 16);
      assert.equal(detail.points(count), count);
      assert.equal(detail.fine, true);
    }
  });

  it('draws fewer, and coarsely, where points make frames slow, but never very few', () => {
    const detail = settle(1_000_000, (points) => 10 + points / 2000);
    const drawn = detail.points(1_000_000);
    assert.ok(drawn < 70_000 && drawn >= 20_000, `${drawn}`);
    assert.equal(detail.fine, false);
    assert.equal(settle(15_000, (points) => points).points(15_000), 15_000);
  });

  it('gives up smooth edges before it gives up points', () => {
    const detail = new Detail();
    let fewest = 60_000;
    for (let i = 0; i < 600; i++) {
      const drawn = detail.points(60_000);
      fewest = Math.min(fewest, drawn);
      detail.observe(detail.fine ? 60 : 20, drawn, 60_000);
    }
    assert.equal(fewest, 60_000);
  });

  it('draws fewer whatever the reason where frames take too long to bear', () => {
    assert.equal(settle(60_000, () => 150).points(60_000), 20_000);
  });

  it('keeps them where something else makes frames slow', () => {
    const detail = new Detail();
    const seen: number[] = [];
    for (let i = 0; i < 400; i++) {
      const drawn = detail.points(60_000);
      seen.push(drawn);
      detail.observe(60, drawn, 60_000);
    }
    assert.ok(seen.filter((drawn) => drawn === 60_000).length > 300);
  });
});

describe('haste', () => {
  it('has less drawn first where all takes long, once for each change', () => {
    const haste = new Haste();
    const takenAfter = (milliseconds: number) => {
      haste.begin(1000);
      haste.shown(1000 + milliseconds);
      haste.changed();
      return [haste.take(), haste.take()];
    };
    haste.changed();
    assert.equal(haste.take(), null, 'nothing is known yet');
    haste.begin(1000);
    haste.shown(1500);
    assert.equal(haste.take(), null, 'nothing has changed');
    haste.changed();
    assert.deepEqual([haste.take(), haste.take()], ['few', null]);
    // Quick pictures say nothing of whole ones.
    haste.shown(1600);
    haste.changed();
    assert.equal(haste.take(), 'few');
    assert.deepEqual(takenAfter(40), ['coarse', null]);
    assert.deepEqual(takenAfter(20), [null, null]);
  });
});

describe('frame times', () => {
  it('have the median of the latest', () => {
    const times = new FrameTimes();
    assert.equal(times.median(), 0);
    for (const time of [100, 3, 1, 2, 90]) times.add(time);
    assert.equal(times.median(), 3);
    for (let i = 0; i < 240; i++) times.add(0.5);
    assert.equal(times.median(), 0.5);
    assert.equal(times.frames, 245);
  });
});
