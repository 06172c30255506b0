import type { ColumnInfo } from '../src/protocol/data';
import type { LatentFrame } from '../src/protocol/trainer';
import { t } from './l10n';
import { formatPercent } from './numbers';

/** A column's name for a person; those of data are their own. */
export function columnName({ name, role }: Pick<ColumnInfo, 'name' | 'role'>): string {
  if (role === 'split') return t('Split');
  if (role === 'measure' && name === 'reconstruction') return t('Reconstruction error');
  if (role === 'measure' && name === 'kl') return t('KL divergence');
  return name;
}

/** Its name with the unit of its values, where that is known. */
export function columnTitle({ name, role }: Pick<ColumnInfo, 'name' | 'role'>): string {
  if (role === 'measure' && name === 'reconstruction') return t('Reconstruction error (nats)');
  if (role === 'measure' && name === 'kl') return t('KL divergence (nats)');
  return columnName({ name, role });
}

export function splitTitle(split: 'train' | 'validation'): string {
  return split === 'train' ? t('Training') : t('Validation');
}

/** A category's name for a person: those of the split are ours, others are the data's. Without a name: no value. */
export function categoryTitle(column: Pick<ColumnInfo, 'role'>, name: string | null | undefined): string {
  if (name == null) return t('No value');
  return column.role === 'split' && (name === 'train' || name === 'validation') ? splitTitle(name) : name;
}

const order: Readonly<Record<ColumnInfo['role'], number>> = {
  label: 0,
  measure: 1,
  split: 2,
  factor: 3,
  feature: 4,
  latent: 5,
  id: 6,
};

/** Label first, then what the model says, then the data's columns, each in its own order. */
export function sortColumns(columns: readonly ColumnInfo[]): readonly ColumnInfo[] {
  return [...columns].sort((a, b) => order[a.role] - order[b.role]);
}

/** Latent dimensions count from 0, as in the arrays that `encode` writes. */
export function latentName(index: number): string {
  return `z${index}`;
}

/** What the three axes of the view are called; null where there is none. */
export function axisLabels(axes: LatentFrame['axes']): readonly (string | null)[] {
  return [0, 1, 2].map((position) => {
    const axis = axes[position];
    if (axis?.latent !== undefined) return latentName(axis.latent);
    if (axis?.layout !== undefined) return t('UMAP {0}', String(axis.layout + 1));
    if (axis?.variance !== undefined) return t('PC{0} ({1})', String(position + 1), formatPercent(axis.variance));
    return null;
  });
}
