import { excludeList, exportSelection } from '../export/export-selection';
import { exportTable, writeWhole } from '../export/export-table';
import { exportPage, planPage } from '../export/page/export-page';
import type { Handlers } from '../protocol/rpc';
import type { Projection, TrainerMethods } from '../protocol/trainer';
import type { Run } from './run';

/** What of the run that is open can be written to files. */
export function createExporting(
  opened: () => Run,
): Handlers<
  Pick<TrainerMethods, 'exportTable' | 'exportSelection' | 'correctable' | 'pagePlan' | 'exportPage' | 'write'>
> {
  return {
    exportTable: ({ path, ...table }, signal) => {
      const run = opened();
      const { exploration, data } = run;
      const exported = {
        examples: data.examples,
        // What takes its time is computed where it is looked at.
        columns: exploration.columns.filter(({ role }) => role !== 'posterior' && role !== 'neighbourhood'),
        column: (name: string) => exploration.answers.column({ name }),
        latents: async (epoch: number | null) => (await run.encodings(epoch)).codes,
        layout: (epoch: number | null, projection: Projection) => exploration.answers.latents({ epoch, projection }),
      };
      return exportTable(exported, path, table, { signal });
    },
    exportSelection: ({ path, use, examples }, signal) =>
      exportSelection(opened().selectable, path, use, examples, signal),
    correctable: () => {
      const { data: name, examples, fingerprint } = excludeList(opened().selectable, new Uint32Array());
      return { name, examples, fingerprint };
    },
    pagePlan: (shown) => planPage(opened(), shown),
    exportPage: ({ path, ...page }, signal) => exportPage(opened(), path, page, signal),
    write: async ({ path, content }) => {
      await writeWhole(path, content);
      return null;
    },
  };
}
