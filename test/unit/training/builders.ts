import type { Dataset } from '../../../src/dataset';
import type { RunConfig } from '../../../src/protocol/config';
import { resolveConfig } from '../../../src/protocol/presets';

const label = {
  name: 'place',
  role: 'label',
  type: 'category',
  categories: ['0', '1', '2', '3', '4', '5', '6', '7'],
} as const;

/** Grey images of 4 x 4 pixels: a bright row or a bright column, so that there is something to learn. */
export function barImages(examples: number): Dataset {
  const values = new Uint8Array(examples * 16);
  for (let i = 0; i < examples; i++) {
    const place = i % 8;
    for (let j = 0; j < 4; j++) values[i * 16 + (place < 4 ? place * 4 + j : j * 4 + place - 4)] = 255 - (i % 5);
  }
  return {
    summary: {
      name: 'bars',
      source: 'builtin:bars',
      format: 'builtin',
      kind: 'images',
      examples,
      shape: [4, 4, 1],
      dtype: 'uint8',
      columns: [label],
      label: label.name,
      warnings: [],
    },
    encoding: { kind: 'pixels', shape: [4, 4, 1], offset: 0, scale: 255 },
    values,
    columns: [
      {
        ...label,
        values: Float32Array.from({ length: examples }, (_, i) => i % 8),
      },
    ],
    source: () => null,
  };
}

export function smallConfig(
  changes: {
    model?: Partial<RunConfig['model']>;
    objective?: Partial<RunConfig['objective']>;
    training?: Partial<RunConfig['training']>;
  } = {},
): RunConfig {
  return resolveConfig(
    {
      data: 'builtin:bars',
      model: { hidden: [16], latent: 2, ...changes.model },
      objective: changes.objective,
      training: { epochs: 3, batchSize: 16, ...changes.training },
    },
    { kind: 'images' },
  );
}
