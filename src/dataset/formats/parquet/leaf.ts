import type { SchemaTree } from 'hyparquet';
import { fileType, type Unsupported, type ValueType, valueType } from './value-type';

/** A column of the file as its pages have it. */
export interface Leaf {
  readonly name: string;
  /** Its place among the chunks of a row group. */
  readonly chunk: number;
  readonly type: ValueType;
  /** One of several of a group: there is nothing else that it could be read for. */
  readonly isMember?: true;
  /** From this definition level on a value is there. */
  readonly maxDefinition: number;
  /** Of a column of lists. */
  readonly lists: ListLevels | null;
}

/** At which definition levels there is what, in lists and in lists of lists. */
export interface ListLevels {
  /** Lists within each other; 1 of plain ones. */
  readonly depth: number;
  /** From this level on the outermost list has an element; at one less it is empty, and below it is missing. */
  readonly outer: number;
  /** From this level on there is an element of the innermost one, be it missing. */
  readonly inner: number;
}

/** A column at the top of the schema: one leaf that can be read, or the reason why not. */
export type TopColumn = Leaf | (Unsupported & { readonly name: string; readonly nested: boolean });

/**
 * The columns of a schema. One with leaves below it is read only where it is a list of values: a group around a
 * repeated group around an element, or one of the shorter forms of older writers; or where one of them is `bytes`, as in the
 * `struct<bytes, path>` that images are to Hugging Face.
 * Source: github.com/apache/parquet-format, LogicalTypes.md, on lists and on their backward compatibility.
 */
export function topColumns(root: SchemaTree): TopColumn[] {
  let chunk = 0;
  return root.children.map((top) => {
    const first = chunk;
    const leaves = leavesBelow(top);
    chunk += leaves;
    const { name } = top.element;
    const member = fileMember(top);
    if (member) {
      const maxDefinition = definitionLevel([top, top.children[member.place]]);
      return {
        name,
        chunk: first + member.leaf,
        type: fileType,
        isMember: true,
        maxDefinition,
        lists: null,
      };
    }
    const path = leaves === 1 ? pathToLeaf(top) : [];
    const leaf = path.at(-1);
    if (!leaf || !isListOrFlat(path)) return { name, nested: true, unsupported: 'nested' };
    const type = valueType(leaf.element);
    if ('unsupported' in type) return { name, nested: false, ...type };
    const lists = listLevels(path);
    if (lists && type.dtype === null) return { name, nested: true, unsupported: 'list of texts' };
    return {
      name,
      chunk: first,
      type,
      maxDefinition: definitionLevel(path),
      lists,
    };
  });
}

/** The bytes of `struct<bytes, path>`: which child they are, and which leaf. */
function fileMember({ element, children }: SchemaTree): { readonly place: number; readonly leaf: number } | null {
  if (element.repetition_type === 'REPEATED') return null;
  const place = children.findIndex(({ element, children }) => {
    const { name, type, repetition_type: repetition } = element;
    return name === 'bytes' && type === 'BYTE_ARRAY' && repetition !== 'REPEATED' && children.length === 0;
  });
  if (place < 0) return null;
  const before = children.slice(0, place).reduce((total, child) => total + leavesBelow(child), 0);
  return { place, leaf: before };
}

function leavesBelow({ children }: SchemaTree): number {
  return children.length === 0 ? 1 : children.reduce((total, child) => total + leavesBelow(child), 0);
}

function pathToLeaf(top: SchemaTree): SchemaTree[] {
  return top.children.length === 0 ? [top] : [top, ...pathToLeaf(top.children[0])];
}

/** value; repeated value; list > repeated value; list > repeated > value, which may be a list again. */
function isListOrFlat(path: readonly SchemaTree[]): boolean {
  return path.length === 1 || path.every((node, i) => isRepeated(node) === (i % 2 === 1));
}

function listLevels(path: readonly SchemaTree[]): ListLevels | null {
  const repeated = path.flatMap((node, i) => (isRepeated(node) ? [i] : []));
  const [first] = repeated;
  const last = repeated.at(-1);
  if (last === undefined) return null;
  const levelOf = (place: number) => definitionLevel(path.slice(0, place + 1));
  return { depth: repeated.length, outer: levelOf(first), inner: levelOf(last) };
}

function isRepeated({ element }: SchemaTree): boolean {
  return element.repetition_type === 'REPEATED';
}

function definitionLevel(path: readonly SchemaTree[]): number {
  return path.filter(({ element }) => element.repetition_type !== 'REQUIRED').length;
}
