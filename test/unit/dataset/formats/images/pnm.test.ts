import assert from 'node:assert/strict';
import { openDataset } from '../../../../../src/dataset';
import { decodeBytes, readImageHead } from '../../../../../src/dataset/formats/images/decode';
import { formatOf } from '../../../../../src/dataset/formats/registry';
import { temporaryFolder } from '../../builders';

const binary = (head: string, ...bytes: number[]) => Buffer.concat([Buffer.from(head), Buffer.from(bytes)]);

describe('portable bitmaps, greymaps and pixmaps (PNM)', () => {
  const folder = temporaryFolder();
  const decoded = async (bytes: Buffer) => {
    const { width, height, channels, pixels } = await decodeBytes(bytes, null);
    return [width, height, channels, [...pixels]];
  };

  it('give their pixels, whichever way they are written', async () => {
    const cases: [file: Buffer, expected: unknown[]][] = [
      [Buffer.from('P1\n# a bitmap\n3 2\n1 0 1\n010\n'), [3, 2, 1, [0, 255, 0, 255, 0, 255]]],
      [Buffer.from('P2 3 1 255\n1 2 # two\n 255'), [3, 1, 1, [1, 2, 255]]],
      [Buffer.from('P2\n2 1\n15\n15 3\n'), [2, 1, 1, [255, 51]]],
      [Buffer.from('P3\n1 2\n255\n1 2 3 4 5 6\n'), [1, 2, 3, [1, 2, 3, 4, 5, 6]]],
      // Each row of a bitmap begins with a byte of its own.
      [binary('P4\n9 2\n', 0x80, 0x80, 0x00, 0x00), [9, 2, 1, [0, ...Array(7).fill(255), 0, ...Array(9).fill(255)]]],
      [binary('P5\n2 2\n255\n', 10, 20, 30, 0x23), [2, 2, 1, [10, 20, 30, 0x23]]],
      [binary('P5 1 2 65535\n', 1, 2, 255, 255), [1, 2, 1, [258, 65535]]],
      [binary('P5 1 2 1000\n', 3, 232, 0, 0), [1, 2, 1, [65535, 0]]],
      [binary('P6\n#a\n#b\n1 1\n255\n', 1, 2, 3), [1, 1, 3, [1, 2, 3]]],
    ];
    for (const [file, expected] of cases) {
      assert.deepEqual(await decoded(file), expected, file.toString('latin1'));
      const { width, height, channels } = await readImageHead(await folder.write('a.pnm', file));
      assert.deepEqual([width, height, channels], expected.slice(0, 3));
    }
  });

  it('may be maps of any depth (PAM), whose fourth and second numbers are alpha', async () => {
    const map = (depth: number, largest: number, type: string, ...bytes: number[]) =>
      binary(
        `P7\n# made by hand\nWIDTH 1\nHEIGHT 2\nDEPTH ${depth}\nMAXVAL ${largest}\nTUPLTYPE ${type}\nENDHDR\n`,
        ...bytes,
      );
    const cases: [file: Buffer, expected: unknown[]][] = [
      // One is white here, unlike in a bitmap.
      [map(1, 1, 'BLACKANDWHITE', 1, 0), [1, 2, 1, [255, 0]]],
      [map(1, 255, 'GRAYSCALE', 7, 9), [1, 2, 1, [7, 9]]],
      [map(2, 255, 'GRAYSCALE_ALPHA', 7, 255, 9, 0), [1, 2, 2, [7, 255, 9, 0]]],
      [map(3, 15, 'RGB', 0, 15, 5, 1, 2, 3), [1, 2, 3, [0, 255, 85, 17, 34, 51]]],
      [map(4, 65535, 'RGB_ALPHA', ...Array(16).fill(1)), [1, 2, 4, Array(8).fill(257)]],
    ];
    for (const [file, expected] of cases) {
      assert.deepEqual(await decoded(file), expected, file.toString('latin1'));
      const { width, height, channels } = await readImageHead(await folder.write('a.pam', file));
      assert.deepEqual([width, height, channels], expected.slice(0, 3));
    }
    for (const [file, reason] of [
      [map(5, 255, 'LAYERS', ...Array(10).fill(1)), /5 channels/],
      [map(3, 255, 'RGB', 1, 2), /cut off/],
      [Buffer.from('P7\nWIDTH 1\nENDHDR\n'), /no image that can be read/],
      [map(1, 70000, 'GRAYSCALE', 1, 2), /no image that can be read/],
    ] as const) {
      await assert.rejects(decodeBytes(file, null), reason);
    }
  });

  it('may stand in one file one after another, each an example', async () => {
    const one = (value: number) => binary('P5\n2 2\n255\n', ...Array(4).fill(value));
    const several = Buffer.concat([one(10), one(20), binary('P6 2 2 255\n', ...Array(12).fill(30))]);
    const path = await folder.write('several.pgm', several);
    const { summary, values } = await openDataset({ source: path, colour: 'grey' });
    assert.deepEqual([summary.kind, summary.examples], ['images', 3]);
    const size = values.length / 3;
    assert.deepEqual([values[0], values[size], values[2 * size]], [10, 20, 30]);
    assert.equal((await decodeBytes(several, null)).frames, 3);
    // One that is cut off is left out, and said.
    const cut = await openDataset({ source: await folder.write('cut.pgm', several.subarray(0, -1)), colour: 'grey' });
    assert.equal(cut.summary.examples, 2);
    assert.equal(
      cut.summary.warnings.some(({ code }) => code === 'data.images.leftOut' || code.startsWith('data.images')),
      true,
    );
  });

  it('are refused where they are cut off, too large or beyond their largest value', async () => {
    for (const [file, reason] of [
      [binary('P5 4 4 255\n', 1, 2), /cut off/],
      [Buffer.from('P2 4 4 255\n1 2 3'), /cut off/],
      [binary('P4 100 100\n', 1), /cut off/],
      [Buffer.from('P5 999999 999999 255\n'), /too large/],
      [Buffer.from('P5 0 4 255\n'), /no pixels/],
      [Buffer.from('P2 1 1 7\n8\n'), /a value of 8, of 7 at most/],
    ] as const) {
      await assert.rejects(decodeBytes(file, null), reason);
    }
    assert.notEqual(formatOf(Buffer.from('P5 is a kind of file\n')).name, 'images');
  });

  it('are images of a folder', async () => {
    for (const i of [0, 1, 2]) await folder.write(`${i}.pgm`, binary('P5\n4 4\n255\n', ...Array(16).fill(80 * i)));
    const { summary, values } = await openDataset({ source: folder.path });
    assert.deepEqual([summary.kind, summary.examples, summary.shape], ['images', 3, [28, 28, 1]]);
    assert.deepEqual([values[0], values[28 * 28], values[2 * 28 * 28]], [0, 80, 160]);
  });
});
