import type { Examples } from '../protocol/data';

/** Some of the examples, by their places. */
export function pick(examples: Examples, places: readonly number[]): Examples {
  const count = places.length;
  switch (examples.kind) {
    case 'images': {
      const size = examples.height * examples.width * examples.channels;
      const pixels = new Uint8Array(count * size);
      places.forEach((place, i) => {
        pixels.set(examples.pixels.subarray(place * size, (place + 1) * size), i * size);
      });
      return { ...examples, count, pixels };
    }
    case 'rows':
      return { ...examples, count, rows: places.map((place) => examples.rows[place]) };
    case 'text':
      return { ...examples, count, texts: places.map((place) => examples.texts[place]) };
  }
}
