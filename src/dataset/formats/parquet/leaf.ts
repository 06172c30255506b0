import type { SchemaTree } from 'hyparquet';
import { type Unsupported, type ValueType, valueType } from './value-type';

/** A column of the file as its pages have it. */
export interface Leaf {
  readonly name: string;
  /** Its place among the chunks of a row group. */
  readonly chunk: number;
  readonly type: ValueType;
  /** From this definition level on a value is there. */
  readonly maxDefinition: number;
  /** For a column of lists: from this definition level on there is an element, be it missing; below 1 less, no list. */
  readonly elementDefinition: number | null;
}

/** A column at the top of the schema: one leaf that can be read, or the reason why not. */
export type TopColumn = Leaf | (Unsupported & { readonly name: string; readonly nested: boolean });

/**
 * The columns of a schema. One with leaves below it is read only where it is a list of values: a group around a
 * repeated group around an element, or one of the shorter forms of older writers.
 * Source: github.com/apache/parquet-format, LogicalTypes.md, on lists and on their backward compatibility.
 */
export function topColumns(root: SchemaTree): TopColumn[] {
  let chunk = 0;
  return root.children.map((top) => {
    const first = chunk;
    const leaves = leavesBelow(top);
    chunk += leaves;
    const { name } = top.element;
    const path = leaves === 1 ? pathToLeaf(top) : [];
    const leaf = path.at(-1);
    if (!leaf || !isListOrFlat(path)) return { name, nested: true, unsupported: 'nested' };
    const type = valueType(leaf.element);
    if ('unsupported' in type) return { name, nested: false, ...type };
    const repeated = path.findIndex(isRepeated);
    if (repeated >= 0 && type.dtype === null) return { name, nested: true, unsupported: 'list of texts' };
    return {
      name,
      chunk: first,
      type,
      maxDefinition: definitionLevel(path),
      elementDefinition: repeated < 0 ? null : definitionLevel(path.slice(0, repeated + 1)),
    };
  });
}

function leavesBelow({ children }: SchemaTree): number {
  return children.length === 0 ? 1 : children.reduce((total, child) => total + leavesBelow(child), 0);
}

function pathToLeaf(top: SchemaTree): SchemaTree[] {
  return top.children.length === 0 ? [top] : [top, ...pathToLeaf(top.children[0])];
}

/** value; repeated value; list > repeated value; list > repeated > value. */
function isListOrFlat(path: readonly SchemaTree[]): boolean {
  const repeated = path.filter(isRepeated).length;
  if (path.length === 1) return true;
  return repeated === 1 && path.length <= 3 && isRepeated(path[1]);
}

function isRepeated({ element }: SchemaTree): boolean {
  return element.repetition_type === 'REPEATED';
}

function definitionLevel(path: readonly SchemaTree[]): number {
  return path.filter(({ element }) => element.repetition_type !== 'REQUIRED').length;
}
