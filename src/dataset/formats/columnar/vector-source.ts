import type { DataConfig } from '../../../protocol/config';
import type { ColumnInfo, ColumnValues, DataFormat, DataSummary } from '../../../protocol/data';
import type { Sentence } from '../../../protocol/errors';
import { dataName } from '../../../protocol/names';
import { partOf, type Task } from '../../../task';
import type { Dataset } from '../../examples/dataset';
import { featureColumns, featureName } from '../../examples/encoding/vectors';
import {
  countsOf,
  type Division,
  divide,
  type ExampleBytes,
  memoryBytes,
  spreadPlace,
  streamedWarnings,
} from '../../examples/memory';
import { checkExamples, columnInfo, type ReadOptions, type Source } from '../../examples/source';
import { profileColumns } from '../../tables/column-profile';
import { ColumnRoles } from '../../tables/column-roles';
import { describeColumn, RowDescriptions, rowBytes } from '../../tables/row-descriptions';
import { inferMeaning, type SchemaColumn } from '../../tables/schema';
import { noWords } from '../../tables/table-columns';
import { boundsOf } from '../../tables/table-source';
import { layoutOf } from '../arrays/array-layout';
import { type ColumnarFile, isVectors } from './column-block';
import { columnarTable } from './columnar-table';
import { loadTensors } from './tensor-loading';
import type { VectorColumn } from './vector-column';
import { loadVectors } from './vector-loading';

/**
 * The vectors in a column of a file, as a data set like one of an array; the columns of numbers and words beside it
 * only describe them.
 * @throws UserError data.vectors.*, data.encoding.*, data.table.noColumn, data.columnar.*.
 */
export async function vectorSource(
  file: ColumnarFile,
  vectors: VectorColumn,
  format: DataFormat,
  { config, encoding, task }: ReadOptions,
): Promise<Source> {
  const { path, rows } = file;
  checkExamples(path, rows, encoding === undefined);
  const { width, dtype, shape } = vectors.type;
  const layout = shape ? layoutOf([rows, ...shape]) : null;
  const images = layout?.kind === 'images' ? layout : null;
  const description = await describeRows(file, rows, config, partOf(task, 0, 0.3));
  const division = divide(rows, description.bytesWith(width * Float32Array.BYTES_PER_ELEMENT), memoryBytes(config));
  const features = Array.from(
    { length: images ? 0 : width },
    (_, i): ColumnInfo => ({ name: featureName(i), role: 'feature', type: 'numeric' }),
  );
  const { label } = description;
  const warnings = [...vectors.warnings, ...description.warnings, ...streamedWarnings(path, division, rows, config)];
  const summary: DataSummary = {
    name: dataName(path),
    source: path,
    format,
    kind: images ? 'images' : 'vectors',
    ...countsOf(rows, division),
    shape: images ? images.shape : [width],
    dtype,
    columns: [...description.columns.map((column) => columnInfo(describeColumn(column))), ...features],
    ...(label === undefined ? {} : { label }),
    warnings,
  };
  return {
    summary,
    async load(): Promise<Dataset> {
      const described = await description.values(division, partOf(task, 0.3, 0.5));
      const options = { encoding, counts: config.counts, division, task: partOf(task, 0.5, 1) };
      const loaded = images
        ? { ...(await loadTensors(file, vectors, rows, images, options)), features: [] }
        : await withFeatures(loadVectors(file, vectors, rows, options));
      return {
        summary: { ...summary, warnings: [...warnings, ...loaded.warnings] },
        encoding: loaded.encoding,
        values: loaded.values,
        columns: [...described.columns, ...loaded.features],
        ...described.labels,
        source: (index) => ({ path, line: file.line?.(spreadPlace(index, summary.examples, rows)) }),
        ...(loaded.stream ? { stream: loaded.stream } : {}),
      };
    },
  };
}

async function withFeatures(loading: ReturnType<typeof loadVectors>) {
  const loaded = await loading;
  return { ...loaded, features: featureColumns(loaded) };
}

const vectorCells = { cells: 'numbers', dtype: 'float32', ...noWords } as const;

interface DescribedRows {
  readonly columns: readonly ColumnValues[];
  readonly labels: Pick<Dataset, 'labels'>;
}

interface RowDescription {
  readonly columns: readonly SchemaColumn[];
  readonly label?: string;
  readonly warnings: readonly Sentence[];
  /** Of a row, with so many of its vector. */
  bytesWith(encoded: number): ExampleBytes;
  /** Of all rows, or those that are shown. */
  values(division: Division | null, task: Task): Promise<DescribedRows>;
}

/** What the columns beside the vectors say of them: as in a table, but that none is a feature. */
async function describeRows(file: ColumnarFile, rows: number, config: DataConfig, task: Task): Promise<RowDescription> {
  const roles = new ColumnRoles(config);
  const table = columnarTable(file, { limit: rows, ...boundsOf(roles, config) });
  const vectors = file.columns.filter(({ type }) => isVectors(type));
  roles.check(file.path, [...table.columns, ...vectors.map(({ name }) => ({ ...vectorCells, name }))]);
  if (table.columns.length === 0) {
    return {
      columns: [],
      warnings: file.warnings,
      bytesWith: (encoded) => ({ encoded, stored: encoded }),
      values: async () => ({ columns: [], labels: {} }),
    };
  }
  const profiles = await profileColumns(table, (name) => roles.wantsClasses(name), task);
  const meaning = inferMeaning(table, profiles, roles);
  const columns = meaning.columns.map(
    ({ profile: { index, name }, role, classes }): SchemaColumn => ({
      index,
      name,
      role: role === 'feature' ? 'factor' : role,
      classes,
    }),
  );
  return {
    columns,
    label: meaning.label,
    warnings: meaning.warnings,
    bytesWith: (encoded) => rowBytes(table, columns, encoded),
    async values(division, task) {
      const descriptions = new RowDescriptions(table, columns, division);
      for await (const block of table.blocks(task, true)) descriptions.add(block);
      return { columns: descriptions.described(), labels: descriptions.labels };
    },
  };
}
