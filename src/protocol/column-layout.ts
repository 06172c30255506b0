import * as v from 'valibot';
import type { ColumnInfo } from './data';

const column = v.pipe(v.string(), v.maxLength(1000));

/**
 * Points at the values of two or three numeric columns of the data, such as a map or an embedding that others made. It is the same
 * at every epoch; examples that lack a value have no place.
 */
export const ColumnLayout = v.strictObject({
  kind: v.literal('columns'),
  columns: v.union([v.strictTuple([column, column]), v.strictTuple([column, column, column])]),
});
type Parsed = v.InferOutput<typeof ColumnLayout>;
export interface ColumnLayout extends Readonly<Omit<Parsed, 'columns'>> {
  readonly columns: Readonly<Parsed['columns']>;
}

/** Columns that are places together, by the name that they have in common. */
export interface GivenLayout {
  readonly name: string;
  readonly columns: ColumnLayout['columns'];
}

/** The columns that can be axes: numbers of the data. What a model says is another with each epoch. */
export function axisColumns(columns: readonly ColumnInfo[]): readonly ColumnInfo[] {
  const roles: readonly ColumnInfo['role'][] = ['label', 'factor', 'feature', 'id'];
  return columns.filter(
    ({ type, role, quantity }) => type === 'numeric' && quantity === undefined && roles.includes(role),
  );
}

/** Which axis of what a column is, by its name. */
interface NamedAxis {
  readonly stem: string;
  readonly by: 'numbers' | 'letters';
  readonly axis: number;
}

/**
 * What looks like a layout by its names: `X_umap-0`, `X_umap-1` as scanpy has them, `tsne_1`, `tsne_2`, `projection_x`, `projection_y`,
 * `x`, `y`, `z`. More than three of a kind are no places.
 */
export function givenLayouts(columns: readonly ColumnInfo[]): readonly GivenLayout[] {
  const families = new Map<string, { readonly named: NamedAxis; readonly axes: Map<number, string> }>();
  for (const { name } of axisColumns(columns)) {
    const named = axisOf(name);
    if (!named) continue;
    const key = `${named.by} ${named.stem}`;
    const family = families.get(key) ?? { named, axes: new Map<number, string>() };
    family.axes.set(named.axis, name);
    families.set(key, family);
  }
  return [...families.values()].flatMap(({ named: { stem, by }, axes }): GivenLayout[] => {
    const first = by === 'letters' || axes.has(0) ? 0 : 1;
    const [x, y, z] = [0, 1, 2].map((axis) => axes.get(first + axis));
    if (x === undefined || y === undefined || axes.size > 3) return [];
    if (axes.size === 2) return [{ name: stem || `${x}, ${y}`, columns: [x, y] }];
    return z === undefined ? [] : [{ name: stem || `${x}, ${y}, ${z}`, columns: [x, y, z] }];
  });
}

function axisOf(name: string): NamedAxis | null {
  const [, stem, number] = /^(.*\D)(\d)$/.exec(name) ?? [];
  if (stem !== undefined) return { stem: trimmed(stem), by: 'numbers', axis: Number(number) };
  const [, before, letter] = /^(|.*[-_ .])([xyz])$/i.exec(name) ?? [];
  if (letter === undefined) return null;
  return { stem: trimmed(before), by: 'letters', axis: 'xyz'.indexOf(letter.toLowerCase()) };
}

/** Without what parts a name from its axis, unless nothing else is there. */
function trimmed(stem: string): string {
  return stem.replace(/[-_ .]+$/, '') || stem;
}
