import { jpeg } from '../builders';
import { bmpFile, bmpRows, pngFile } from '../formats/images/image-builders';
import type { Original } from './original';

const samples = Array.from({ length: 6 * 5 * 4 }, (_, i) => (i * 37) % 256);
const palette = [
  [0, 0, 0],
  [255, 0, 128],
] as const;

/** Three frames of 4 x 3 pixels, as libvips writes them. */
const animatedGif =
  'R0lGODlhBAADAIIAAExpcQoKCgoLCgoMCgoNCgoOCgAAAAAAACH/C05FVFNDQVBFMi4wAwEAAAAh+QQFCgAAACwAAAAABAADAAADBhgyVMpOJAAh+QQFAAAAACwAAAAABAADAIJMaXFQUFBQ' +
  'UVBQUlBQU1BQVFAAAAAAAAADBhgyVMpOJAAh+QQFAAAAACwAAAAABAADAIJMaXHIyMjIycjIysjIy8jIzMgAAAAAAAADBhgyVMpOJAA7';
const animatedWebp =
  'UklGRugAAABXRUJQVlA4WAoAAAACAAAAAwAAAgAAQU5JTQYAAAD/////AABBTk1GOgAAAAAAAAAAAAMAAAIAAGQAAAJWUDhMIgAAAC8DgAAAJ7AKozAK8x8PAACFbCTBwf0AVmEVTuEi+h+97AtB' +
  'Tk1GOgAAAAAAAAAAAAMAAAIAAGQAAABWUDhMIgAAAC8DgAAAJ7BQAzVQ8x8PAACFbCTBwf0AVmEVTuEi+h+97AtBTk1GOAAAAAAAAAAAAAMAAAIAAGQAAABWUDhMIAAAAC8DgAAAJ3Dm/0Ee5PkPj4gA' +
  'QbZtMFOYwhUG8Ij+R34E';

export const imageOriginals: readonly Original[] = [
  { name: 'grey.png', content: pngFile({ width: 6, height: 5, bits: 8, colourType: 0, samples, interlaced: true }) },
  { name: 'wide.png', content: pngFile({ width: 6, height: 5, bits: 16, colourType: 6, samples }) },
  {
    name: 'grey.pgm',
    content: Buffer.concat([Buffer.from('P5\n# grey\n6 5\n255\n'), Buffer.from(samples.slice(0, 30))]),
  },
  {
    name: 'map.pam',
    content: Buffer.concat([
      Buffer.from('P7\nWIDTH 3\nHEIGHT 2\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n'),
      Buffer.from(samples.slice(0, 24)),
    ]),
  },
  {
    name: 'several.pgm',
    content: Buffer.concat([
      Buffer.from('P5 3 2 255\n'),
      Buffer.from(samples.slice(0, 6)),
      Buffer.from('P6 1 2 255\n'),
      Buffer.from(samples.slice(0, 6)),
    ]),
  },
  { name: 'animated.gif', content: Buffer.from(animatedGif, 'base64') },
  { name: 'animated.webp', content: Buffer.from(animatedWebp, 'base64') },
  { name: 'plain.ppm', content: Buffer.from(`P3 2 5 999\n${samples.slice(0, 30).join(' ')}`) },
  { name: 'picture.jpg', content: jpeg(8, 8, (x, y) => [30 * x, 30 * y, 100]) },
  {
    name: 'two.bmp',
    content: bmpFile({
      width: 4,
      height: 2,
      bits: 1,
      palette,
      data: bmpRows(
        [
          [0, 1, 0, 1],
          [1, 1, 0, 0],
        ],
        1,
      ),
    }),
  },
  {
    name: 'runs.bmp',
    content: bmpFile({
      width: 6,
      height: 3,
      bits: 8,
      compression: 1,
      palette: Array.from({ length: 10 }, (_, i) => [i, 2 * i, 255 - i] as const),
      data: Buffer.from([3, 7, 0, 2, 1, 1, 2, 9, 0, 0, 0, 3, 4, 5, 6, 0, 0, 1]),
    }),
  },
];
