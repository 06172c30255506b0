import type { ColumnRoleChoice, DataConfig } from '../../protocol/config';
import type { DataFormat, DataSummary } from '../../protocol/data';
import { UserError } from '../../protocol/errors';
import { dataName } from '../../protocol/names';
import { partOf, type Task } from '../../task';
import type { Dataset, Encoding, WantedData } from '../examples/dataset';
import { type ColumnEncoding, totalWidth } from '../examples/encoding/columns';
import { withLibrary } from '../examples/encoding/vectors';
import { countsOf, divide, memoryBytes, spreadPlace, streamedWarnings } from '../examples/memory';
import { checkExamples, columnInfo, type ReadOptions, type Source } from '../examples/source';
import { completeRows } from './chosen-rows';
import { type ColumnProfile, profileColumns } from './column-profile';
import { ColumnRoles } from './column-roles';
import { describeColumn, rowBytes } from './row-descriptions';
import { loadRows } from './row-loading';
import { inferSchema, missingWarning, type Schema } from './schema';
import type { TableRows } from './table-columns';
import { textColumn, textColumnSource, textRoles } from './text-column';

/**
 * The rows of a table, of whatever format, as a data set; or one of its columns as texts, where that is wanted.
 * @throws UserError data.table.* and data.encoding.*.
 */
export async function tableSource(table: TableRows, format: DataFormat, options: ReadOptions): Promise<Source> {
  const { config, encoding, task } = options;
  const text = textColumn(config, encoding);
  if (text !== undefined) return textColumnSource(table, text, format, options);
  const { path } = table;
  const fitted = columnEncoding(encoding, path);
  const { rows, schema } = await prepare(table, config, fitted, partOf(task, 0, 0.5));
  checkExamples(path, rows.rows, fitted === undefined);
  const { columns, label, warnings } = schema;
  const inputs = fitted?.columns ?? columns.flatMap(({ encoded }) => (encoded ? [encoded] : []));
  const width = totalWidth(inputs);
  const bytes = rowBytes(rows, columns, width * Float32Array.BYTES_PER_ELEMENT);
  const division = divide(rows.rows, bytes, memoryBytes(config));
  const summary: DataSummary = {
    name: dataName(path),
    source: path,
    format,
    kind: 'table',
    ...countsOf(rows.rows, division),
    shape: [width],
    dtype: 'mixed',
    columns: columns.map((column) => columnInfo(describeColumn(column))),
    ...(label === undefined ? {} : { label }),
    warnings: [...warnings, ...streamedWarnings(path, division, rows.rows, config)],
  };
  async function load(): Promise<Dataset> {
    const loaded = await loadRows(rows, columns, inputs, division, partOf(task, 0.5, 1));
    return {
      summary,
      encoding: withLibrary(fitted ?? { kind: 'columns', columns: inputs }, loaded.values),
      ...loaded,
      source: (index) => ({ path, line: rows.line(spreadPlace(index, summary.examples, rows.rows)) }),
    };
  }
  let loaded: Promise<Dataset> | undefined;
  return {
    summary,
    load() {
      loaded ??= load();
      return loaded;
    },
  };
}

/** What the cells of a table and its words may take in memory: half of it. The rest is for the sample that is shown. */
export function boundsOf(roles: ColumnRoles, config: DataConfig) {
  return { memory: memoryBytes(config) / 2, keepsWords: (name: string) => roles.hasCategories(name) };
}

/** What is decided about the columns of a file before they are read. */
export function rolesFor(path: string, { config, encoding }: ReadOptions): ColumnRoles {
  const text = textColumn(config, encoding);
  return text === undefined ? new ColumnRoles(config, readingFor(encoding, path)) : textRoles(config, text);
}

/** What the text is to be read for: a table that names images is, for a model of images, like any other. */
function readingFor(encoding: Encoding | undefined, path: string): ColumnEncoding | undefined {
  return encoding?.kind === 'pixels' ? undefined : columnEncoding(encoding, path);
}

function columnEncoding(encoding: Encoding | undefined, path: string): ColumnEncoding | undefined {
  if (encoding && encoding.kind !== 'columns') throw new UserError('data.encoding.kind', { path });
  return encoding;
}

interface Prepared {
  readonly rows: TableRows;
  readonly schema: Schema;
}

/** Decides what the columns are, and leaves rows with missing cells out where that is wanted. */
async function prepare(
  table: TableRows,
  config: WantedData,
  fitted: ColumnEncoding | undefined,
  task: Task,
): Promise<Prepared> {
  const { path } = table;
  const { schema, features } = await describe(table, new ColumnRoles(config, fitted), task);
  const incomplete = features.filter(({ missing, infinite }) => missing + infinite > 0);
  if (incomplete.length === 0) return { rows: table, schema };
  if (config.missing !== 'drop') {
    return { rows: table, schema: { ...schema, warnings: [...schema.warnings, missingWarning(table, incomplete)] } };
  }
  const indices = incomplete.map(({ index }) => index);
  const rows = await completeRows(table, indices, { signal: task.signal });
  if (rows === null) throw new UserError('data.table.allDropped', { path });
  // What each column is, all rows have decided; means and categories are those of the rows that stay.
  const { schema: settled } = await describe(
    rows,
    fitted ? new ColumnRoles(config, fitted) : rolesOf(schema, table, config),
    {
      signal: task.signal,
    },
  );
  const params = { path, count: table.rows - rows.rows, rows: table.rows };
  return { rows, schema: { ...settled, warnings: [...schema.warnings, { code: 'data.table.dropped', params }] } };
}

async function describe(
  table: TableRows,
  roles: ColumnRoles,
  task: Task,
): Promise<{ readonly schema: Schema; readonly features: readonly ColumnProfile[] }> {
  roles.check(table.path, table.columns);
  const profiles = await profileColumns(table, (name) => roles.wantsClasses(name), task);
  const schema = inferSchema(table, profiles, roles);
  const features = schema.columns.filter(({ role }) => role === 'feature').map(({ index }) => profiles[index]);
  return { schema, features };
}

/** The roles that a schema has found, as if they had been asked for. */
function rolesOf({ columns, label }: Schema, table: TableRows, { counts, missing }: WantedData): ColumnRoles {
  const roles = new Map<string, ColumnRoleChoice>(table.columns.map(({ name }) => [name, 'ignore']));
  for (const { name, role } of columns) roles.set(name, role === 'factor' ? 'id' : role);
  return new ColumnRoles({ roles: Object.fromEntries(roles), labels: label, counts, missing });
}
