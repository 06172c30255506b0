import { partOf } from '../../../task';
import type { Source } from '../../examples/source';
import { boundsOf, rolesFor, type TableOptions, tableSource } from '../../tables/table-source';
import { imageTableSource } from '../images/image-table';
import { openCsv } from './csv-reading';

/** The share of the work that is done when a text has been read. */
const readShare = 0.8;

/** Rows of a CSV or TSV file, or the images that they name. @throws UserError data.table.* and data.encoding.*. */
export async function openTable(path: string, options: TableOptions): Promise<Source> {
  const { config, task } = options;
  const roles = rolesFor(path, options);
  const reading = partOf(task, 0, readShare);
  const table = await openCsv(path, {
    use: (name) => roles.use(name),
    limit: config.limit,
    ...boundsOf(roles, config),
    task: reading,
  });
  const rest = { ...options, task: partOf(task, readShare, 1) };
  return (await imageTableSource(table, rest)) ?? tableSource(table, 'csv', rest);
}
