import type { Computation } from '../compute';
import { render } from '../dataset';
import type { Examples } from '../protocol/data';
import { UserError } from '../protocol/errors';
import { isLinear } from '../protocol/projection';
import type { LinearProjection, Projection, ShownLayout } from '../protocol/trainer';
import { gatherRows } from '../training/batches';
import { range } from '../training/encoding';
import { ColumnPlacements } from './column-placement';
import { usualClass } from './decoded-classes';
import { indicesOf } from './example-set';
import { placeOf } from './explored-data';
import type { ExploredRun, ShownModel } from './explored-run';
import { type EpochCodes, LinearLayouts } from './linear-layouts';
import {
  axesOfLayout,
  type Placement,
  placementByNeighbours,
  placementByProjection,
  placementOfPart,
} from './placement';
import { type Codes, centre, type Layout } from './projection';
import { RunColumns } from './run-columns';
import { SupportReference } from './support';

/** What answers have in common: where codes are shown, examples by their numbers, the class that codes are decoded with. */
export class ExplorationContext {
  readonly columns: RunColumns;
  private readonly centres = new WeakMap<Codes, Float64Array>();
  /** By the codes that it is among. */
  private readonly supports = new WeakMap<Codes, Promise<SupportReference>>();
  private readonly linear = new LinearLayouts();
  private readonly byColumns = new ColumnPlacements();

  constructor(readonly run: ExploredRun) {
    this.columns = new RunColumns(run, async (epoch, codes, projection) => {
      const { placement } = await this.placement(epoch, codes, projection);
      return placement.place(codes);
    });
  }

  /** How the codes of an epoch are shown. Where a layout is wanted that there is none of yet: by principal components. */
  async placement(
    epoch: number,
    codes: Codes,
    projection: Projection,
  ): Promise<{ placement: Placement; layout?: ShownLayout }> {
    if (isLinear(projection))
      return { placement: placementByProjection(await this.projected({ epoch, codes }, projection)) };
    if (projection.kind === 'columns')
      return { placement: this.byColumns.of(codes, projection, this.run.data.dataset.columns) };
    const { of } = projection;
    const part = of && indicesOf(of, this.run.data.examples);
    const made = await this.run.layoutNear(epoch, projection);
    const layout = { epoch: made?.epoch ?? null, report: made?.report ?? null };
    if (made)
      return { placement: placementByNeighbours(codes, made.positions, axesOfLayout(projection), part), layout };
    const all = placementByProjection(await this.projected({ epoch, codes }, { kind: 'pca' }));
    return { placement: part ? placementOfPart(all, codes, part) : all, layout };
  }

  async projected(shown: EpochCodes, projection: LinearProjection): Promise<Layout> {
    const { alignedTo, onto } = projection;
    if (onto) return this.linear.onto(shown, await this.run.others.codes(onto), onto.axes);
    return this.linear.of(shown, projection, alignedTo === undefined ? undefined : await this.run.encodings(alignedTo));
  }

  /** Of the codes of an epoch: asked for at each move of the 3-D cursor. */
  centre(codes: Codes): Float64Array {
    let place = this.centres.get(codes);
    if (place === undefined) {
      place = centre(codes);
      this.centres.set(codes, place);
    }
    return place;
  }

  /** What the codes are that have support. Made once for the codes of an epoch. */
  supportReference(shown: ShownModel): Promise<SupportReference> {
    const { codes, weights } = shown;
    let reference = this.supports.get(codes);
    if (!reference) {
      const { dataset, kept } = this.run.data;
      const { shape } = dataset.summary;
      const places = range(0, kept ? kept.length : codes.means.length / codes.latent);
      const encodable = { shape, places, indexOf: (place: number) => kept?.[place] ?? place };
      reference = weights.exclusive(() => SupportReference.of(shown, codes, encodable, this.run.capabilities.spread));
      reference.catch(() => this.supports.delete(codes));
      this.supports.set(codes, reference);
    }
    return reference;
  }

  /** Of a model that knows classes: the one that is asked for, or that of an example, or the usual one. */
  classOf(computation: Computation, ofClass: number | null, example: number | null): Int32Array | undefined {
    if (ofClass !== null) return Int32Array.of(ofClass);
    return usualClass(computation, example === null ? null : placeOf(this.run.data, example));
  }

  /** The means of p(x|z). @param codes Rows x latent dimensions. @param temperature As of `Computation.decode`. */
  decoded(computation: Computation, codes: Float32Array, classes?: Int32Array, temperature?: number | null): Examples {
    return render(computation.decode(codes, classes, temperature ?? undefined), this.run.data.dataset.encoding);
  }

  /** Examples as they are. */
  rendered(indices: readonly number[]): Examples {
    const { data } = this.run;
    const places = indices.map((index) => placeOf(data, index));
    return render(gatherRows(data.dataset, places), data.dataset.encoding);
  }

  /** @throws UserError run.noExample of a number that none has. */
  checked(indices: readonly number[]): readonly number[] {
    const { examples } = this.run.data;
    const wrong = indices.find((index) => !Number.isInteger(index) || index < 0 || index >= examples);
    if (wrong !== undefined) throw new UserError('run.noExample', { index: wrong, examples });
    return indices;
  }
}

/** @throws RangeError of a code of another length: the panel that sent it is of another run. */
export function checkedCode({ latent }: Codes, z: ArrayLike<number>): void {
  if (z.length !== latent) throw new RangeError(`A code of ${latent} dimensions, not ${z.length}`);
}
