import type { ColumnRoleChoice } from '../../protocol/config';
import { UserError } from '../../protocol/errors';
import type { EncodedColumn, WantedData } from '../examples/dataset';
import type { ColumnEncoding } from '../examples/encoding/columns';
import type { TypedColumn } from './table-columns';

const labelNames = /^(labels?|class(es)?|targets?|species|y|category|diagnosis|outcome|cluster)$/i;

/**
 * What a column is wanted for. `any`: what its cells are, but a text among numbers is a mistake. `either`: the same,
 * but texts among numbers make words of them. `words` or `numbers`: no matter what the cells are.
 */
export type ColumnUse = 'any' | 'either' | 'words' | 'numbers';

type AskedRoles = Pick<WantedData, 'roles' | 'labels' | 'ignore' | 'counts' | 'missing'>;

/** What is decided about columns before their cells are seen: by a person, by a model's encoding, by their names. */
export class ColumnRoles {
  /** What a person wants to colour by. */
  readonly label: string | undefined;
  /** Are features to be counts, and to stay as they are? */
  readonly areCounts: boolean;
  /** Has a person said what becomes of gaps? What is infinite, or no number among numbers, is one then. */
  readonly fillsGaps: boolean;
  private readonly asked: ReadonlyMap<string, ColumnRoleChoice>;
  private readonly features: ReadonlyMap<string, EncodedColumn> | undefined;

  /** @param fitted An encoding, of which the columns are the features, and no others. */
  constructor({ roles = {}, labels, ignore = [], counts, missing }: AskedRoles, fitted?: ColumnEncoding) {
    this.features = fitted && new Map(fitted.columns.map((column) => [column.name, column]));
    const asked = new Map<string, ColumnRoleChoice>(ignore.map((name) => [name, 'ignore']));
    if (labels !== undefined) asked.set(labels, 'label');
    for (const [name, role] of Object.entries(roles)) asked.set(name, role);
    this.asked = asked;
    this.areCounts = counts === true;
    this.fillsGaps = missing !== undefined;
    this.label = labels ?? [...asked.keys()].find((name) => asked.get(name) === 'label');
  }

  /** Features are known, and nothing else can be one. */
  get areFitted(): boolean {
    return this.features !== undefined;
  }

  /** The feature that a column is for a model. */
  feature(name: string): EncodedColumn | undefined {
    return this.features?.get(name);
  }

  /** Is the column one of a model's, of which the categories are known? */
  hasCategories(name: string): boolean {
    const feature = this.feature(name);
    return feature?.type === 'category' && feature.categories.length > 0;
  }

  /** What a person wants a column to be; a model's features stay what they are. */
  of(name: string): ColumnRoleChoice | undefined {
    return this.features?.has(name) ? 'feature' : this.asked.get(name);
  }

  /** May the column be a label, or has to be? */
  mayBeLabel(name: string): boolean {
    const role = this.of(name);
    return role === 'label' || (role === undefined && this.label === undefined && labelNames.test(name));
  }

  /** Are numbers in the column to be taken for classes, if they can be? */
  wantsClasses(name: string): boolean {
    return this.mayBeLabel(name) || this.feature(name)?.type === 'category';
  }

  /** What the cells of a column of text are read for. */
  use(name: string): ColumnUse {
    const feature = this.feature(name);
    if (feature) return feature.type === 'category' ? 'words' : 'numbers';
    const role = this.of(name);
    const describes = this.areFitted || this.mayBeLabel(name) || role === 'id' || role === 'ignore';
    return describes ? 'either' : 'any';
  }

  /** @throws UserError data.encoding.columns or data.table.noColumn, where a column is not there. */
  check(path: string, columns: readonly TypedColumn[]): void {
    const names = columns.map(({ name }) => name);
    const present = new Set(names);
    const absent = [...(this.features?.keys() ?? [])].filter((name) => !present.has(name));
    if (absent.length > 0) {
      throw new UserError('data.encoding.columns', { path, count: absent.length, column: absent[0] });
    }
    const unknown = this.areFitted ? undefined : [...this.asked.keys()].find((name) => !present.has(name));
    if (unknown === undefined) return;
    const listed = names.length > 20 ? `${names.slice(0, 20).join(', ')}, …` : names.join(', ');
    throw new UserError('data.table.noColumn', { path, column: unknown, columns: listed });
  }
}
