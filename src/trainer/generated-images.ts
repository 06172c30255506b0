import type { Dataset } from '../dataset';
import { random } from '../random';

const shape = [28, 28, 1] as const;

/** Bytes of about as many bright pixels as handwritten digits have. */
export function generateImages(examples: number): Dataset {
  const next = random(7);
  const [height, width, channels] = shape;
  const values = new Uint8Array(examples * height * width * channels);
  for (let i = 0; i < values.length; i++) values[i] = next() % 5 === 0 ? next() % 256 : 0;
  return {
    summary: {
      name: 'generated',
      source: 'builtin:digits',
      format: 'builtin',
      kind: 'images',
      examples,
      shape,
      dtype: 'uint8',
      columns: [],
      warnings: [],
    },
    encoding: { kind: 'pixels', shape, offset: 0, scale: 255 },
    values,
    columns: [],
    source: () => null,
  };
}
