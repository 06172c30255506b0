import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Group } from 'h5wasm/node';

type Written = Parameters<Group['create_dataset']>[0];
type Data = Written['data'];
type Values = NonNullable<Data>;

/** An array of an HDF5 file. */
export interface Hdf5Array {
  readonly data: Values;
  readonly shape?: readonly number[];
  /** As h5wasm has it, e.g. `<f`, `>d`; of records, a list of names and types, with data by name. */
  readonly dtype?: Written['dtype'];
  readonly chunks?: readonly number[];
  /** Deflate's level, or the number of another filter. */
  readonly compression?: number;
  readonly attributes?: Attributes;
}

export type Attributes = Readonly<Record<string, string | number | readonly string[] | readonly number[]>>;

/** The bytes of an HDF5 file with these arrays, by their paths, and with attributes of its groups. */
export async function hdf5(
  arrays: Readonly<Record<string, Hdf5Array>>,
  groups: Readonly<Record<string, Attributes>> = {},
  /** Headers of the first version have no checksum. */
  libver: 'earliest' | 'latest' = 'latest',
): Promise<Buffer> {
  const { File, ready } = await import('h5wasm/node');
  await ready;
  const folder = await mkdtemp(join(tmpdir(), 'latent-lens-hdf5-'));
  try {
    const path = join(folder, 'written.h5');
    const file = new File(path, 'w', { libver: [libver, 'latest'] });
    const names = new Set([
      ...Object.keys(groups),
      ...[...Object.keys(groups), ...Object.keys(arrays)].flatMap(parentsOf),
    ]);
    // Each after those that it is in.
    for (const name of [...names].sort()) if (name !== '') file.create_group(name);
    for (const [name, { data, shape, dtype, chunks, compression, attributes = {} }] of Object.entries(arrays)) {
      const dataset = file.create_dataset({
        name,
        data,
        ...(shape && { shape: [...shape] }),
        ...(dtype && { dtype }),
        ...(chunks && { chunks: [...chunks] }),
        ...(compression !== undefined && { compression }),
      });
      describe(dataset, attributes);
    }
    for (const [name, attributes] of Object.entries(groups)) {
      const group = name === '' ? file : file.get(name);
      describe(group as Group, attributes);
    }
    file.close();
    return await readFile(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function describe(target: Pick<Group, 'create_attribute'>, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) target.create_attribute(name, value as Values);
}

function parentsOf(name: string): string[] {
  const parts = name.split('/').slice(0, -1);
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'));
}
