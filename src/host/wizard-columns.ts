import type { ColumnRoleChoice, DataConfig, RunRequest } from '../protocol/config';
import type { DataSummary } from '../protocol/data';

type Columns = Pick<DataSummary, 'columns'>;

/** The column that labels the rows; undefined for none. */
export function labelOf(request: RunRequest, data: Columns): string | undefined {
  const { labels, roles = {} } = dataOf(request);
  if (labels !== undefined) return labels;
  return data.columns.find(({ name, role }) => (roles[name] ?? role) === 'label')?.name;
}

/** The request with another label, or with none: what was inferred to be one then only describes the rows. */
export function withLabel(request: RunRequest, data: Columns, label: string | undefined): RunRequest {
  const { labels: _, roles = {}, ...rest } = dataOf(request);
  const inferred = inferredLabel(data);
  const others = Object.entries(roles).filter(
    ([name, role]) => name !== label && name !== inferred && role !== 'label',
  );
  const kept: Record<string, ColumnRoleChoice> = Object.fromEntries(others);
  if (label === undefined && inferred !== undefined) kept[inferred] = 'id';
  return withData(request, {
    ...rest,
    ...(label !== undefined && label !== inferred && { labels: label }),
    roles: kept,
  });
}

/** The columns that the model sees, in the table's order. */
export function featuresOf(request: RunRequest, data: Columns): string[] {
  const { roles = {} } = dataOf(request);
  return choosable(request, data).filter((name) => (roles[name] ?? roleWithout(request, data, name)) === 'feature');
}

/** The columns that the model might see: all but the label. */
export function choosable(request: RunRequest, data: Columns): string[] {
  const label = labelOf(request, data);
  return data.columns.map(({ name }) => name).filter((name) => name !== label);
}

/** The request with other features; the columns that are none only describe the rows. */
export function withFeatures(request: RunRequest, data: Columns, features: readonly string[]): RunRequest {
  const { roles: _, ...rest } = dataOf(request);
  // Where a person wants no label, none of the other columns is to be taken for one instead.
  const sayAll = labelOf(request, data) === undefined && inferredLabel(data) !== undefined;
  const roles: Record<string, ColumnRoleChoice> = {};
  const chosen = new Set(features);
  for (const name of choosable(request, data)) {
    const role = chosen.has(name) ? 'feature' : 'id';
    const isInferred = (roleWithout(request, data, name) === 'feature') === (role === 'feature');
    if (sayAll || !isInferred) roles[name] = role;
  }
  return withData(request, { ...rest, roles });
}

/** What a column is taken for while nobody has said what it is. One that loses the label is a feature like any other. */
function roleWithout(request: RunRequest, data: Columns, name: string): string | undefined {
  const role = data.columns.find((column) => column.name === name)?.role;
  return role === 'label' && dataOf(request).labels !== undefined ? 'feature' : role;
}

function inferredLabel(data: Columns): string | undefined {
  return data.columns.find(({ role }) => role === 'label')?.name;
}

function dataOf({ data }: RunRequest): DataConfig {
  return typeof data === 'string' ? { source: data } : data;
}

/** In as few words as it takes. */
function withData(request: RunRequest, { roles = {}, ...rest }: DataConfig): RunRequest {
  const data = Object.keys(roles).length > 0 ? { ...rest, roles } : rest;
  return { ...request, data: Object.keys(data).length === 1 ? data.source : data };
}
