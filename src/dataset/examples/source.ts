import type { ColumnInfo, DataSummary } from '../../protocol/data';
import { UserError } from '../../protocol/errors';
import type { Task } from '../../task';
import type { Dataset, Encoding, WantedData } from './dataset';

/** How data are to be read for a model. */
export interface ReadOptions {
  readonly config: WantedData;
  /** Of an earlier run; without it one is fitted. */
  readonly encoding?: Encoding;
  readonly task: Task;
}

/** A data set of which the head has been read: what it is, before its values are. */
export interface Source {
  readonly summary: DataSummary;
  load(): Promise<Dataset>;
}

/** What a column is, without its values. The names of ids are left out: there may be one for every row. */
export function columnInfo({ name, role, type, categories }: ColumnInfo): ColumnInfo {
  return categories && role !== 'id' ? { name, role, type, categories } : { name, role, type };
}

/** A model learns nothing from one example; to look at a single one with a finished model is fine. */
export function checkExamples(path: string, examples: number, fitting: boolean): void {
  if (examples === 0) throw new UserError('data.noExamples', { path });
  if (fitting && examples < 2) throw new UserError('data.oneExample', { path });
}
