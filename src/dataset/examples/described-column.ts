import type { ColumnInfo, ColumnValues } from '../../protocol/data';

/** A column of the data whose values are put together when somebody first looks at them, and then stay. */
export function describedColumn(
  { name, role, type, categories }: ColumnInfo,
  gather: () => Float32Array,
): ColumnValues {
  let values: Float32Array | undefined;
  return {
    name,
    role,
    type,
    ...(categories && { categories }),
    get values() {
      values ??= gather();
      return values;
    },
  };
}
