import type { ColumnLayout } from '../../src/protocol/column-layout';
import type { ShownRun } from '../../src/protocol/compare';
import type { DirectionAxis } from '../../src/protocol/direction-axis';
import { type KeptLayout, type LayoutParams, layoutDefaults } from '../../src/protocol/layout';
import type { LayoutProjection, LinearProjection, Projection } from '../../src/protocol/trainer';
import type { Bits } from '../data/bits';
import type { ViewDocument } from '../state/view-document';

/** A layout by a method that takes its time, as it is chosen. */
export type ChosenLayout = Extract<ViewDocument['projection'], { kind: LayoutParams['kind'] }>;

type LinearAlignment = Pick<LinearProjection, 'alignedTo'>;

/** The layout that is chosen; null for a projection, and for columns. */
export function layoutOf(projection: ViewDocument['projection']): ChosenLayout | null {
  return projection === null || projection.kind === 'columns' || isAffine(projection) ? null : projection;
}

/** The columns that are the axes; null where none are. */
export function columnsOf(projection: ViewDocument['projection']): ColumnLayout['columns'] | null {
  return projection?.kind === 'columns' ? projection.columns : null;
}

/** What has no inverse: a place is no single code's. */
export function hasInverse(projection: ViewDocument['projection']): boolean {
  return projection === null || isAffine(projection);
}

/** The run that the codes are shown beside; undefined where they are shown by themselves. */
export function ontoOf(projection: ViewDocument['projection']): ShownRun | undefined {
  return projection && isAffine(projection) ? projection.onto : undefined;
}

type AffineChoice = Extract<ViewDocument['projection'], { kind: LinearProjection['kind'] }>;

/** Whether it is an affine map. */
export function isAffine(projection: NonNullable<ViewDocument['projection']>): projection is AffineChoice {
  return projection.kind === 'pca' || projection.kind === 'axes';
}

/** The direction that is the first axis; undefined where none is. */
export function directionOf(projection: ViewDocument['projection']): DirectionAxis | undefined {
  return projection?.kind === 'pca' ? projection.along : undefined;
}

/** As the trainer is asked for it. */
export function askedLayout({ of, ...params }: ChosenLayout): LayoutProjection {
  return of ? { ...params, of: of.words } : params;
}

/** As the trainer is asked for what is chosen. */
export function askedProjection(projection: ViewDocument['projection']): Projection {
  if (projection === null) return { kind: 'pca' };
  return projection.kind === 'columns' || isAffine(projection) ? projection : askedLayout(projection);
}

/** Whether a layout that is asked for is the one that is chosen. */
export function isChosen(asked: LayoutProjection, projection: ViewDocument['projection']): boolean {
  const layout = layoutOf(projection);
  if (!layout) return false;
  const { of: part, ...params } = askedLayout(layout);
  const { of: other, ...others } = asked;
  const isSame = Object.entries(params).every(([name, value]) => others[name as keyof typeof others] === value);
  return isSame && part?.length === other?.length && (part?.every((word, at) => word === other?.[at]) ?? true);
}

/** What a layout begins with: the parameters of the last of its method and dimensions that is kept. @param of Of some alone. */
export function suggestedLayout(
  { kind, dims }: Pick<LayoutParams, 'kind' | 'dims'>,
  of: Bits | undefined,
  kept: readonly KeptLayout[],
): ChosenLayout {
  const last = kept.findLast(({ params }) => params.kind === kind && params.dims === dims);
  const params = last?.params ?? { ...layoutDefaults[kind], dims };
  return of ? { ...params, of } : params;
}

/** Onto which epoch's codes those of others are turned, for another projection to go on with. */
export function alignmentOf(projection: ViewDocument['projection']): LinearAlignment {
  if (!projection || !isAffine(projection) || projection.alignedTo === undefined) return {};
  return { alignedTo: projection.alignedTo };
}

/** Points by the same of these have the same scale. */
export function scaleName(projection: ViewDocument['projection'], isLaidOut: boolean): string {
  const columns = columnsOf(projection);
  if (columns) return `columns ${columns.join()}`;
  const layout = layoutOf(projection);
  return `${isLaidOut ? layout?.kind : 'projection'} of ${layout?.of?.count ?? 'all'}`;
}

/** As the literature has it, in every language. */
export function methodName(kind: LayoutParams['kind']): string {
  return { umap: 'UMAP', tsne: 't-SNE', pacmap: 'PaCMAP' }[kind];
}
