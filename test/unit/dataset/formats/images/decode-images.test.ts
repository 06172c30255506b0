import assert from 'node:assert/strict';
import fc from 'fast-check';
import sharp from 'sharp';
import { decodeBytes, readImageHead } from '../../../../../src/dataset/formats/images/decode';
import { nativeDecoder } from '../../../../../src/dataset/formats/images/native-decoder';
import { ImageFailure, type Picture } from '../../../../../src/dataset/formats/images/picture';
import { jpeg, temporaryFolder } from '../../builders';
import { bmpFile, bmpRows, type PngParts, pngChunk, pngFile, tiffFile } from './image-builders';

const width = 11;
const height = 6;
const native = nativeDecoder();

/** Numbers below `limit` that look like noise and are the same each time. */
function noise(count: number, limit: number, seed = 1): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % limit;
  });
}

function asNumbers({ width, height, channels, pixels }: Picture) {
  const bits = pixels instanceof Uint16Array ? 16 : 8;
  return { width, height, channels, bits, pixels: Array.from(pixels) };
}

async function reasonOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => assert.fail('Nothing failed.'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof ImageFailure, String(error));
  return error.message;
}

const channelsOf = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as const;
const depths = { 0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16] } as const;
const colourTypes = [0, 2, 3, 4, 6] as const;

const pngs = colourTypes.flatMap((colourType) =>
  depths[colourType].flatMap((bits) => [false, true].map((interlaced) => ({ colourType, bits, interlaced }))),
);

describe('decoding images', () => {
  const folder = temporaryFolder();

  for (const { colourType, bits, interlaced } of pngs) {
    it(`gives the stored values of PNG: colour type ${colourType}, ${bits} bits${interlaced ? ', interlaced' : ''}`, async () => {
      const samples = noise(width * height * channelsOf[colourType], 2 ** bits, bits + colourType);
      const palette = colourType === 3 ? noise(3 * 2 ** bits, 256) : undefined;
      const gamma = pngChunk('gAMA', Buffer.from([0, 1, 0x86, 0xa0]));
      const file = pngFile({ width, height, bits, colourType, samples, palette, interlaced, chunks: [gamma] });
      const expected = palette
        ? samples.flatMap((sample) => palette.slice(3 * sample, 3 * sample + 3))
        : samples.map((sample) => (bits < 8 ? (sample * 255) / (2 ** bits - 1) : sample));
      const channels = palette ? 3 : channelsOf[colourType];
      const picture = { width, height, channels, bits: bits === 16 ? 16 : 8, pixels: expected };
      assert.ok(native);
      for (const decoder of [native, null]) assert.deepEqual(asNumbers(await decodeBytes(file, decoder)), picture);
      const { modified, bytes, ...head } = await readImageHead(await folder.write('a.png', file));
      const { pixels, ...size } = picture;
      assert.deepEqual(head, size);
      assert.deepEqual([bytes, modified > 0], [file.length, true]);
    });
  }

  it('makes what PNG calls transparent alpha', async () => {
    const pixels = [10, 20, 20, 10];
    const parts = { width: 4, height: 1, bits: 8, samples: pixels } as const;
    const grey = asNumbers(await decodeBytes(pngFile({ ...parts, colourType: 0, transparency: [0, 20] }), native));
    assert.deepEqual([grey.channels, grey.pixels], [2, [10, 255, 20, 0, 20, 0, 10, 255]]);
    const palette = { palette: [1, 2, 3, 4, 5, 6], transparency: [128] };
    const file = pngFile({ ...parts, samples: [0, 1, 1, 0], colourType: 3, ...palette });
    for (const decoder of [native, null]) {
      const { channels, pixels } = asNumbers(await decodeBytes(file, decoder));
      assert.deepEqual([channels, pixels.slice(0, 8)], [4, [1, 2, 3, 128, 4, 5, 6, 255]]);
    }
  });

  it('gives the stored values of WebP, TIFF and GIF', async () => {
    assert.ok(native);
    const raw = (channels: 1 | 3 | 4) => {
      const pixels = noise(width * height * channels, 256, channels);
      return { pixels, image: sharp(Buffer.from(pixels), { raw: { width, height, channels } }) };
    };
    for (const channels of [3, 4] as const) {
      const { pixels, image } = raw(channels);
      const opaque = pixels.map((value, i) => (channels === 4 && i % 4 === 3 ? Math.max(1, value) : value));
      const source = sharp(Buffer.from(opaque), { raw: { width, height, channels } });
      const webp = await source.webp({ lossless: true, exact: true }).toBuffer();
      assert.deepEqual(asNumbers(await decodeBytes(webp, native)).pixels, opaque, `webp ${channels}`);
      const tiff = await image.tiff({ compression: 'lzw' }).toBuffer();
      assert.deepEqual(asNumbers(await decodeBytes(tiff, native)).pixels, pixels, `tiff ${channels}`);
      assert.equal((await readImageHead(await folder.write('a.tif', tiff))).channels, channels);
    }
    const grey = raw(1);
    const tiff = await grey.image.toColourspace('b-w').tiff({ compression: 'deflate' }).toBuffer();
    assert.deepEqual(asNumbers(await decodeBytes(tiff, native)), {
      width,
      height,
      channels: 1,
      bits: 8,
      pixels: grey.pixels,
    });
    const wide = noise(width * height, 65536);
    const source = sharp(pngFile({ width, height, bits: 16, colourType: 0, samples: wide }));
    const wideTiff = await source.toColourspace('grey16').tiff({ compression: 'none' }).toBuffer();
    assert.deepEqual(asNumbers(await decodeBytes(wideTiff, native)), {
      width,
      height,
      channels: 1,
      bits: 16,
      pixels: wide,
    });
    const bits = noise(width * height, 2).flatMap((bit) => [255 * bit, 255 * bit, 200, 255]);
    const gif = await sharp(Buffer.from(bits), { raw: { width, height, channels: 4 } })
      .gif({ dither: 0 })
      .toBuffer();
    assert.deepEqual(asNumbers(await decodeBytes(gif, native)), { width, height, channels: 4, bits: 8, pixels: bits });
  });

  it('turns images as EXIF says', async () => {
    assert.ok(native);
    const pixels = noise(width * height * 3, 256);
    const at = (x: number, y: number) => pixels.slice((y * width + x) * 3, (y * width + x) * 3 + 3);
    const [right, bottom] = [width - 1, height - 1];
    const turns: readonly ((x: number, y: number) => number[])[] = [
      at,
      (x, y) => at(right - x, y),
      (x, y) => at(right - x, bottom - y),
      (x, y) => at(x, bottom - y),
      (x, y) => at(y, x),
      (x, y) => at(y, bottom - x),
      (x, y) => at(right - y, bottom - x),
      (x, y) => at(right - y, x),
    ];
    for (const [i, turn] of turns.entries()) {
      const [toWidth, toHeight] = i < 4 ? [width, height] : [height, width];
      const expected = Array.from({ length: toHeight }, (_, y) =>
        Array.from({ length: toWidth }, (_, x) => turn(x, y)),
      );
      const exif = Buffer.from([
        0x4d,
        0x4d,
        0,
        42,
        0,
        0,
        0,
        8,
        0,
        1,
        1,
        0x12,
        0,
        3,
        0,
        0,
        0,
        1,
        0,
        i + 1,
        0,
        0,
        0,
        0,
        0,
        0,
      ]);
      const file = pngFile({
        width,
        height,
        bits: 8,
        colourType: 2,
        samples: pixels,
        chunks: [pngChunk('eXIf', exif)],
      });
      for (const decoder of [native, null]) {
        const picture = asNumbers(await decodeBytes(file, decoder));
        assert.deepEqual(picture, { width: toWidth, height: toHeight, channels: 3, bits: 8, pixels: expected.flat(2) });
      }
      const head = await readImageHead(await folder.write('a.png', file));
      assert.deepEqual([head.width, head.height], [toWidth, toHeight]);
      const photograph = await sharp(file, { autoOrient: false })
        .withMetadata({ orientation: i + 1 })
        .jpeg()
        .toBuffer();
      const turned = await decodeBytes(photograph, native);
      assert.deepEqual([turned.width, turned.height], [toWidth, toHeight]);
      const plain = await decodeBytes(photograph, null);
      assert.deepEqual([plain.width, plain.height], [toWidth, toHeight]);
      const own = await readImageHead(await folder.write('a.jpg', photograph));
      assert.deepEqual([own.width, own.height], [toWidth, toHeight]);
    }
  });

  it('reads grey and progressive JPEG, and converts CMYK', async () => {
    assert.ok(native);
    const level = () => [90, 90, 90] as const;
    const grey = await sharp(jpeg(16, 16, level))
      .toColourspace('b-w')
      .jpeg({ progressive: true })
      .toBuffer();
    for (const decoder of [native, null]) {
      const picture = await decodeBytes(grey, decoder);
      assert.deepEqual([picture.channels, picture.pixels[0]], [1, 90]);
    }
    const inked = await sharp(jpeg(16, 16, (x, y) => [16 * x, 16 * y, 99]))
      .toColourspace('cmyk')
      .jpeg()
      .toBuffer();
    const inks = await sharp(inked).pipelineColourspace('cmyk').toColourspace('cmyk').raw().toBuffer();
    const rgb = Array.from({ length: 256 * 3 }, (_, i) => {
      const pixel = 4 * Math.floor(i / 3);
      return Math.round(((255 - inks[pixel + (i % 3)]) * (255 - inks[pixel + 3])) / 255);
    });
    for (const decoder of [native, null]) {
      const { channels, pixels } = asNumbers(await decodeBytes(inked, decoder));
      assert.equal(channels, 3);
      const difference = Math.max(...pixels.map((value, i) => Math.abs(value - rgb[i])));
      assert.ok(difference <= (decoder ? 1 : 3), `${difference}`);
    }
  });

  it('passes colour profiles over', async () => {
    const samples = noise(width * height * 3, 256);
    const plain = await sharp(Buffer.from(samples), { raw: { width, height, channels: 3 } })
      .png()
      .toBuffer();
    const profiled = await sharp(plain).withIccProfile('p3').png().toBuffer();
    const shown = await sharp(profiled, { ignoreIcc: true }).raw().toBuffer();
    assert.notDeepEqual(Array.from(shown), samples);
    assert.deepEqual(asNumbers(await decodeBytes(profiled, native)).pixels, Array.from(shown));
  });

  it('refuses what is too large before it is decoded', async () => {
    const bomb = (size: number) => {
      const head = Buffer.alloc(13);
      head.writeUInt32BE(size, 0);
      head.writeUInt32BE(size, 4);
      head[8] = 8;
      const file = pngFile({ width: 1, height: 1, bits: 8, colourType: 0, samples: [0] });
      file.set(pngChunk('IHDR', head), 8);
      return file;
    };
    for (const decoder of [native, null]) {
      for (const size of [0x7fffffff, 9000]) {
        assert.equal(await reasonOf(decodeBytes(bomb(size), decoder)), `too large: ${size} × ${size} pixels`);
      }
    }
    const bmp = bmpFile({ width: 0x7fffffff, height: 0x7fffffff, bits: 24, data: Buffer.alloc(4) });
    assert.match(await reasonOf(decodeBytes(bmp, native)), /too large/);
  });

  it('converts inks with alpha, and says how many channels it does not read', async () => {
    assert.ok(native);
    const inks = [0, 51, 255, 0, 128, 255, 0, 0, 51, 255];
    const size = { width: 2, height: 1, bits: 8 } as const;
    const file = tiffFile({ ...size, channels: 5, extra: 1, photometric: 5, samples: inks });
    const { channels, pixels } = asNumbers(await decodeBytes(file, native));
    assert.deepEqual([channels, [...pixels]], [4, [255, 204, 0, 128, 0, 204, 204, 255]]);
    const bands = tiffFile({ ...size, channels: 5, extra: 4, photometric: 1, samples: inks });
    assert.match(await reasonOf(decodeBytes(bands, native)), /^5 channels of colour space/);
  });

  it('names what is damaged', async () => {
    const whole = pngFile({ width, height, bits: 8, colourType: 2, samples: noise(width * height * 3, 256) });
    const wrong = Buffer.from(whole);
    wrong[29] ^= 1;
    for (const decoder of [native, null]) assert.equal(await reasonOf(decodeBytes(wrong, decoder)), 'damaged');
    const photograph = jpeg(64, 64, (x, y) => [x * 4, y * 4, (x * y) % 256]);
    for (const decoder of [native, null]) {
      assert.equal(await reasonOf(decodeBytes(whole.subarray(0, 120), decoder)), 'cut off');
    }
    const cut = photograph.subarray(0, photograph.length - 99);
    assert.equal(await reasonOf(decodeBytes(cut, native)), 'cut off');
  });

  it('says what it cannot read without the native library', async () => {
    const webp = await sharp(Buffer.alloc(12), { raw: { width: 2, height: 2, channels: 3 } })
      .webp()
      .toBuffer();
    assert.equal(await reasonOf(decodeBytes(webp, null)), 'WEBP cannot be read on this platform; convert it to PNG');
    assert.equal(
      await reasonOf(decodeBytes(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), native)),
      'no image that can be read',
    );
    assert.equal(await reasonOf(decodeBytes(Buffer.alloc(0), native)), 'empty file');
  });

  it('gives a picture or a reason, whatever happens to a file', async () => {
    const parts: PngParts = { width, height, bits: 8, colourType: 2, samples: noise(width * height * 3, 256) };
    const image = sharp(Buffer.from(Array.from(parts.samples)), { raw: { width, height, channels: 3 } });
    const rows = Array.from({ length: height }, (_, y) => noise(width, 4, y));
    const palette = [
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
      [0, 0, 9],
    ] as const;
    const files = [
      pngFile(parts),
      pngFile({ ...parts, interlaced: true }),
      jpeg(width, height, (x, y) => [x * 9, y * 9, 7]),
      bmpFile({ width, height, bits: 4, palette, data: bmpRows(rows, 4) }),
      bmpFile({
        width,
        height,
        bits: 8,
        compression: 1,
        palette,
        data: Buffer.from([5, 1, 0, 0, 0, 3, 1, 2, 3, 0, 0, 1]),
      }),
      await image.webp().toBuffer(),
      await image.tiff().toBuffer(),
      await image.gif().toBuffer(),
    ];
    const change = fc.record({ at: fc.nat(4096), value: fc.nat(255) });
    const mutant = fc.record({
      file: fc.nat(files.length - 1),
      changes: fc.array(change, { maxLength: 6 }),
      cut: fc.nat(4096),
      plain: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(mutant, async ({ file, changes, cut, plain }) => {
        const bytes = Buffer.from(files[file].subarray(0, cut > files[file].length ? undefined : cut));
        for (const { at, value } of changes) if (bytes.length > 0) bytes[at % bytes.length] = value;
        try {
          const picture = await decodeBytes(bytes, plain ? null : native);
          assert.equal(picture.pixels.length, picture.width * picture.height * picture.channels);
        } catch (error) {
          assert.ok(error instanceof ImageFailure, String(error));
        }
      }),
      { numRuns: 400 },
    );
  });
});
