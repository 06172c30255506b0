import type { Task } from '../../../task';
import type { ArrayHead } from '../arrays/array-head';
import { readArray } from '../arrays/array-values';
import { type CompressedParts, compressedHead } from '../sparse/compressed';
import { broken } from '../sparse/sparse-head';
import type { AttributeValue, Hierarchy } from './hierarchy';

/** Names of the arrays that a sparse matrix is made of: where lines begin, places within them, values. */
const usual = { starts: 'indptr', places: 'indices', values: 'data' };
const matlab = { starts: 'jc', places: 'ir', values: 'data' };

/** A group that is a sparse matrix. */
export interface SparseGroup {
  readonly name: string;
  readonly parts: typeof usual;
}

/** The groups that are sparse matrices: as AnnData, Cell Ranger and MATLAB write them. */
export function sparseGroups({ arrays }: Pick<Hierarchy, 'arrays'>): SparseGroup[] {
  const names = new Set(arrays.map(({ name }) => name));
  const groups: SparseGroup[] = [];
  for (const parts of [usual, matlab]) {
    for (const name of names) {
      if (!name.endsWith(`/${parts.starts}`)) continue;
      const group = name.slice(0, -parts.starts.length - 1);
      if (names.has(`${group}/${parts.places}`) && names.has(`${group}/${parts.values}`))
        groups.push({ name: group, parts });
    }
  }
  return groups;
}

/** @throws UserError data.sparse.shape, and where its arrays cannot be read. */
export async function sparseGroupHead(
  hierarchy: Hierarchy,
  { name, parts }: SparseGroup,
  task: Task,
): Promise<ArrayHead> {
  const place = { path: hierarchy.path, inside: name };
  const head = (part: string) => hierarchy.head(`${name}/${part}`, task);
  const [starts, places, values] = [await head(parts.starts), await head(parts.places), await head(parts.values)];
  const attributes = await hierarchy.attributes(name);
  const lines = (starts.shape[0] ?? 0) - 1;
  if (parts === matlab) {
    // The columns of MATLAB's matrices are compressed; the attribute says how many rows there are.
    const rows = Number(attributes.MATLAB_sparse);
    return compressedHead(place, { layout: 'csc', shape: [rows, lines], starts, places, values });
  }
  const shape = numbersOf(attributes.shape ?? attributes.h5sparse_shape ?? (await shapeArray(hierarchy, name, task)));
  if (shape?.length !== 2) throw broken(place, 'no shape');
  const encoding = String(attributes['encoding-type'] ?? attributes.h5sparse_format ?? '');
  // Cell Ranger compresses the columns of genes × cells, which are the examples.
  const isCellRanger = encoding === '' && 'shape' in attributes === false;
  const layout: CompressedParts['layout'] = isCellRanger || /^csr/.test(encoding) ? 'csr' : 'csc';
  const [rows, columns] = isCellRanger ? shape.toReversed() : shape;
  return compressedHead(place, { layout, shape: [rows, columns], starts, places, values });
}

async function shapeArray(hierarchy: Hierarchy, name: string, task: Task): Promise<readonly number[] | null> {
  if (!hierarchy.arrays.some((array) => array.name === `${name}/shape`)) return null;
  return Array.from((await readArray(await hierarchy.head(`${name}/shape`, task), task, 8)).data);
}

function numbersOf(value: AttributeValue): readonly number[] | null {
  return Array.isArray(value) && value.every((item) => typeof item === 'number') ? (value as number[]) : null;
}
