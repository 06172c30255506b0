import assert from 'node:assert/strict';
import { PNG } from 'pngjs';
import { pngOf } from '../../../src/pictures/png';
import { sheet } from '../../../src/tools/sheet';

describe('Pictures of tools', () => {
  it('are files that have them, pixel by pixel, grey and in colour', () => {
    for (const channels of [1, 3] as const) {
      const [width, height] = [5, 3];
      const pixels = Uint8Array.from({ length: width * height * channels }, (_, i) => (i * 37) % 256);
      const read = PNG.sync.read(pngOf({ width, height, channels, pixels }));
      assert.deepEqual([read.width, read.height], [width, height]);
      const colours = Array.from({ length: width * height }, (_, i) => [...read.data.subarray(4 * i, 4 * i + 3)]);
      const expected = Array.from({ length: width * height }, (_, i) =>
        channels === 3 ? [...pixels.subarray(3 * i, 3 * i + 3)] : [pixels[i], pixels[i], pixels[i]],
      );
      assert.deepEqual(colours, expected);
    }
  });

  it('have pictures row by row, enlarged by a whole number, with a line between them', () => {
    const images = { kind: 'images', count: 3, height: 32, width: 48, channels: 1 } as const;
    const pixels = Uint8Array.from({ length: 3 * 32 * 48 }, (_, i) => 10 * (1 + Math.floor(i / (32 * 48))));
    const { width, height, data } = PNG.sync.read(Buffer.from(sheet({ ...images, pixels }, 2, '').png));
    assert.deepEqual([width, height], [2 * 96 + 2, 2 * 64 + 2]);
    const at = (x: number, y: number) => data[4 * (y * width + x)];
    assert.deepEqual([at(0, 0), at(95, 63), at(98, 0), at(193, 63), at(0, 66), at(95, 129)], [10, 10, 20, 20, 30, 30]);
    assert.deepEqual([at(96, 0), at(0, 64), at(98, 66)], [128, 128, 128]);
  });
});
