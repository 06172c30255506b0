import assert from 'node:assert/strict';
import { decodeBmp } from '../../../../../src/dataset/formats/images/bmp';
import { ImageFailure } from '../../../../../src/dataset/formats/images/picture';
import { type BmpParts, bmpFile, bmpRows } from './image-builders';

type Entry = readonly [number, number, number];

describe('bitmaps (BMP)', () => {
  const palette = (count: number): Entry[] => Array.from({ length: count }, (_, i) => [i, 2 * i, 255 - i]);
  const colourOf = (i: number) => [255 - i, (2 * i) & 255, i];
  const decoded = (parts: BmpParts) => {
    const { width, height, channels, pixels } = decodeBmp(bmpFile(parts));
    return { width, height, channels, pixels: Array.from(pixels) };
  };
  const failure = (parts: BmpParts) => {
    try {
      decodeBmp(bmpFile(parts));
    } catch (error) {
      assert.ok(error instanceof ImageFailure, String(error));
      return error.message;
    }
    return assert.fail('Nothing failed.');
  };

  for (const bits of [1, 2, 4, 8]) {
    it(`of ${bits} bits look their colours up, at any width, in either direction`, () => {
      for (const width of [1, 5, 8, 17, 33]) {
        const rows = Array.from({ length: 3 }, (_, y) => Array.from({ length: width }, (_, x) => (x + y) % 2 ** bits));
        const pixels = rows.flat().flatMap(colourOf);
        const parts = { width, bits, palette: palette(2 ** bits).map(([b, g, r]): Entry => [b & 255, g & 255, r]) };
        const expected = { width, height: 3, channels: 3, pixels };
        assert.deepEqual(decoded({ ...parts, height: 3, data: bmpRows(rows, bits) }), expected);
        assert.deepEqual(decoded({ ...parts, height: 3, headerBytes: 12, data: bmpRows(rows, bits) }), expected);
        assert.deepEqual(decoded({ ...parts, height: -3, data: bmpRows([...rows].reverse(), bits) }), expected);
      }
    });
  }

  it('of nothing but grey are grey', () => {
    const greys = Array.from({ length: 4 }, (_, i): Entry => [i * 9, i * 9, i * 9]);
    const { channels, pixels } = decoded({
      width: 3,
      height: 1,
      bits: 8,
      palette: greys,
      data: bmpRows([[3, 0, 1]], 8),
    });
    assert.deepEqual([channels, pixels], [1, [27, 0, 9]]);
  });

  it('of 24 and 32 bits store blue first; the fourth byte is alpha where a mask says so', () => {
    const row = [3, 2, 1, 6, 5, 4, 9, 8, 7];
    assert.deepEqual(
      decoded({ width: 3, height: 1, bits: 24, data: bmpRows([row], 24) }).pixels,
      [1, 2, 3, 4, 5, 6, 7, 8, 9],
    );
    const wide = { width: 2, height: 1, bits: 32, data: Buffer.from([3, 2, 1, 77, 6, 5, 4, 88]) };
    assert.deepEqual(decoded(wide).pixels, [1, 2, 3, 4, 5, 6]);
    const masks = [0xff0000, 0xff00, 0xff, 0xff000000];
    const alpha = decoded({ ...wide, compression: 3, headerBytes: 56, masks });
    assert.deepEqual([alpha.channels, alpha.pixels], [4, [1, 2, 3, 77, 4, 5, 6, 88]]);
    assert.deepEqual(decoded({ ...wide, compression: 6, masks }).pixels, alpha.pixels);
  });

  it('of 16 bits spread each component over 0..255', () => {
    const data = Buffer.alloc(4);
    data.writeUInt16LE((31 << 10) | (16 << 5) | 1);
    const parts = { width: 1, height: 1, bits: 16 };
    assert.deepEqual(decoded({ ...parts, data }).pixels, [255, Math.floor((16 * 255) / 31), 8]);
    data.writeUInt16LE((1 << 11) | (63 << 5));
    assert.deepEqual(decoded({ ...parts, compression: 3, masks: [0xf800, 0x07e0, 0x1f], data }).pixels, [8, 255, 0]);
  });

  it('of run lengths have runs, stored pixels and jumps', () => {
    const colours = palette(10);
    const runs8 = [3, 7, 0, 2, 1, 1, 2, 9, 0, 0, 0, 3, 4, 5, 6, 0, 0, 1];
    const rows8 = [
      [7, 7, 7, 0, 0, 0],
      [0, 0, 0, 0, 9, 9],
      [4, 5, 6, 0, 0, 0],
    ];
    const parts = { width: 6, height: 3, palette: colours };
    const upright = (rows: number[][]) => [...rows].reverse().flat().flatMap(colourOf);
    assert.deepEqual(decoded({ ...parts, bits: 8, compression: 1, data: Buffer.from(runs8) }).pixels, upright(rows8));
    const runs4 = [5, 0x12, 0, 0, 0, 5, 0x34, 0x56, 0x70, 0, 0, 0, 6, 0x99, 0, 1];
    const rows4 = [
      [1, 2, 1, 2, 1, 0],
      [3, 4, 5, 6, 7, 0],
      [9, 9, 9, 9, 9, 9],
    ];
    assert.deepEqual(decoded({ ...parts, bits: 4, compression: 2, data: Buffer.from(runs4) }).pixels, upright(rows4));
    assert.equal(failure({ ...parts, bits: 8, compression: 1, data: Buffer.from([6, 1, 0, 0, 6]) }), 'cut off');
  });

  it('of run lengths may pass pixels over, which are of the first colour', () => {
    const parts = { bits: 8, compression: 1, palette: [[9, 8, 7], ...palette(3)] as Entry[] };
    const { pixels } = decoded({ ...parts, width: 3, height: 2, data: Buffer.from([0, 2, 1, 1, 1, 2, 0, 1]) });
    assert.deepEqual(pixels, [7, 8, 9, ...colourOf(1), 7, 8, 9, 7, 8, 9, 7, 8, 9, 7, 8, 9]);
    const wide = decodeBmp(bmpFile({ ...parts, width: 1000, height: 1000, data: Buffer.from([0, 1]) }));
    assert.equal(wide.pixels.length, 3e6);
  });

  it('take no room before all of their data have been looked at', () => {
    const colours = palette(2);
    const whole = Buffer.alloc(2 * 4000 * 16);
    for (let at = 0; at < whole.length; at += 2) whole.set([250, 1], at);
    for (let row = 1; row <= 4000; row++) whole.set([0, 0], 2 * 16 * row - 2);
    const before = process.memoryUsage().arrayBuffers;
    const parts = { width: 4000, height: 4000, bits: 8, compression: 1, palette: colours };
    assert.equal(failure({ ...parts, data: whole.subarray(0, whole.length - 40) }), 'cut off');
    whole[whole.length - 3] = 2;
    assert.match(failure({ ...parts, data: whole }), /a colour that the palette lacks/);
    assert.ok(process.memoryUsage().arrayBuffers - before < 2 ** 22);
  });

  it('are refused where they are damaged or of another kind', () => {
    const parts = { width: 2, height: 2, bits: 8, palette: palette(2) };
    assert.match(
      failure({
        ...parts,
        data: bmpRows(
          [
            [0, 1],
            [2, 0],
          ],
          8,
        ),
      }),
      /a colour that the palette lacks/,
    );
    assert.equal(failure({ ...parts, data: bmpRows([[0, 1]], 8) }), 'cut off');
    const gaps = { ...parts, width: 4000, height: 4000, compression: 1, data: Buffer.from([0, 1]) };
    assert.equal(failure(gaps), 'nearly all pixels are passed over');
    assert.match(failure({ ...parts, bits: 24, compression: 4, data: Buffer.alloc(16) }), /holds JPEG or PNG/);
    assert.match(failure({ ...parts, bits: 3, data: Buffer.alloc(16) }), /3 bits/);
    assert.match(failure({ ...parts, width: -2, data: Buffer.alloc(16) }), /no pixels/);
    const masks = [0xf0f0, 0xff, 0xff];
    assert.match(
      failure({ ...parts, bits: 16, compression: 3, palette: [], masks, data: Buffer.alloc(16) }),
      /scattered/,
    );
  });
});
