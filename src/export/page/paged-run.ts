import type { ExploredRun } from '../../exploration/exploration';
import type { ColumnValues } from '../../protocol/data';
import type { KeptLayout } from '../../protocol/layout';
import type { RunSummary } from '../../protocol/run';
import type { RunSelection } from '../../protocol/selections';

/** What a page takes of a run. */
export interface PagedRun extends ExploredRun {
  readonly directory: string;
  readonly layouts: { list(): Promise<readonly KeptLayout[]> };
  readonly exploration: { column(params: { readonly name: string }): Promise<ColumnValues> };
  summary(): RunSummary;
  selections(): Promise<{ readonly selections: readonly RunSelection[] }>;
}
