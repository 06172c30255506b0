import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { UserError } from '../../../protocol/errors';
import type { ZarrFiles } from './zarr-files';

/** A group or an array, as its metadata describe it. */
export interface ZarrNode {
  /** Its path in the store, without a slash before it; '' for the outermost. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly array?: ZarrArrayNode;
}

export interface ZarrArrayNode {
  readonly shape: readonly number[];
  /** Along each axis, of what is compressed together. */
  readonly chunks: readonly number[];
  /** NumPy's name, or the type as it is written there. */
  readonly type: string;
  readonly codecs: readonly string[];
}

/** JSON knows a -0. */
const size = v.pipe(
  v.number(),
  v.safeInteger(),
  v.minValue(0),
  v.transform((number) => number + 0),
);
const sizes = v.pipe(v.array(size), v.maxLength(32));
const attributes = v.record(v.string(), v.unknown());
const codec = v.looseObject({ id: v.string() });
/** https://zarr-specs.readthedocs.io/en/latest/v2/v2.0.html */
const ArrayV2 = v.looseObject({
  zarr_format: v.literal(2),
  shape: sizes,
  chunks: sizes,
  dtype: v.optional(v.unknown()),
  compressor: v.nullish(codec),
  filters: v.nullish(v.array(codec)),
});
/** https://zarr-specs.readthedocs.io/en/latest/v3/core/index.html */
const NodeV3 = v.looseObject({
  zarr_format: v.literal(3),
  node_type: v.picklist(['array', 'group']),
  attributes: v.optional(attributes),
  shape: v.optional(sizes),
  data_type: v.optional(v.unknown()),
  chunk_grid: v.optional(
    v.looseObject({ configuration: v.optional(v.looseObject({ chunk_shape: v.optional(sizes) })) }),
  ),
  codecs: v.optional(v.array(v.union([v.string(), v.looseObject({ name: v.string() })]))),
});

const deepest = 16;
const mostNodes = 5000;
const largestMetadata = 1 << 26;

/** Does a folder hold Zarr's metadata? */
export async function isZarr(folder: string): Promise<boolean> {
  for (const name of ['zarr.json', '.zgroup', '.zarray']) {
    const status = await stat(join(folder, name)).catch(() => null);
    if (status?.isFile()) return true;
  }
  return false;
}

/** All groups and arrays of a store. @throws UserError data.zarr.damaged, or as the file system has it. */
export async function zarrNodes(files: ZarrFiles): Promise<ZarrNode[]> {
  const nodes: ZarrNode[] = [];
  const visit = async (name: string, depth: number): Promise<void> => {
    if (nodes.length >= mostNodes || depth > deepest) return;
    const node = await readNode(files, name);
    if (node) nodes.push(node);
    if (node?.array) return;
    for (const below of await files.folders(name)) await visit(name === '' ? below : `${name}/${below}`, depth + 1);
  };
  await visit('', 0);
  return nodes;
}

async function readNode(files: ZarrFiles, name: string): Promise<ZarrNode | null> {
  const place = name === '' ? files.path : `${files.path} (${name})`;
  const read = (file: string) => json(files, name === '' ? file : `${name}/${file}`, place);
  const newer = await read('zarr.json');
  if (newer !== undefined) return nodeOfV3(name, parsed(NodeV3, newer, place), place);
  const array = await read('.zarray');
  const described = (await read('.zattrs')) ?? {};
  const own = { name, attributes: parsed(attributes, described, place) };
  if (array === undefined) return (await read('.zgroup')) === undefined ? null : own;
  const { shape, chunks, dtype, compressor, filters } = parsed(ArrayV2, array, place);
  if (chunks.length !== shape.length) throw damaged(place, 'chunks');
  const codecs = [...(filters ?? []), ...(compressor ? [compressor] : [])].map(({ id }) => `numcodecs.${id}`);
  return { ...own, array: { shape, chunks, type: typeOfV2(dtype), codecs } };
}

function nodeOfV3(name: string, node: v.InferOutput<typeof NodeV3>, place: string): ZarrNode {
  const own = { name, attributes: node.attributes ?? {} };
  if (node.node_type === 'group') return own;
  const { shape, chunk_grid: grid, data_type: type, codecs = [] } = node;
  const chunks = grid?.configuration?.chunk_shape;
  if (!shape || chunks?.length !== shape.length) throw damaged(place, 'chunk_grid');
  return {
    ...own,
    array: {
      shape,
      chunks,
      type: typeof type === 'string' ? type : JSON.stringify(type),
      codecs: codecs.map((codec) => (typeof codec === 'string' ? codec : codec.name)),
    },
  };
}

const kinds: Readonly<Record<string, string>> = { i: 'int', u: 'uint', f: 'float' };

function typeOfV2(dtype: unknown): string {
  const [, , kind, bytes] = /^([<>|])([a-zA-Z])(\d+)$/.exec(String(dtype)) ?? [];
  if (kind === 'b') return 'bool';
  if (kind !== undefined && kinds[kind]) return `${kinds[kind]}${8 * Number(bytes)}`;
  if (kind === 'U' || kind === 'S' || dtype === '|O') return 'string';
  return typeof dtype === 'string' ? dtype : 'structured';
}

async function json(files: ZarrFiles, name: string, place: string): Promise<unknown> {
  const size = (await files.size(name)) ?? 0;
  if (size > largestMetadata) throw damaged(place, `${size} bytes of metadata`);
  const bytes = await files.read(name);
  if (!bytes) return undefined;
  try {
    return JSON.parse(withoutNaN(bytes.toString('utf8')));
  } catch (error) {
    throw error instanceof SyntaxError ? damaged(place, error.message) : error;
  }
}

/** JSON as Python writes it, with NaN and Infinity, which no JSON has, as texts. */
export function withoutNaN(text: string): string {
  return text.replace(/([:[,]\s*)(-?Infinity|NaN)(?=\s*[,\]}])/g, '$1"$2"');
}

function parsed<S extends v.GenericSchema>(schema: S, value: unknown, place: string): v.InferOutput<S> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  throw damaged(place, `${v.getDotPath(result.issues[0]) ?? ''}: ${result.issues[0].message}`);
}

export function damaged(place: string, reason: string, cause?: unknown): UserError {
  return new UserError('data.zarr.damaged', { path: place, reason }, { cause });
}
