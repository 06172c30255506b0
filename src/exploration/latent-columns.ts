import type { ColumnInfo } from '../protocol/data';
import type { Codes } from './projection';

/** A column for each latent dimension, the posterior means; of another name where the data have a column of that name. */
export function latentColumns(latent: number, taken: ReadonlySet<string>): readonly ColumnInfo[] {
  return Array.from({ length: latent }, (_, index) => {
    let name = `z${index}`;
    while (taken.has(name)) name = `latent ${name}`;
    return { name, role: 'latent', type: 'numeric' };
  });
}

/** One dimension of all codes. */
export function dimensionOf({ means, latent }: Codes, dimension: number): Float32Array {
  const values = new Float32Array(means.length / latent);
  for (let index = 0, at = dimension; index < values.length; index++, at += latent) values[index] = means[at];
  return values;
}
