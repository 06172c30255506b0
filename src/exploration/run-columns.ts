import type { Measures } from '../compute';
import { type FoundNeighbours, nearestNeighbours } from '../layout/nearest-neighbours';
import type { Points } from '../layout/neighbours';
import { type ColumnInfo, type ColumnValues, neighbourhoodSize } from '../protocol/data';
import { UserError } from '../protocol/errors';
import type { SigmaHistograms } from '../protocol/posterior-bodies';
import { SharedCall } from '../protocol/shared-call';
import type { OfWeights, Projection } from '../protocol/trainer';
import { type Encodings, encodeAll } from '../training/encoding';
import type { Split } from '../training/split';
import { computedColumns } from './computed-columns';
import { byIndex } from './explored-data';
import type { ExploredRun, ShownModel } from './explored-run';
import { dimensionOf, klOf, sigmaOf } from './latent-columns';
import { LayoutMeasures } from './layout-measures';
import { measureAll, predictAll } from './measures';
import { disagreement, meanDistances } from './neighbourhood';
import { logAggregateOf, logPriorOf } from './prior-fit/log-densities';
import type { Codes } from './projection';
import { reencodingErrors } from './reencoding';
import { sigmaHistogramsOf } from './sigma-histograms';

/** Of which codes and which layout a column is wanted, where it is of such. */
interface Wanted {
  readonly epoch?: number | null;
  readonly projection?: Projection;
}

/** Where the codes of an epoch are shown, examples x 3. */
type Places = (epoch: number, codes: Codes, projection: Projection) => Promise<Float32Array>;

/** The neighbours that were computed last: they are asked for by several, and again. */
interface KeptNeighbours {
  readonly of: Codes['means'];
  readonly call: SharedCall<FoundNeighbours>;
}

/** What was computed of all examples, by the same weights. */
interface ByModel {
  measured?: Promise<Measures & OfWeights>;
  posteriors?: SharedCall<Encodings & OfWeights>;
}

/** The columns of a run: those of its data, and those that are computed with its model when they are asked for. */
export class RunColumns {
  /** By the weights in use, and by those of the epoch that was last looked at. */
  private present: ByModel = {};
  private past: { readonly epoch: number; readonly by: ByModel } | null = null;
  private neighbours: KeptNeighbours | null = null;
  private readonly layouts = new LayoutMeasures(
    (points, k, { signal, onProgress }) => this.nearestOf(points, k, signal, onProgress),
    (signal) => this.reporting(signal),
  );
  private aggregate: { readonly of: Float32Array; readonly call: SharedCall<Float32Array> } | null = null;

  constructor(
    private readonly run: ExploredRun,
    private readonly places: Places,
  ) {}

  get infos(): readonly ColumnInfo[] {
    return [...this.own.map(({ values: _, ...column }) => column), ...this.computed];
  }

  /** What was computed with former weights no longer holds. */
  weightsChanged(): void {
    this.present = {};
    // Where its weights are not kept, it was those in use.
    this.past = null;
  }

  /** @throws UserError run.noColumn, and what the run says of its codes; the signal's reason. */
  async get(name: string, wanted: Wanted = {}, signal?: AbortSignal): Promise<ColumnValues> {
    const own = this.own.find((column) => column.name === name);
    if (own) return own;
    const info = this.computed.find((column) => column.name === name);
    if (!info) throw new UserError('run.noColumn', { column: name });
    return { ...info, ...(await this.compute(info, wanted, signal)) };
  }

  /** Computed once for the weights of an epoch (null: as they are); whoever comes meanwhile shares the work. */
  measures(epoch: number | null): Promise<Measures & OfWeights> {
    const by = this.by(epoch);
    by.measured ??= this.measureAll(epoch);
    return by.measured;
  }

  private by(epoch: number | null): ByModel {
    if (epoch === null) return this.present;
    if (this.past?.epoch !== epoch) this.past = { epoch, by: {} };
    return this.past.by;
  }

  private get own(): readonly ColumnValues[] {
    return this.run.data.dataset.columns;
  }

  /** Those of the model give way to those of the data by another name. */
  private get computed(): readonly ColumnInfo[] {
    const { data, capabilities, latent, split, inferredClasses: inferred } = this.run;
    const isLabelled = this.label !== undefined;
    const hasTest = split.test !== undefined;
    const isSplit = split.validation.length > 0 || hasTest;
    const from = { capabilities, latent, isSplit, hasTest, isWhole: data.kept === null, isLabelled, inferred };
    return computedColumns(from, new Set(this.own.map(({ name }) => name)));
  }

  /** The classes of the examples, where they have such. */
  get label(): ColumnValues | undefined {
    const { label } = this.run.data.dataset.summary;
    return this.own.find((column) => column.name === label && column.type === 'category');
  }

  private async compute(
    { quantity, dimension = 0 }: ColumnInfo,
    wanted: Wanted,
    signal?: AbortSignal,
  ): Promise<Pick<ColumnValues, 'values' | 'recall' | 'among'> & Partial<OfWeights>> {
    const { data, latent, split } = this.run;
    const { examples, shape } = data.dataset.summary;
    switch (quantity) {
      case 'split':
        return { values: splitCodes(data.examples, split) };
      case 'reconstruction':
      case 'kl': {
        const { epoch, [quantity]: values } = await this.measures(wanted.epoch ?? null);
        return { values, epoch };
      }
      case 'class':
        return this.ofEach(wanted.epoch ?? null, ({ computation }) => predictAll(computation, examples));
      case 'reencoding':
        return this.ofEach(wanted.epoch ?? null, (shown) => reencodingErrors(shown, shape, shown.codes, examples));
      case 'z': {
        const { epoch, codes } = await this.run.encodings(wanted.epoch ?? null);
        return { values: dimensionOf(codes, dimension), epoch };
      }
      case 'sigma':
      case 'klDimension': {
        const { means, logVars, epoch } = await this.posterior(wanted.epoch ?? null, signal);
        if (!logVars) break;
        const values =
          quantity === 'sigma' ? sigmaOf(logVars, latent, dimension) : klOf(means, logVars, latent, dimension);
        return { values: byIndex(data, values), epoch };
      }
      case 'logPrior':
        return this.ofEach(wanted.epoch ?? null, ({ model, codes }) => logPriorOf(model, codes));
      case 'logAggregate': {
        const { epoch, ...posteriors } = await this.posterior(wanted.epoch ?? null, signal);
        return { values: await this.densities(posteriors, signal), epoch };
      }
      case 'density':
      case 'disagreement': {
        const { epoch, codes } = await this.run.encodings(wanted.epoch ?? null);
        const nearest = await this.nearest(codes, signal);
        const labels = this.label?.values ?? new Float32Array(data.examples).fill(Number.NaN);
        const values = quantity === 'density' ? meanDistances(nearest) : disagreement(nearest, labels);
        return { values, epoch, ...recallOf(nearest) };
      }
      case 'trust':
      case 'continuity': {
        const { epoch, codes } = await this.run.encodings(wanted.epoch ?? null);
        const places = await this.places(epoch, codes, wanted.projection ?? { kind: 'pca' });
        return { ...(await this.layouts.of(quantity, codes, places, signal)), epoch };
      }
    }
    throw new Error(`There is no quantity ${quantity}`);
  }

  private measureAll(wanted: number | null): Promise<Measures & OfWeights> {
    const { data } = this.run;
    const { examples } = data.dataset.summary;
    return this.run.showing(wanted, async ({ computation, epoch, weights }) => {
      const { reconstruction, kl } = await weights.exclusive(() => measureAll(computation, examples));
      return { reconstruction: byIndex(data, reconstruction), kl: byIndex(data, kl), epoch };
    });
  }

  /** Of each example that is there what a model says, which no step of training changes meanwhile. */
  private ofEach(
    wanted: number | null,
    compute: (shown: ShownModel) => Promise<Float32Array>,
  ): Promise<Pick<ColumnValues, 'values'> & OfWeights> {
    return this.run.showing(wanted, async (shown) => ({
      values: byIndex(this.run.data, await shown.weights.exclusive(() => compute(shown))),
      epoch: shown.epoch,
    }));
  }

  /** Of all examples that are there. @throws Error where the posterior has no spread; the signal's reason */
  async sigmaHistograms(wanted: number | null, signal?: AbortSignal): Promise<SigmaHistograms> {
    const { logVars, epoch } = await this.posterior(wanted, signal);
    if (!logVars) throw new Error('This posterior has no spread');
    return { ...sigmaHistogramsOf(logVars, this.run.latent), epoch };
  }

  private posterior(wanted: number | null, signal?: AbortSignal): Promise<Encodings & OfWeights> {
    const { data, latent } = this.run;
    const by = this.by(wanted);
    by.posteriors ??= new SharedCall((calledOff) => {
      const onProgress = this.reporting(calledOff);
      return this.run.showing(wanted, async ({ computation, epoch, weights }) => {
        const encode = () => encodeAll(computation, data.dataset.summary.examples, latent, onProgress);
        return { ...(await weights.exclusive(encode)), epoch };
      });
    });
    return by.posteriors.join(signal);
  }

  /** log q(z) of all examples. */
  private densities(posteriors: Encodings, signal?: AbortSignal): Promise<Float32Array> {
    if (this.aggregate?.of !== posteriors.means) {
      const call = new SharedCall((calledOff) => logAggregateOf(posteriors, this.reporting(calledOff)));
      this.aggregate = { of: posteriors.means, call };
    }
    return this.aggregate.call.join(signal);
  }

  /** The nearest codes of each example. */
  nearest(codes: Codes, signal?: AbortSignal): Promise<FoundNeighbours> {
    if (this.neighbours?.of !== codes.means) {
      const points = { values: codes.means, dims: codes.latent };
      this.neighbours = {
        of: codes.means,
        call: new SharedCall((calledOff) => this.nearestOf(points, neighbourhoodSize, calledOff)),
      };
    }
    return this.neighbours.call.join(signal);
  }

  /** Of fewer points all others. */
  private async nearestOf(
    points: Points,
    size: number,
    signal: AbortSignal,
    onProgress = this.reporting(signal),
  ): Promise<FoundNeighbours> {
    const count = points.values.length / points.dims;
    const k = Math.min(size, count - 1);
    if (k < 1) return { k: 1, indices: new Int32Array(count).fill(-1), distances: new Float32Array(count) };
    // Its backend computes the products.
    await this.run.model();
    return nearestNeighbours(points, k, 1, { signal, onProgress });
  }

  /** Tells how far it is, a hundredth at a time; throws where it was called off. */
  private reporting(signal: AbortSignal): (fraction: number) => void {
    let told = 0;
    return (fraction) => {
      signal.throwIfAborted();
      if (fraction < told + 0.01 && fraction < 1) return;
      told = fraction;
      this.run.onColumnProgress?.(fraction);
    };
  }
}

function recallOf({ recall }: FoundNeighbours): Pick<ColumnValues, 'recall'> {
  return recall === undefined ? {} : { recall };
}

function splitCodes(examples: number, { validation, test = new Int32Array() }: Split): Float32Array {
  const codes = new Float32Array(examples);
  for (const index of validation) codes[index] = 1;
  for (const index of test) codes[index] = 2;
  return codes;
}
