import { indicesOf } from '../exploration/example-set';
import {
  type Placement,
  placementByNeighbours,
  placementByProjection,
  placementOfPart,
} from '../exploration/placement';
import { type Codes, type Layout, layoutFor } from '../exploration/projection';
import type { LayoutParams } from '../protocol/layout';
import type { ExampleSet, LinearProjection, Projection, ShownLayout } from '../protocol/trainer';
import type { PageContent, PageLayout } from './content';

/** Where the codes of an epoch are shown, as the trainer has it. */
export class Placements {
  private readonly projected = new Map<string, Layout>();
  private lastComponents: Layout | null = null;

  constructor(private readonly layouts: PageContent['layouts']) {}

  /** Where a layout is wanted that did not come along: by principal components. */
  of(epoch: number, codes: Codes, projection: Projection): { placement: Placement; layout?: ShownLayout } {
    if (projection.kind === 'axes' || projection.kind === 'pca') {
      return { placement: this.byProjection(epoch, codes, projection) };
    }
    const { of, ...params } = projection;
    if (of) return { placement: this.ofPart(epoch, codes, of), layout: { epoch: null, report: null } };
    const made = this.near(epoch, params);
    const layout = { epoch: made?.epoch ?? null, report: made?.report ?? null };
    const placement = made
      ? placementByNeighbours(codes, made.positions, params)
      : this.byProjection(epoch, codes, { kind: 'pca' });
    return { placement, layout };
  }

  private ofPart(epoch: number, codes: Codes, of: ExampleSet): Placement {
    const part = indicesOf(of, codes.means.length / codes.latent);
    return placementOfPart(this.byProjection(epoch, codes, { kind: 'pca' }), codes, part);
  }

  /** The layout with these parameters of the epoch nearest to one. */
  private near(epoch: number, params: LayoutParams): PageLayout | undefined {
    const wanted = Object.entries(params);
    const isAlike = (layout: PageLayout) => {
      const own: Readonly<Record<string, unknown>> = layout.params;
      return wanted.every(([name, value]) => own[name] === value);
    };
    return this.layouts
      .filter(isAlike)
      .toSorted((a, b) => Math.abs(a.epoch - epoch) - Math.abs(b.epoch - epoch))
      .at(0);
  }

  private byProjection(epoch: number, codes: Codes, projection: LinearProjection): Placement {
    const key = projection.kind === 'pca' ? `${epoch}` : projection.axes.join();
    const layout = this.projected.get(key) ?? layoutFor(codes, projection, this.lastComponents);
    this.projected.set(key, layout);
    if (projection.kind === 'pca') this.lastComponents = layout;
    return placementByProjection(layout);
  }
}
