import type { Answers } from '../../exploration/answers/answers';
import type { ExploredRun, MadeLayout } from '../../exploration/explored-run';
import type { KeptLayout } from '../../protocol/layout';
import type { RunSummary } from '../../protocol/run';
import type { RunSelection } from '../../protocol/selections';
import type { LayoutProjection } from '../../protocol/trainer';

/** What a page takes of a run. */
export interface PagedRun extends ExploredRun {
  readonly directory: string;
  readonly layouts: {
    list(): Promise<readonly KeptLayout[]>;
    stored(layout: KeptLayout): Promise<MadeLayout | null>;
    keptAs(epoch: number, projection: LayoutProjection): Promise<KeptLayout>;
  };
  readonly exploration: {
    readonly answers: Answers<'column'>;
  };
  summary(): RunSummary;
  selections(): Promise<{ readonly selections: readonly RunSelection[] }>;
}
