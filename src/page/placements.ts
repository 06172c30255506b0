import { ColumnPlacements } from '../exploration/column-placement';
import { indicesOf } from '../exploration/example-set';
import { type EpochCodes, LinearLayouts } from '../exploration/linear-layouts';
import {
  axesOfLayout,
  type Placement,
  placementByNeighbours,
  placementByProjection,
  placementOfPart,
  spreadRows,
} from '../exploration/placement';
import type { Codes, Layout } from '../exploration/projection';
import { isLinear } from '../protocol/projection';
import type { ExampleSet, LayoutProjection, LinearProjection, Projection, ShownLayout } from '../protocol/trainer';
import type { PageContent, PageLayout } from './content';

/** Where the codes of an epoch are shown, as the trainer has it. */
export class Placements {
  private readonly linear = new LinearLayouts();
  private readonly byColumns = new ColumnPlacements();

  /** @param frame The codes of an epoch; null: those of the weights in use. */
  constructor(
    private readonly content: Pick<PageContent, 'columns' | 'layouts'>,
    private readonly frame: (epoch: number | null) => EpochCodes,
  ) {}

  /** Where a layout is wanted that did not come along: by principal components. */
  of(epoch: number, codes: Codes, projection: Projection): { placement: Placement; layout?: ShownLayout } {
    if (isLinear(projection)) return { placement: this.byProjection(epoch, codes, projection) };
    if (projection.kind === 'columns') {
      return { placement: this.byColumns.of(codes, projection, this.content.columns) };
    }
    const made = this.near(epoch, projection);
    const layout = { epoch: made?.epoch ?? null, report: made?.report ?? null };
    return { placement: made ? this.byLayout(codes, made) : this.notLaidOut(epoch, codes, projection.of), layout };
  }

  private byLayout(codes: Codes, { params, part, positions }: PageLayout): Placement {
    if (!part) return placementByNeighbours(codes, positions, axesOfLayout(params));
    const examples = codes.means.length / codes.latent;
    const placed = indicesOf(part, examples);
    return placementByNeighbours(codes, spreadRows(positions, 3, placed, examples), axesOfLayout(params), placed);
  }

  private notLaidOut(epoch: number, codes: Codes, of: ExampleSet | undefined): Placement {
    return of ? this.ofPart(epoch, codes, of) : this.byProjection(epoch, codes, { kind: 'pca' });
  }

  private ofPart(epoch: number, codes: Codes, of: ExampleSet): Placement {
    const part = indicesOf(of, codes.means.length / codes.latent);
    return placementOfPart(this.byProjection(epoch, codes, { kind: 'pca' }), codes, part);
  }

  /** The layout of the same examples with these parameters, of the epoch nearest to one. */
  near(epoch: number, { of, ...params }: LayoutProjection): PageLayout | undefined {
    const wanted = Object.entries(params);
    const isAlike = (layout: PageLayout) => {
      const own: Readonly<Record<string, unknown>> = layout.params;
      return isSameSet(layout.part, of ?? null) && wanted.every(([name, value]) => own[name] === value);
    };
    return this.content.layouts
      .filter(isAlike)
      .toSorted((a, b) => Math.abs(a.epoch - epoch) - Math.abs(b.epoch - epoch))
      .at(0);
  }

  /** The affine map itself. */
  linearOf(epoch: number, codes: Codes, projection: LinearProjection): Layout {
    const { alignedTo } = projection;
    const onto = alignedTo === undefined ? undefined : this.frame(alignedTo);
    return this.linear.of({ epoch, codes }, projection, onto);
  }

  private byProjection(epoch: number, codes: Codes, projection: LinearProjection): Placement {
    return placementByProjection(this.linearOf(epoch, codes, projection));
  }
}

function isSameSet(one: ExampleSet | null, other: ExampleSet | null): boolean {
  if (one === null || other === null) return one === other;
  return one.length === other.length && one.every((word, at) => word === other[at]);
}
