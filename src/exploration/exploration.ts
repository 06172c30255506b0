import type { Computation, LoadedModel } from '../compute';
import { type Dataset, ofOwnLibrary, render } from '../dataset';
import type { Capabilities } from '../protocol/capabilities';
import type { CompareMethods, ShownAxes } from '../protocol/compare';
import type { ColumnInfo, ColumnValues, Examples } from '../protocol/data';
import type { DimensionEffects } from '../protocol/dimension-effects';
import type { Direction, DirectionParams } from '../protocol/directions';
import { type Sentence, UserError } from '../protocol/errors';
import type { Failures } from '../protocol/failures';
import type { GivenInspection, GivenParams } from '../protocol/given';
import type { LayoutReport } from '../protocol/layout';
import type { LatentPath, PathParams, PathPoint } from '../protocol/paths';
import type { PosteriorBodies, SigmaHistograms } from '../protocol/posterior-bodies';
import type { PriorFit } from '../protocol/prior-fit';
import { defaultProjection } from '../protocol/projection';
import type { Trails } from '../protocol/trails';
import type {
  ByWeights,
  Decoded,
  DecodeParams,
  ExampleSet,
  ExplorationMethods,
  Inspection,
  LatentFrame,
  LatentMoments,
  LayoutProjection,
  LinearProjection,
  Projection,
  Reconstructions,
  ReconstructionsParams,
  ShownLayout,
  Standing,
  Support,
} from '../protocol/trainer';
import type { Manifold, ManifoldParams, Traversals, TraversalsParams } from '../protocol/traversals';
import { gatherRows } from '../training/batches';
import { range } from '../training/encoding';
import type { Mutex } from '../training/mutex';
import type { Split } from '../training/split';
import { nearestOfEach } from './around';
import { Comparing } from './compare/comparing';
import type { OtherRuns } from './compare/other-runs';
import { drawClasses, usualClass } from './decoded-classes';
import { deviationsOf, effectsOf } from './dimension-effects';
import { runDirection } from './directions/run-direction';
import { indicesOf, setOf, spread } from './example-set';
import { type ExploredData, isThere, placeOf } from './explored-data';
import { findFailures } from './failures/failures';
import { takeGiven } from './given-example';
import { inspectExample } from './inspection';
import { latentMoments } from './latent-moments';
import { type EpochCodes, LinearLayouts } from './linear-layouts';
import { type Neighbour, nearestNeighbours, nearestToCentre } from './neighbours';
import { codeOf, type PathSources, runPath } from './paths/run-paths';
import { type Placement, placementByNeighbours, placementByProjection, placementOfPart, rowsOf } from './placement';
import { bodiesOf } from './posterior-bodies';
import { drawFittedGaussian } from './prior';
import { drawFromPrior } from './prior-draws';
import { priorFit } from './prior-fit/prior-fit';
import { type Codes, centre, type Layout } from './projection';
import { RunColumns } from './run-columns';
import { SupportReference, standing } from './support';
import { trailsOf } from './trails';
import { runManifold, runTraversals, type TraversalSources } from './traversals/run-traversals';

const neighbourCount = 8;
/** Examples around whose codes it is asked what a dimension does. */
const probed = 64;

/** What exploring needs of a run. The model is loaded when it is first asked for. */
export interface ExploredRun {
  /** Of its model. */
  readonly capabilities: Capabilities;
  /** Dimensions of the latent space. */
  readonly latent: number;
  /** The names of the classes that its model infers; none as a rule. */
  readonly inferredClasses: readonly string[];
  readonly data: ExploredData;
  readonly split: Split;
  /** Examples that somebody has looked at and found right, by their numbers in the data with all of their examples. */
  readonly reviewed: ReadonlySet<number>;
  /** Held while weights are read over more than one turn of the event loop. */
  readonly weights: Mutex;
  model(): Promise<LoadedModel>;
  /** Of the same data, to be compared with. */
  readonly others: OtherRuns;
  /**
   * Has questions answered by the model as it was after an epoch, where its weights are kept; else, or by null, by those in use.
   * They are the same until it is answered.
   */
  showing<T>(epoch: number | null, answer: (shown: ShownModel) => Promise<T>): Promise<T>;
  /** The encodings of an epoch; null is the newest. */
  encodings(epoch: number | null): Promise<{ readonly epoch: number; readonly codes: Codes }>;
  /** The layout that is kept of an epoch, or else of the one nearest to it; null where there is none. */
  layoutNear(epoch: number, layout: LayoutProjection): Promise<MadeLayout | null>;
  /** Hears how much of a column is computed, from 0 to 1. */
  onColumnProgress?(fraction: number): void;
}

/** A model that answers, with the codes that it gives, and the last finished epoch of its weights. */
export interface ShownModel extends LoadedModel {
  readonly epoch: number;
  readonly codes: Codes;
  /** Held while weights are read over more than one turn of the event loop. */
  readonly weights: Mutex;
}

/** A layout that took its time. */
export interface MadeLayout {
  readonly epoch: number;
  /** examples x 3; NaN of those that are no part of it. */
  readonly positions: Float32Array;
  readonly report: LayoutReport | null;
}

type Promised<M> = { [K in keyof M]: M[K] extends (params: infer P) => infer R ? (params: P) => Promise<R> : never };

type InspectParams = Parameters<ExplorationMethods['inspect']>[0];
type CompareParams<Method extends keyof CompareMethods> = Parameters<CompareMethods[Method]>[0];
type SupportParams = Parameters<ExplorationMethods['support']>[0];
type PriorFitParams = Parameters<ExplorationMethods['priorFit']>[0];
type BodiesParams = Parameters<ExplorationMethods['posteriorBodies']>[0];
type TrailParams = Parameters<ExplorationMethods['trails']>[0];
type SamplesParams = Parameters<ExplorationMethods['samples']>[0];
type Samples = ReturnType<ExplorationMethods['samples']>;
type FailureParams = Parameters<ExplorationMethods['failures']>[0];
type ColumnParams = Parameters<ExplorationMethods['column']>[0];

/** What makes two pages parts of one list. */
type RankedList = Omit<ReconstructionsParams, 'offset' | 'count' | 'epoch'>;

/** Answers what can be asked of a trained, or training, model and its data. */
export class Exploration implements Promised<Omit<ExplorationMethods, 'encodeGiven'>> {
  private readonly runColumns: RunColumns;
  private readonly comparing: Comparing;
  private readonly centres = new WeakMap<Codes, Float64Array>();
  /** The last list of reconstructions, by the errors that it is of. */
  private ranking: { errors: Float32Array; key: string; indices: readonly number[] } | null = null;
  /** By the codes that it is among. */
  private readonly supports = new WeakMap<Codes, Promise<SupportReference>>();
  private readonly linear = new LinearLayouts();

  constructor(private readonly run: ExploredRun) {
    this.comparing = new Comparing(run);
    this.runColumns = new RunColumns(run, async (epoch, codes, projection) => {
      const { placement } = await this.placement(epoch, codes, projection);
      return placement.place(codes);
    });
  }

  /** The columns that points can be coloured by. */
  get columns(): readonly ColumnInfo[] {
    return this.runColumns.infos;
  }

  /** To be called when the weights have changed: what was computed from them no longer holds. */
  weightsChanged(): void {
    this.runColumns.weightsChanged();
  }

  async latents({ epoch, projection }: { epoch: number | null; projection: Projection }): Promise<LatentFrame> {
    const { epoch: shown, codes } = await this.run.encodings(epoch);
    const { placement, layout } = await this.placement(shown, codes, projection);
    return { epoch: shown, positions: placement.place(codes), axes: placement.axes, ...(layout && { layout }) };
  }

  column({ name, ...wanted }: ColumnParams, signal?: AbortSignal): Promise<ColumnValues> {
    return this.runColumns.get(name, wanted, signal);
  }

  async examples({ indices }: { indices: readonly number[] }): Promise<Examples> {
    return this.rendered(this.checked(indices));
  }

  async inspect({ index, projection, epoch: wanted = null }: InspectParams): Promise<Inspection> {
    this.checked([index]);
    const { data, split } = this.run;
    const { dataset } = data;
    const place = placeOf(data, index);
    return this.run.showing(wanted, async ({ model, computation, epoch, codes }) => {
      const inspected = inspectExample({ model, computation }, dataset, place);
      const { placement } = await this.placement(epoch, codes, projection);
      const [x, y, z] = placement.place({ latent: codes.latent, means: inspected.mean });
      return {
        ...inspected,
        index,
        epoch,
        position: [x, y, z],
        columns: dataset.columns.map((column) => ({ name: column.name, value: columnValue(column, index) })),
        split: split.validation.includes(index) ? 'validation' : split.test?.includes(index) ? 'test' : 'train',
        neighbours: nearestNeighbours(codes, inspected.mean, neighbourCount, index),
        source: dataset.source(index),
      };
    });
  }

  /** An example of the data's encoding that is none of them: the first of `given`. */
  given(given: Dataset, { projection, epoch: wanted = null }: Omit<GivenParams, 'content'>): Promise<GivenInspection> {
    return this.run.showing(wanted, async (shown) => {
      const { epoch, codes } = shown;
      const { loss, ...taken } = takeGiven(shown, given);
      const { placement } = await this.placement(epoch, codes, projection);
      const [x, y, z] = placement.place({ latent: codes.latent, means: taken.mean });
      const reference = await this.supportReference(shown);
      return {
        ...taken,
        epoch,
        position: [x, y, z],
        loss: await this.lossAmong(loss, wanted),
        support: reference.about(taken.mean, shown, usualClass(shown.computation, null)),
        neighbours: nearestNeighbours(codes, taken.mean, neighbourCount),
        warnings: warningsOf(given),
      };
    });
  }

  /** How a loss stands among those of the examples trained on; null where these cannot be measured. */
  private async lossAmong(loss: number, epoch: number | null): Promise<Standing | null> {
    const { data, split } = this.run;
    if (data.kept !== null) return null;
    const { reconstruction, kl } = await this.runColumns.measures(epoch);
    const own = Float64Array.from(split.training, (index) => reconstruction[index] + kl[index]).filter(Number.isFinite);
    return standing(loss, own.sort());
  }

  async decode({
    position,
    projection,
    from,
    base: given,
    ofClass = null,
    epoch: wanted = null,
  }: DecodeParams): Promise<Decoded> {
    if (from !== null) this.checked([from]);
    return this.run.showing(wanted, async ({ computation, epoch, codes }) => {
      const { latent, means } = codes;
      if (given && given.length !== latent) throw new RangeError(`A code of ${latent} dimensions, not ${given.length}`);
      const own = from === null ? this.centre(codes) : means.subarray(from * latent, (from + 1) * latent);
      const base = given ?? own;
      const { placement } = await this.placement(epoch, codes, projection);
      const z = placement.codeAt(position, base);
      return { example: this.decodeCodes(computation, z, this.classOf(computation, ofClass, from)), z, epoch };
    });
  }

  support({ z, from, ofClass = null, epoch: wanted = null }: SupportParams): Promise<Support> {
    if (from !== null) this.checked([from]);
    return this.run.showing(wanted, async (shown) => {
      const { computation, epoch, codes } = shown;
      if (z.length !== codes.latent) throw new RangeError(`A code of ${codes.latent} dimensions, not ${z.length}`);
      const reference = await this.supportReference(shown);
      return { epoch, ...reference.about(z, shown, this.classOf(computation, ofClass, from)) };
    });
  }

  dimensionEffects({ epoch: wanted = null }: ByWeights): Promise<DimensionEffects> {
    return this.run.showing(wanted, async ({ computation, epoch, codes, weights }) => {
      const { latent, means } = codes;
      const some = spread(range(0, means.length / latent), probed);
      const around = rowsOf(codes, some).means;
      const classes = drawClasses(computation, some.length, 1);
      const decode = (several: readonly Float32Array[]) =>
        weights.exclusive(async () => several.map((rows) => computation.decode(rows, classes)));
      return { epoch, ...(await effectsOf(decode, around, deviationsOf(codes))) };
    });
  }

  posteriorBodies({ of, most, projection, epoch: wanted = null }: BodiesParams): Promise<PosteriorBodies> {
    const { data } = this.run;
    const indices = spread(
      indicesOf(of, data.examples).filter((index) => isThere(data, index)),
      most,
    );
    const places = indices.map((index) => placeOf(data, index));
    return this.run.showing(wanted, async (shown) => {
      const { basis } = await this.projected(shown, projection);
      return { epoch: shown.epoch, indices, axes: await shown.weights.exclusive(() => bodiesOf(shown, places, basis)) };
    });
  }

  sigmaHistograms({ epoch = null }: ByWeights, signal?: AbortSignal): Promise<SigmaHistograms> {
    return this.runColumns.sigmaHistograms(epoch, signal);
  }

  async shownAxes(wanted: number | null): Promise<ShownAxes> {
    const shown = await this.run.encodings(wanted);
    const { origin, basis } = await this.projected(shown, defaultProjection(this.run.latent));
    const [x, y, z] = basis;
    return { origin: [...origin], basis: [[...x], [...y], [...z]] };
  }

  compare(params: CompareParams<'compare'>, signal?: AbortSignal) {
    return this.comparing.compare(params, signal);
  }

  neighboursInCommon(params: CompareParams<'neighboursInCommon'>, signal?: AbortSignal) {
    return this.comparing.neighboursInCommon(params, signal);
  }

  decodeByOther(params: CompareParams<'decodeByOther'>) {
    const { from, ofClass = null } = params;
    if (from !== null) this.checked([from]);
    return this.comparing.decodeByOther(params, (computation) => this.classOf(computation, ofClass, from));
  }

  trails({ of, epochs, projection }: TrailParams, signal?: AbortSignal): Promise<Trails> {
    const placesAt = async (epoch: number) => (await this.latents({ epoch, projection })).positions;
    return trailsOf({ of, epochs }, this.run.data.examples, placesAt, signal);
  }

  priorFit({ projection, seed, epoch: wanted = null }: PriorFitParams): Promise<PriorFit> {
    return this.run.showing(wanted, async (shown) => {
      const { placement } = await this.placement(shown.epoch, shown.codes, projection);
      return priorFit(this.run, shown, placement, seed);
    });
  }

  failures(params: FailureParams, signal?: AbortSignal): Promise<Failures> {
    return findFailures(this.run, this.runColumns, params, signal);
  }

  path(params: PathParams, signal?: AbortSignal): Promise<LatentPath> {
    return this.along(params, params.points, (shown, placement, classes) =>
      runPath(this.run, shown, placement, params, {
        neighbours: (codes) => this.runColumns.nearest(codes, signal),
        classes,
      }),
    );
  }

  direction(params: DirectionParams): Promise<Direction> {
    return this.along(params, params.from, (shown, placement, classes) =>
      runDirection(this.run, shown, placement, params, classes),
    );
  }

  traversals(params: TraversalsParams): Promise<Traversals> {
    return this.beside(params, (shown, sources) => runTraversals(this.run, shown, params, sources));
  }

  manifold(params: ManifoldParams): Promise<Manifold> {
    return this.beside(params, (shown, sources) => runManifold(this.run, shown, params, sources));
  }

  nearest({ z, epoch = null }: { z: Float32Array; epoch?: number | null }): Promise<Neighbour> {
    return this.run.showing(epoch, async ({ codes }) => {
      if (z.length !== codes.latent) throw new RangeError(`A code of ${codes.latent} dimensions, not ${z.length}`);
      const [nearest] = nearestNeighbours(codes, z, 1);
      return nearest;
    });
  }

  samples({ count, seed, projection, ofClass = null, epoch: wanted = null }: SamplesParams): Promise<Samples> {
    return this.run.showing(wanted, async ({ model, computation, epoch, codes, weights }) => {
      const { latent } = codes;
      const means = this.run.capabilities.prior
        ? await weights.exclusive(async () => drawFromPrior(model, count, seed))
        : drawFittedGaussian(codes, count, seed);
      const { placement } = await this.placement(epoch, codes, projection);
      const positions = placement.place({ latent, means });
      const classes = ofClass === null ? drawClasses(computation, count, seed) : new Int32Array(count).fill(ofClass);
      return { examples: this.decodeCodes(computation, means, classes), positions, epoch };
    });
  }

  async reconstructions({
    offset,
    count,
    epoch: wanted = null,
    ...list
  }: ReconstructionsParams): Promise<Reconstructions> {
    const { data } = this.run;
    const { encoding } = data.dataset;
    const { reconstruction: errors } = await this.runColumns.measures(wanted);
    return this.run.showing(wanted, async ({ computation, epoch }) => {
      const indices = await this.ranked(errors, list);
      const page = indices.slice(offset, offset + count);
      const places = Int32Array.from(page, (index) => placeOf(data, index));
      const decoded = computation.decode(computation.encode(places).means, computation.classify(places));
      const means = ofOwnLibrary(decoded, gatherRows(data.dataset, places), encoding);
      return {
        total: indices.length,
        indices: Int32Array.from(page),
        originals: this.rendered(page),
        reconstructions: render(means, encoding),
        errors: Float32Array.from(page, (index) => errors[index]),
        epoch,
      };
    });
  }

  async around(
    {
      of,
      count,
      place,
      epoch = null,
    }: { of: ExampleSet; count: number; place: 'each' | 'centre'; epoch?: number | null },
    signal?: AbortSignal,
  ): Promise<{ examples: ExampleSet }> {
    const { examples } = this.run.data;
    const indices = indicesOf(of, examples);
    // Its backend computes the products.
    await this.run.model();
    const { codes } = await this.run.encodings(epoch);
    const found =
      place === 'each'
        ? await nearestOfEach(codes, indices, count, signal)
        : nearestToCentre(codes, indices, indices.length > 0 ? count : 0);
    return { examples: setOf(found, examples) };
  }

  async latentMoments({ of, epoch = null }: { of: ExampleSet; epoch?: number | null }): Promise<LatentMoments> {
    const { epoch: shown, codes } = await this.run.encodings(epoch);
    return { epoch: shown, ...latentMoments(codes, indicesOf(of, this.run.data.examples)) };
  }

  async sheet({ of, count }: { of: ExampleSet; count: number }): Promise<{ indices: Int32Array; examples: Examples }> {
    const { data } = this.run;
    const there = indicesOf(of, data.examples).filter((index) => isThere(data, index));
    const indices = spread(there, count);
    return { indices, examples: this.rendered([...indices]) };
  }

  /** The examples that pass, in their order. Pages of one list come one after another: it is sorted for the first. */
  private async ranked(errors: Float32Array, list: RankedList): Promise<readonly number[]> {
    const key = JSON.stringify(list);
    if (this.ranking?.errors === errors && this.ranking.key === key) return this.ranking.indices;
    const { order, filter, split } = list;
    const { data } = this.run;
    let indices = Array.from(split === undefined ? errors.keys() : this.splitIndices(split));
    if (data.kept) indices = indices.filter((index) => isThere(data, index));
    if (filter !== null) {
      const { values } = await this.column({ name: filter.column });
      indices = indices.filter((index) => values[index] === filter.category);
    }
    if (order !== 'data') indices.sort((a, b) => (order === 'worst' ? errors[b] - errors[a] : errors[a] - errors[b]));
    this.ranking = { errors, key, indices };
    return indices;
  }

  private splitIndices(split: 'train' | 'validation'): Int32Array {
    return split === 'train' ? this.run.split.training : this.run.split.validation;
  }

  /** What is asked about codes along a way: with the class that they are decoded with, of a model that knows classes. */
  private along<T>(
    { epoch, projection, ofClass }: Pick<PathParams, 'epoch' | 'projection' | 'ofClass'>,
    points: readonly PathPoint[],
    answer: (shown: ShownModel, placement: Placement, classes: PathSources['classes']) => Promise<T>,
  ): Promise<T> {
    const examples = points.flatMap((point) => ('example' in point ? [point.example] : []));
    this.checked(examples);
    return this.run.showing(epoch ?? null, async (shown) => {
      const { placement } = await this.placement(shown.epoch, shown.codes, projection);
      // Of an example whose data are gone the code is there, and its class is not.
      const [own] = shown.computation.classes
        ? (this.classOf(shown.computation, ofClass ?? null, examples[0] ?? null) ?? [])
        : [];
      return answer(shown, placement, (count) => (own === undefined ? undefined : new Int32Array(count).fill(own)));
    });
  }

  /** What is asked about codes that are beside one, or beside the mean of all. */
  private beside<T>(
    params: Pick<TraversalsParams, 'around' | 'epoch' | 'projection' | 'ofClass'>,
    answer: (shown: ShownModel, sources: TraversalSources) => Promise<T>,
  ): Promise<T> {
    const { around } = params;
    return this.along(params, around ? [around] : [], (shown, placement, classes) => {
      const { codes } = shown;
      const own = around ? codeOf(codes, around) : Float32Array.from(this.centre(codes));
      return answer(shown, { placement, classes, around: own });
    });
  }

  /** Made once for the codes of an epoch. */
  private supportReference(shown: ShownModel): Promise<SupportReference> {
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
  private classOf(computation: Computation, ofClass: number | null, example: number | null): Int32Array | undefined {
    if (ofClass !== null) return Int32Array.of(ofClass);
    return usualClass(computation, example === null ? null : placeOf(this.run.data, example));
  }

  private decodeCodes(computation: Computation, codes: Float32Array, classes?: Int32Array): Examples {
    return render(computation.decode(codes, classes), this.run.data.dataset.encoding);
  }

  private rendered(indices: readonly number[]): Examples {
    const { data } = this.run;
    const places = indices.map((index) => placeOf(data, index));
    return render(gatherRows(data.dataset, places), data.dataset.encoding);
  }

  /** How the codes of an epoch are shown. Where a layout is wanted that there is none of yet: by principal components. */
  private async placement(
    epoch: number,
    codes: Codes,
    projection: Projection,
  ): Promise<{ placement: Placement; layout?: ShownLayout }> {
    if (projection.kind === 'axes' || projection.kind === 'pca')
      return { placement: placementByProjection(await this.projected({ epoch, codes }, projection)) };
    const { of } = projection;
    const part = of && indicesOf(of, this.run.data.examples);
    const made = await this.run.layoutNear(epoch, projection);
    const layout = { epoch: made?.epoch ?? null, report: made?.report ?? null };
    if (made) return { placement: placementByNeighbours(codes, made.positions, projection, part), layout };
    const all = placementByProjection(await this.projected({ epoch, codes }, { kind: 'pca' }));
    return { placement: part ? placementOfPart(all, codes, part) : all, layout };
  }

  private async projected(shown: EpochCodes, projection: LinearProjection): Promise<Layout> {
    const { alignedTo, onto } = projection;
    if (onto) return this.linear.onto(shown, await this.run.others.codes(onto), onto.axes);
    return this.linear.of(shown, projection, alignedTo === undefined ? undefined : await this.run.encodings(alignedTo));
  }

  /** Of the codes of an epoch: asked for at each move of the 3-D cursor. */
  private centre(codes: Codes): Float64Array {
    let place = this.centres.get(codes);
    if (place === undefined) {
      place = centre(codes);
      this.centres.set(codes, place);
    }
    return place;
  }

  private checked(indices: readonly number[]): readonly number[] {
    const { examples } = this.run.data;
    const wrong = indices.find((index) => !Number.isInteger(index) || index < 0 || index >= examples);
    if (wrong !== undefined) throw new UserError('run.noExample', { index: wrong, examples });
    return indices;
  }
}

function columnValue({ type, categories, values }: ColumnValues, index: number): string | number {
  return type === 'category' ? (categories?.[values[index]] ?? '') : values[index];
}

/** What is to be said of an example that was given: that there were more, and what its reading said. */
function warningsOf({ summary }: Dataset): readonly Sentence[] {
  const { examples, warnings } = summary;
  return examples > 1 ? [{ code: 'given.several', params: { count: examples } }, ...warnings] : warnings;
}
