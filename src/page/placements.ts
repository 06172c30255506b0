import { type Placement, placementByNeighbours, placementByProjection } from '../exploration/placement';
import { type Codes, type Layout, layoutFor } from '../exploration/projection';
import type { Projection, ShownLayout } from '../protocol/trainer';
import type { PageContent, PageLayout } from './content';

/** Where the codes of an epoch are shown, as the trainer has it. */
export class Placements {
  private readonly projected = new Map<string, Layout>();
  private lastComponents: Layout | null = null;

  constructor(private readonly layouts: PageContent['layouts']) {}

  /** Where a layout is wanted that did not come along: by principal components. */
  of(epoch: number, codes: Codes, projection: Projection): { placement: Placement; layout?: ShownLayout } {
    if (projection.kind !== 'umap') return { placement: this.byProjection(epoch, codes, projection) };
    const { kind: _, ...params } = projection;
    const made = this.near(epoch, params);
    const layout = { epoch: made?.epoch ?? null, report: made?.report ?? null };
    const placement = made
      ? placementByNeighbours(codes, made.positions, params.dims)
      : this.byProjection(epoch, codes, { kind: 'pca' });
    return { placement, layout };
  }

  /** The layout with these parameters of the epoch nearest to one. */
  private near(epoch: number, params: PageLayout['params']): PageLayout | undefined {
    const isAlike = (layout: PageLayout) =>
      Object.entries(params).every(([name, value]) => layout.params[name as keyof typeof params] === value);
    return this.layouts
      .filter(isAlike)
      .toSorted((a, b) => Math.abs(a.epoch - epoch) - Math.abs(b.epoch - epoch))
      .at(0);
  }

  private byProjection(epoch: number, codes: Codes, projection: Exclude<Projection, { kind: 'umap' }>): Placement {
    const key = projection.kind === 'pca' ? `${epoch}` : projection.axes.join();
    const layout = this.projected.get(key) ?? layoutFor(codes, projection, this.lastComponents);
    this.projected.set(key, layout);
    if (projection.kind === 'pca') this.lastComponents = layout;
    return placementByProjection(layout);
  }
}
