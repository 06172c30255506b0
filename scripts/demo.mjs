// A folder to try the extension on: built-in data sets, and a table of measurements.
import { mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

const requests = {
  'digits.latent.json': {
    name: 'Digits',
    data: { source: 'builtin:digits', limit: 4000 },
    model: { kind: 'vae', latent: 3 },
    training: { epochs: 20 },
  },
  'shapes.latent.json': {
    name: 'Shapes',
    data: { source: 'builtin:shapes', limit: 4000 },
    preset: 'explore',
    training: { epochs: 20 },
  },
};

/** Writes what is missing, leaves what a person has changed, and answers the folder. */
export async function writeDemo() {
  const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'latent-lens', 'demo');
  await mkdir(folder, { recursive: true });
  const files = Object.entries(requests).map(([name, request]) => [name, `${JSON.stringify(request, null, 2)}\n`]);
  for (const [name, text] of [...files, ['measurements.csv', measurements()]]) {
    await writeFile(join(folder, name), text, { flag: 'wx' }).catch((error) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
  return folder;
}

/** Rows of three kinds of leaf, as from a botanist's notebook. The same on every machine. */
function measurements() {
  const random = generator(7);
  const normal = (mean, deviation) =>
    mean + deviation * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const kinds = {
    oak: { length: [11, 1.6], ratio: [0.58, 0.04], lobes: [8, 1.2], edge: 'lobed' },
    maple: { length: [10, 1.8], ratio: [1.08, 0.06], lobes: [5, 0.4], edge: 'toothed' },
    birch: { length: [5.5, 0.8], ratio: [0.72, 0.05], lobes: [0, 0], edge: 'toothed' },
  };
  const rows = Array.from({ length: 900 }, (_, row) => {
    const [name, { length, ratio, lobes, edge }] = Object.entries(kinds)[row % 3];
    const long = normal(...length);
    const wide = long * normal(...ratio);
    const mass = 0.011 * long * wide * normal(1, 0.08);
    return [long.toFixed(2), wide.toFixed(2), Math.max(0, Math.round(normal(...lobes))), mass.toFixed(3), edge, name];
  });
  return `${[['length_cm', 'width_cm', 'lobes', 'mass_g', 'edge', 'species'], ...rows].map((row) => row.join(',')).join('\n')}\n`;
}

/** Uniform numbers in [0, 1) by mulberry32. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
