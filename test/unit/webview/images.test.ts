import assert from 'node:assert/strict';
import {
  differenceColour,
  differenceScale,
  differenceToRgba,
  exampleAt,
  type Images,
  toRgba,
} from '../../../webview/images';

const grey: Images = {
  kind: 'images',
  count: 2,
  height: 1,
  width: 2,
  channels: 1,
  pixels: Uint8Array.of(0, 64, 128, 255),
};
const colour: Images = { ...grey, count: 1, channels: 3, pixels: Uint8Array.of(1, 2, 3, 4, 5, 6) };

describe('Images for a canvas', () => {
  it('repeat grey in every channel, and are opaque', () => {
    assert.deepEqual([...toRgba(grey, 1)], [128, 128, 128, 255, 255, 255, 255, 255]);
  });

  it('keep the order of colours', () => {
    assert.deepEqual([...toRgba(colour, 0)], [1, 2, 3, 255, 4, 5, 6, 255]);
  });

  it('are taken one by one from many, as rows are', () => {
    const second = exampleAt(grey, 1);
    assert.ok(second.kind === 'images');
    assert.deepEqual([...second.pixels], [128, 255]);
    const rows = { kind: 'rows', count: 2, names: ['a'], rows: [[1], ['x']] } as const;
    assert.deepEqual(exampleAt(rows, 1), { ...rows, count: 1, rows: [['x']] });
  });
});

describe('A difference of images', () => {
  it('is the ground where there is none, and tells the sign by colour', () => {
    for (const tone of ['dark', 'light'] as const) {
      const [none, more, less] = [0, 1, -1].map((share) => differenceColour(share, tone));
      assert.ok(more[0] > more[2], 'orange for missing ink');
      assert.ok(less[2] > less[0], 'blue for too much');
      assert.ok(Math.max(...none) - Math.min(...none) <= 2, 'a neutral ground');
    }
  });

  it('is the mean over the channels', () => {
    const rgba = differenceToRgba(Float32Array.of(0.3, 0, -0.3, 1, 1, 1), 3, 1, 'dark');
    assert.deepEqual([...rgba.slice(0, 3)], [...differenceColour(0, 'dark')]);
    assert.deepEqual([...rgba.slice(4, 7)], [...differenceColour(1, 'dark')]);
    assert.equal(rgba[3], 255);
  });

  it('is scaled by its largest value, but never blows up noise', () => {
    assert.equal(differenceScale(Float32Array.of(0.1, -0.75)), 0.75);
    assert.ok(differenceScale(Float32Array.of(1e-6)) >= 0.05);
  });
});
