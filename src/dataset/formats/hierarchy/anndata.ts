import type { Task } from '../../../task';
import type { Labels } from '../../examples/label-columns';
import type { Archive, ChosenArray, Described, DescribingColumn } from '../arrays/archive';
import { readArray } from '../arrays/array-values';
import { type LabelHead, readLabels } from '../arrays/labels';
import { type LabelOptions, labelsOfArchive } from '../arrays/located-labels';
import { embeddingColumns } from './embeddings';
import { type Hierarchy, labelsOf } from './hierarchy';

/** What the column of a cell's kind is called by custom, the finest knowledge first. */
const usualLabels = [
  'cell_type',
  'celltype',
  'cell_types',
  'cell_type_original',
  'cell_ontology_class',
  'label',
  'labels',
  'annotation',
  'louvain',
  'leiden',
  'clusters',
  'cluster',
];

/** Is it annotated data (https://anndata.readthedocs.io/en/latest/fileformat-prose.html)? Older ones do not say so. */
export async function isAnnData(hierarchy: Hierarchy): Promise<boolean> {
  if ((await hierarchy.attributes(''))['encoding-type'] === 'anndata') return true;
  const names = hierarchy.arrays.map(({ name }) => name);
  const has = (part: RegExp) => names.some((name) => part.test(name));
  return has(/^X(\/|$)/) && has(/^obs\//) && has(/^var\//);
}

/** Its arrays that have a row for each observation: X, layers, embeddings; the columns of `obs` describe these. */
export function annDataArchive(hierarchy: Hierarchy, { arrays }: Archive): Archive {
  const own = arrays.filter(({ name }) => /^(raw\/)?X$|^(layers|obsm)\/[^/]+$/.test(name));
  const archive: Archive = {
    path: hierarchy.path,
    arrays: own,
    ...(own.some(({ name }) => name === 'X') && { main: 'X' }),
    describe: (chosen, options) => describe(hierarchy, { archive, chosen }, options),
  };
  return archive;
}

async function describe(
  hierarchy: Hierarchy,
  { archive, chosen }: { readonly archive: Archive; readonly chosen: ChosenArray },
  options: LabelOptions,
): Promise<Described> {
  const { name } = chosen.array;
  const observations = await columnsOf(hierarchy, 'obs');
  const label = observations.find((column) => column.name === options.labels) ?? usualLabel(observations, options);
  const head = label ? await columnHead(hierarchy, label, options.task) : null;
  const labels = head
    ? { head, warnings: [] }
    : options.labels === undefined
      ? { head: null, warnings: [] }
      : await labelsOfArchive({ ...archive, describe: undefined }, chosen, options);
  const columns: DescribingColumn[] = [];
  for (const column of observations) {
    if (column !== label) columns.push(describing(hierarchy, column));
  }
  columns.push(...(await embeddingColumns(hierarchy, chosen, options.task)));
  const variables = /^(X|layers\/.*)$/.test(name) ? 'var' : name === 'raw/X' ? 'raw/var' : null;
  return {
    labels,
    ...(head && label && { labelName: label.name }),
    columns,
    ...(variables !== null && { features: (task) => indexOf(hierarchy, variables, task) }),
  };
}

/** A column of `obs` or `var`. */
interface FrameColumn {
  readonly name: string;
  readonly path: string;
  /** Where it is codes of categories: where these are. */
  readonly categories?: string;
  readonly isIndex: boolean;
}

function usualLabel(columns: readonly FrameColumn[], { labels }: LabelOptions): FrameColumn | undefined {
  if (labels !== undefined) return undefined;
  for (const usual of usualLabels) {
    const found = columns.find(({ name }) => name.toLowerCase() === usual);
    if (found) return found;
  }
  return undefined;
}

/** The columns of a frame in their order, the index first. */
async function columnsOf(hierarchy: Hierarchy, frame: string): Promise<FrameColumn[]> {
  const attributes = await hierarchy.attributes(frame);
  const names = new Set(hierarchy.arrays.map(({ name }) => name));
  const index = String(attributes._index ?? 'index');
  const order = attributes['column-order'];
  const given = Array.isArray(order) ? order.map(String) : topNames(names, frame);
  const columns: FrameColumn[] = [];
  for (const name of new Set([index, ...given])) {
    const path = `${frame}/${name}`;
    const isIndex = name === index;
    const older = `${frame}/__categories/${name}`;
    if (names.has(`${path}/codes`) && names.has(`${path}/categories`)) {
      columns.push({ name, path: `${path}/codes`, categories: `${path}/categories`, isIndex });
    } else if (names.has(path)) columns.push({ name, path, isIndex, ...(names.has(older) && { categories: older }) });
  }
  return columns;
}

function topNames(names: ReadonlySet<string>, frame: string): string[] {
  const below = [...names]
    .filter((name) => name.startsWith(`${frame}/`))
    .map((name) => name.split('/')[frame.split('/').length]);
  return [...new Set(below)].filter((name) => name !== '__categories');
}

async function columnHead(hierarchy: Hierarchy, { path, categories }: FrameColumn, task: Task): Promise<LabelHead> {
  const head = await labelsOf(hierarchy, path, task);
  if (categories === undefined || !('dtype' in head)) return head;
  const { shape } = head;
  return {
    count: shape[0],
    async words(task) {
      const names = await readLabels(await labelsOf(hierarchy, categories, task), task);
      const { data } = await readArray(head, { signal: task.signal });
      // -1 stands for a missing one.
      return Array.from(data, (code) => (names[code] === undefined ? '' : String(names[code])));
    },
  };
}

function describing(hierarchy: Hierarchy, column: FrameColumn): DescribingColumn {
  return {
    name: column.name === '_index' ? 'index' : column.name,
    ...(column.isIndex && { role: 'id' }),
    read: async (task): Promise<Labels> => readLabels(await columnHead(hierarchy, column, task), task),
  };
}

async function indexOf(hierarchy: Hierarchy, frame: string, task: Task): Promise<readonly string[] | null> {
  const index = (await columnsOf(hierarchy, frame)).find(({ isIndex }) => isIndex);
  const words = index && (await hierarchy.words(index.path, task));
  return words ? words.words(task) : null;
}
