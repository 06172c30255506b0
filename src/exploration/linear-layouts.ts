import type { ShownAxes } from '../protocol/compare';
import type { LinearProjection } from '../protocol/trainer';
import { layoutOnto } from './compare/layout-onto';
import type { OtherCodes } from './compare/other-runs';
import { directionLayout } from './direction-layout';
import { rowsOf } from './placement';
import { type Procrustes, procrustes } from './procrustes';
import { axesLayout, type Codes, dot, type Layout, pcaLayout, varianceShares } from './projection';

/** The codes of all examples at an epoch. */
export interface EpochCodes {
  readonly epoch: number;
  readonly codes: Codes;
}

/** So many examples, the same ones for all epochs, tell how an epoch's codes are turned. */
const compared = 2048;

/** The projections of a run's epochs, each made once. */
export class LinearLayouts {
  private readonly kept = new Map<string, Layout>();
  /** Those by variance that were made last, by what is fixed of them: the next epoch's begin with them. */
  private readonly latest = new Map<string, Layout>();

  /** @param onto Whose codes those of the epoch are turned onto; by default none. */
  of({ epoch, codes }: EpochCodes, projection: LinearProjection, onto?: EpochCodes): Layout {
    if (projection.kind === 'pca' && projection.dims === 2) {
      return inPlane(this.of({ epoch, codes }, { ...projection, dims: undefined }, onto));
    }
    if (onto && onto.epoch !== epoch) return this.aligned({ epoch, codes }, projection, onto);
    if (projection.kind === 'axes')
      return this.once(projection.axes.join(), () => axesLayout(codes.latent, projection.axes));
    const { along } = projection;
    const fixed = nameOf(projection);
    const previous = this.latest.get(fixed) ?? null;
    const layout = this.once(`${epoch} ${fixed}`, () =>
      along ? directionLayout(codes, along, previous) : pcaLayout(codes, previous),
    );
    this.latest.set(fixed, layout);
    return layout;
  }

  /** By the directions that bring codes to where those of another run are. @param axes By which that is shown; by default its own. */
  onto({ epoch, codes }: EpochCodes, other: OtherCodes, axes?: ShownAxes): Layout {
    const key = `${epoch} onto ${other.directory}@${other.epoch} ${JSON.stringify(axes)}`;
    return this.once(key, () => {
      const layout = layoutOnto(codes, other.codes, axes);
      return { ...layout, axes: layout.axes.map((axis) => ({ ...axis, run: other.name })) };
    });
  }

  private aligned({ epoch, codes }: EpochCodes, projection: LinearProjection, onto: EpochCodes): Layout {
    return this.once(`${epoch} onto ${onto.epoch}: ${nameOf(projection)}`, () => {
      const rows = evenRows(codes.means.length / codes.latent);
      const layout = alignedLayout(
        this.of(onto, projection),
        procrustes(rowsOf(codes, rows), rowsOf(onto.codes, rows)),
      );
      const shares = projection.kind === 'pca' ? varianceShares(layout.basis, codes) : [];
      const axes = layout.axes.map((axis, i) =>
        isPresent(axis) ? { ...axis, ...shares[i], epoch: onto.epoch } : axis,
      );
      return { ...layout, axes };
    });
  }

  private once(key: string, make: () => Layout): Layout {
    const layout = this.kept.get(key) ?? make();
    this.kept.set(key, layout);
    return layout;
  }
}

/**
 * Shows codes that are turned onto others as those are shown, p = B ((z - from) R + to - o), which is an affine map with
 * orthonormal rows again: p = (B R^T) (z - o'), o' = from + R (o - to).
 */
export function alignedLayout({ origin, basis, axes }: Layout, { rotation, from, to }: Procrustes): Layout {
  const turnedBack = (vector: Float64Array) => Float64Array.from(rotation.to2DArray(), (row) => dot(row, vector));
  const beside = turnedBack(origin.map((value, i) => value - to[i]));
  return {
    origin: from.map((value, i) => value + beside[i]),
    basis: [turnedBack(basis[0]), turnedBack(basis[1]), turnedBack(basis[2])],
    axes,
  };
}

/** What tells a projection from others, whatever codes it is of. */
function nameOf(projection: LinearProjection): string {
  return projection.kind === 'axes'
    ? projection.axes.join()
    : `pca ${JSON.stringify(projection.along?.vector ?? null)}`;
}

/** The first two axes alone. */
function inPlane({ origin, basis: [across, up, depth], axes: [first, second] }: Layout): Layout {
  return { origin, basis: [across, up, new Float64Array(depth.length)], axes: [first, second, {}] };
}

function isPresent(axis: object): boolean {
  return Object.keys(axis).length > 0;
}

function evenRows(examples: number): Int32Array {
  const count = Math.min(compared, examples);
  return Int32Array.from({ length: count }, (_, i) => Math.floor((i * examples) / count));
}
