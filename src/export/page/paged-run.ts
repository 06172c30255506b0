import type { ExploredRun, MadeLayout } from '../../exploration/exploration';
import type { ColumnValues } from '../../protocol/data';
import type { KeptLayout } from '../../protocol/layout';
import type { RunSummary } from '../../protocol/run';
import type { RunSelection } from '../../protocol/selections';
import type { LayoutProjection, Projection } from '../../protocol/trainer';

interface ColumnParams {
  readonly name: string;
  readonly epoch?: number | null;
  readonly projection?: Projection;
}

/** What a page takes of a run. */
export interface PagedRun extends ExploredRun {
  readonly directory: string;
  readonly layouts: {
    list(): Promise<readonly KeptLayout[]>;
    stored(layout: KeptLayout): Promise<MadeLayout | null>;
    keptAs(epoch: number, projection: LayoutProjection): Promise<KeptLayout>;
  };
  readonly exploration: {
    column(params: ColumnParams, signal?: AbortSignal): Promise<ColumnValues>;
  };
  summary(): RunSummary;
  selections(): Promise<{ readonly selections: readonly RunSelection[] }>;
}
