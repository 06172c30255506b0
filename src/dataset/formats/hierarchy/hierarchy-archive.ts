import { UserError } from '../../../protocol/errors';
import type { Task } from '../../../task';
import type { Archive, ChosenArray, Described, NamedArray } from '../arrays/archive';
import { type LabelOptions, labelsOfArchive } from '../arrays/located-labels';
import { annDataArchive, isAnnData } from './anndata';
import { type Hierarchy, labelsOf } from './hierarchy';
import { type SparseGroup, sparseGroupHead, sparseGroups } from './sparse-groups';

/** A hierarchy as an archive of its arrays, by their paths. Sparse matrices are arrays, too, in the place of their parts. */
export async function archiveOf(hierarchy: Hierarchy): Promise<Archive> {
  const sparse = sparseGroups(hierarchy);
  const isPart = (name: string) => sparse.some((group) => name.startsWith(`${group.name}/`));
  const archive: Archive = {
    path: hierarchy.path,
    arrays: [
      ...hierarchy.arrays.filter(({ name }) => !isPart(name)).map(({ name, bytes }) => arrayOf(hierarchy, name, bytes)),
      ...sparse.map((group) => sparseArray(hierarchy, group)),
    ],
  };
  if (await isAnnData(hierarchy)) return annDataArchive(hierarchy, archive);
  return { ...archive, describe: (chosen, options) => describe(hierarchy, archive, chosen, options) };
}

/** Cell Ranger has names of cells and genes beside its matrix, in the same group. */
async function describe(
  hierarchy: Hierarchy,
  archive: Archive,
  chosen: ChosenArray,
  options: LabelOptions,
): Promise<Described> {
  const { name } = chosen.array;
  const names = new Set(hierarchy.arrays.map((array) => array.name));
  const [barcodes, features] = [`${name}/barcodes`, `${name}/features/name`];
  const words = async (path: string, task: Task) => (await (await hierarchy.words(path, task))?.words(task)) ?? null;
  return {
    labels: await labelsOfArchive(archive, chosen, options),
    ...(names.has(barcodes) && {
      columns: [{ name: 'barcode', role: 'id', read: async (task) => (await words(barcodes, task)) ?? [] }],
    }),
    ...(names.has(features) && { features: (task) => words(features, task) }),
  };
}

function arrayOf(hierarchy: Hierarchy, name: string, bytes: number): NamedArray {
  return {
    name,
    bytes,
    head: (task) => hierarchy.head(name, task),
    labels: (task) => labelsOf(hierarchy, name, task),
  };
}

function sparseArray(hierarchy: Hierarchy, group: SparseGroup): NamedArray {
  const { name } = group;
  const parts = hierarchy.arrays.filter((array) => array.name.startsWith(`${name}/`));
  return {
    name,
    bytes: parts.reduce((total, { bytes }) => total + bytes, 0),
    head: (task) => sparseGroupHead(hierarchy, group, task),
    labels: async () => {
      throw new UserError('data.labels.shape', { path: `${hierarchy.path} (${name})` });
    },
  };
}
