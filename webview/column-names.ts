import { type ColumnInfo, neighbourhoodSize, type Quantity } from '../src/protocol/data';
import type { LatentFrame } from '../src/protocol/trainer';
import { t } from './l10n';
import { methodName } from './layouts/chosen-layout';
import { formatPercent } from './numbers';

type Named = Pick<ColumnInfo, 'name' | 'role' | 'quantity' | 'dimension'>;

/** A column's name for a person; those of data are their own, whatever others are called. */
export function columnName(column: Named): string {
  const { name, dimension = 0 } = column;
  switch (quantityOf(column)) {
    case 'split':
      return t('Split');
    case 'reconstruction':
      return t('Reconstruction error');
    case 'kl':
      return t('KL divergence');
    case 'klDimension':
      return t('KL of {0}', latentName(dimension));
    case 'sigma':
      return t('σ of {0}', latentName(dimension));
    case 'density':
      return t('Density: distance to neighbours');
    case 'disagreement':
      return t('Neighbours of another label');
    case 'trust':
      return t('Trust of the layout');
    case 'continuity':
      return t('Continuity of the layout');
    case 'class':
      return t('Class, as the model sees it');
    case 'reencoding':
      return t('Re-encoding error');
    case 'logPrior':
      return t('Prior, log p(z)');
    case 'logAggregate':
      return t('All posteriors, log q(z)');
    default:
      return name;
  }
}

/** Its name with the unit of its values, or with what they are, where that is known. */
export function columnTitle(column: Named): string {
  const { dimension = 0 } = column;
  switch (quantityOf(column)) {
    case 'reconstruction':
      return t('Reconstruction error (nats)');
    case 'kl':
      return t('KL divergence (nats)');
    case 'klDimension':
      return t('KL of {0} (nats)', latentName(dimension));
    case 'density':
      return t('Mean distance to the {0} nearest codes', neighbourhoodSize);
    case 'disagreement':
      return t('Share of the {0} nearest codes with another label', neighbourhoodSize);
    case 'reencoding':
      return t('Re-encoding error, ‖z − E(D(z))‖');
    case 'logPrior':
      return t('Density of the prior at the code, log p(z) (nats)');
    case 'logAggregate':
      return t('Density of the posteriors of others at the code, log q(z) (nats)');
    case 'trust':
      return t('Trustworthiness of the place in the layout');
    case 'continuity':
      return t('Continuity of the place in the layout');
    default:
      return columnName(column);
  }
}

/** A trainer of an earlier version tells by role and name. */
function quantityOf({ name, role, quantity }: Named): Quantity | null {
  if (quantity) return quantity;
  if (role === 'split') return 'split';
  return role === 'measure' && (name === 'reconstruction' || name === 'kl') ? name : null;
}

export function splitTitle(split: 'train' | 'validation' | 'test'): string {
  if (split === 'test') return t('Test');
  return split === 'train' ? t('Training') : t('Validation');
}

/** A category's name for a person: those of the split are ours, others are the data's. Without a name: no value. */
export function categoryTitle(column: Pick<ColumnInfo, 'role'>, name: string | null | undefined): string {
  if (name == null) return t('No value');
  const isPart = name === 'train' || name === 'validation' || name === 'test';
  return column.role === 'split' && isPart ? splitTitle(name) : name;
}

const order: Readonly<Record<ColumnInfo['role'], number>> = {
  label: 0,
  measure: 1,
  split: 2,
  factor: 3,
  feature: 4,
  neighbourhood: 5,
  latent: 6,
  posterior: 7,
  id: 8,
};

/** Label first, then what the model says, then the data's columns and what is computed of codes, each in its own order. */
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
    const label = axisLabel(axes[position], position);
    const epoch = axes[position]?.epoch;
    return label === null || epoch === undefined ? label : t('{0} of epoch {1}', label, String(epoch));
  });
}

function axisLabel(axis: LatentFrame['axes'][number] | undefined, position: number): string | null {
  if (axis?.latent !== undefined) return axis.latent < 0 ? null : latentName(axis.latent);
  if (axis?.column !== undefined) return axis.column;
  if (axis?.layout !== undefined) return `${methodName(axis.method ?? 'umap')} ${axis.layout + 1}`;
  if (axis?.direction !== undefined) return `${axis.direction} (${formatPercent(axis.variance ?? 0)})`;
  if (axis?.rest !== undefined) return t('Rest PC{0} ({1})', String(axis.rest), formatPercent(axis.variance ?? 0));
  if (axis?.run !== undefined) return t('Axis {0} ({1})', String(position + 1), formatPercent(axis.variance ?? 0));
  if (axis?.variance !== undefined) return t('PC{0} ({1})', String(position + 1), formatPercent(axis.variance));
  return null;
}
