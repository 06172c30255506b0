import type { ModelConfig } from './config';
import type { ColumnInfo, FeatureGroup } from './data';

/** A column of categories that the encoder reads as so many numbers in place of one for each category. */
export interface EmbeddedGroup extends FeatureGroup {
  readonly numbers: number;
}

const usualLeast = 50;

/**
 * The columns that are embedded. Where no width is set it is the fourth root of how many categories there are, rounded up ("Introducing
 * TensorFlow Feature Columns", TensorFlow team 2017).
 */
export function embeddedGroups(
  { embedding }: Pick<ModelConfig, 'embedding'>,
  groups: readonly FeatureGroup[],
): readonly EmbeddedGroup[] {
  if (!embedding) return [];
  const { above = usualLeast, width: numbers } = embedding;
  return groups
    .filter(({ width }) => width > above)
    .map((group) => ({ ...group, numbers: numbers ?? Math.ceil(group.width ** 0.25) }));
}

/** The groups of one-hot features of a table that has these columns, in their order. */
export function groupsOfColumns(columns: readonly Pick<ColumnInfo, 'role' | 'type' | 'categories'>[]): FeatureGroup[] {
  const groups: FeatureGroup[] = [];
  let start = 0;
  for (const { role, type, categories = [] } of columns) {
    if (role !== 'feature') continue;
    const width = type === 'category' ? categories.length : 1;
    if (type === 'category') groups.push({ start, width });
    start += width;
  }
  return groups;
}
