import type { ColumnInfo, ColumnValues } from '../src/protocol/data';
import { categoryTitle } from './column-names';
import { formatValue } from './numbers';

const ofModel: ReadonlySet<ColumnInfo['role']> = new Set(['measure', 'latent', 'posterior', 'neighbourhood']);

/** Whether its values are others with other weights. */
export function isOfModel(column: ColumnInfo | undefined): boolean {
  return column !== undefined && ofModel.has(column.role);
}

/** Whether its values are those of the codes of an epoch, which are kept of all that can be shown. */
export function isOfCodes(role: ColumnInfo['role'] | undefined): boolean {
  return role === 'neighbourhood' || role === 'latent';
}

/** Whether it takes its time, so that it is computed only where somebody chooses it. */
export function isCostly({ role }: ColumnInfo): boolean {
  return role === 'posterior' || role === 'neighbourhood';
}

/** Columns of the data, which do not change, and of the model, which do with every epoch and are asked for anew. */
export class ColumnCache {
  private readonly kept = new Map<string, Promise<ColumnValues>>();
  private readonly loaded = new Map<string, ColumnValues>();

  private readonly all: ColumnInfo[] = [];
  /** Those of the run, and after them those that were added. */
  readonly infos: readonly ColumnInfo[];
  private readonly listeners = new Set<() => void>();

  constructor(
    infos: readonly ColumnInfo[],
    private readonly label: string | undefined,
    private readonly request: (name: string, signal?: AbortSignal) => Promise<ColumnValues>,
  ) {
    this.infos = this.all;
    this.all.push(...infos);
  }

  /** One that the run does not have, until the page is closed. */
  add(column: ColumnValues): void {
    const { values: _, ...info } = column;
    this.all.push(info);
    this.kept.set(column.name, Promise.resolve(column));
    this.loaded.set(column.name, column);
    for (const listener of this.listeners) listener();
  }

  onAdded(listener: () => void): void {
    this.listeners.add(listener);
  }

  info(name: string | null): ColumnInfo | undefined {
    return this.infos.find((column) => column.name === name);
  }

  /** @param signal Calls off what is asked for anew; columns of the data come all the same. */
  async get(name: string, signal?: AbortSignal): Promise<ColumnValues> {
    if (isOfModel(this.info(name))) return this.request(name, signal);
    const known = this.kept.get(name);
    if (known) return known;
    const asked = this.request(name);
    this.kept.set(name, asked);
    try {
      const column = await asked;
      this.loaded.set(name, column);
      return column;
    } catch (error) {
      this.kept.delete(name);
      throw error;
    }
  }

  labelInfo(): ColumnInfo | undefined {
    return this.info(this.label ?? null);
  }

  /** The label of an example, once its column is here. */
  labelOf(index: number): string | null {
    const column = this.label === undefined ? undefined : this.loaded.get(this.label);
    return column ? valueInWords(column, index) : null;
  }
}

/** A category by its name, a number in short; null where missing. */
export function valueInWords(column: ColumnValues, index: number): string | null {
  const value = column.values[index];
  if (column.type === 'category') {
    const name = column.categories?.[value];
    return name === undefined ? null : categoryTitle(column, name);
  }
  return Number.isFinite(value) ? formatValue(value) : null;
}
