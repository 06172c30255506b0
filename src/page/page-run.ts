import { libraryOf, ofOwnLibrary } from '../dataset/examples/encoding/counts';
import { render } from '../dataset/examples/render';
import { exampleLosses } from '../exploration/example-losses';
import { indicesOf, setOf, spread } from '../exploration/example-set';
import { latentMoments } from '../exploration/latent-moments';
import type { EpochCodes } from '../exploration/linear-layouts';
import { nearestNeighbours, nearestToCentre } from '../exploration/neighbours';
import type { Codes } from '../exploration/projection';
import { trailsOf } from '../exploration/trails';
import { standardKl } from '../model/standard-kl';
import { capabilitiesOf } from '../protocol/capabilities';
import type { ColumnValues, Examples } from '../protocol/data';
import { UserError } from '../protocol/errors';
import type { PanelMethods } from '../protocol/panel';
import type { Handlers } from '../protocol/rpc';
import type { Inspection, Projection, ReconstructionsParams } from '../protocol/trainer';
import type { PageContent } from './content';
import { PageColumns } from './page-columns';
import { PageDecoding } from './page-decoding';
import { Breath } from './page-neighbours';
import { pagePosteriors } from './page-posteriors';
import { pick } from './pick';
import { Placements } from './placements';

/** What a page answers of a run, of all that a panel may ask. */
type Answered = Pick<
  PanelMethods,
  | 'latents'
  | 'column'
  | 'examples'
  | 'inspect'
  | 'nearest'
  | 'reconstructions'
  | 'around'
  | 'latentMoments'
  | 'sheet'
  | 'trails'
  | 'layouts'
>;

const neighbourCount = 8;

/** A run in a page: it answers from what came along, by the code that the trainer has. */
export class PageRun {
  private readonly placements: Placements;
  private readonly columns: PageColumns;
  private readonly present: Codes;
  private readonly decoding: PageDecoding | null;

  constructor(private readonly content: PageContent) {
    this.placements = new Placements(content, (epoch) => this.frame(epoch));
    this.columns = new PageColumns(content, this.placements);
    this.present = this.frame(null).codes;
    this.decoding = content.decoder && new PageDecoding(content, this.placements, this.present);
  }

  /** Of what is decoded, and of posteriors, as far as that came along. */
  handlers(): Handlers<Answered> & Partial<Handlers<PanelMethods>> {
    const answered: Handlers<Answered> = {
      latents: ({ epoch, projection }) => {
        const { epoch: shown, codes } = this.frame(epoch);
        const { placement, layout } = this.placements.of(shown, codes, projection);
        return { epoch: shown, positions: placement.place(codes), axes: placement.axes, ...(layout && { layout }) };
      },
      column: (params) => this.columns.get(params),
      examples: ({ indices }) =>
        pick(
          this.content.examples.originals,
          indices.map((index) => this.placeOf(index)),
        ),
      inspect: ({ index, projection }) => this.inspect(index, projection),
      nearest: ({ z }) => nearestNeighbours(this.present, z, 1)[0],
      reconstructions: (params) => this.reconstructions(params),
      around: async ({ of, count, place, epoch = null }, signal) => {
        const { codes } = this.frame(epoch);
        const indices = indicesOf(of, this.count);
        const found =
          place === 'each'
            ? await this.nearestOfEach(codes, indices, count, signal)
            : nearestToCentre(codes, indices, indices.length > 0 ? count : 0);
        return { examples: setOf(found, this.count) };
      },
      latentMoments: ({ of, epoch = null }) => {
        const { epoch: shown, codes } = this.frame(epoch);
        return { epoch: shown, ...latentMoments(codes, indicesOf(of, this.count)) };
      },
      sheet: ({ of, count }) => {
        const { originals } = this.content.examples;
        const there = indicesOf(of, this.count).filter((index) => this.findPlace(index) >= 0);
        const indices = spread(there, count);
        return {
          indices,
          examples: pick(
            originals,
            Array.from(indices, (index) => this.placeOf(index)),
          ),
        };
      },
      trails: ({ of, epochs, projection }, signal) => {
        const placesAt = (epoch: number) => {
          const { codes } = this.frame(epoch);
          return this.placements.of(epoch, codes, projection).placement.place(codes);
        };
        return trailsOf({ of, epochs }, this.count, placesAt, signal);
      },
      layouts: () => ({
        kept: this.content.layouts.map(({ epoch, of, params }) => ({ epoch, ...(of !== undefined && { of }), params })),
        running: null,
      }),
    };
    return {
      ...answered,
      ...this.decoding?.handlers(),
      ...pagePosteriors(this.content, this.placements, this.present),
    };
  }

  private get count(): number {
    return this.content.run.record.data.examples;
  }

  private frame(epoch: number | null): EpochCodes {
    const { frames, present, run } = this.content;
    const wanted = epoch ?? present;
    const found = frames.find((frame) => frame.epoch === wanted);
    if (!found) throw new RangeError(`The codes of epoch ${wanted} did not come along`);
    return { epoch: wanted, codes: { latent: run.record.config.model.latent, means: found.means } };
  }

  private inspect(index: number, projection: Projection): Inspection {
    const place = this.placeOf(index);
    const { examples, run, present: epoch, columns, validation } = this.content;
    const { latent } = this.present;
    const { elbo: hasKl, klByDimension } = capabilitiesOf(run.record.config.model);
    const own = (values: Float32Array) => values.slice(place * latent, (place + 1) * latent);
    const mean = own(examples.means);
    const logVars = examples.logVars && own(examples.logVars);
    const [x, y, z] = this.placements.of(epoch, this.present, projection).placement.place({ latent, means: mean });
    const original = pick(examples.originals, [place]);
    const decoded = this.decoding && this.ofOwnLibrary(this.decoding.decode(mean), [place]);
    const reconstruction = decoded ? render(decoded, this.content.encoding) : this.reconstructed([place]);
    const data = new Set(run.record.data.columns.map(({ name }) => name));
    return {
      index,
      epoch,
      position: [x, y, z],
      original,
      reconstruction,
      difference: differenceOf(original, reconstruction, decoded ?? undefined),
      mean,
      sigma: logVars?.map((value) => Math.exp(value / 2)) ?? null,
      klPerDimension: logVars && klByDimension ? logVars.map((value, j) => standardKl(mean[j], value)) : null,
      losses: exampleLosses(examples.reconstruction[place], hasKl ? examples.kl[place] : undefined),
      samples: 0,
      columns: columns
        .filter(({ name }) => data.has(name))
        .map((column) => ({ name: column.name, value: cellOf(column, index) })),
      split: validation.includes(index) ? 'validation' : 'train',
      neighbours: nearestNeighbours(this.present, mean, neighbourCount, index),
      source: null,
    };
  }

  private reconstructions({ order, filter, split, offset, count }: ReconstructionsParams) {
    const { indices, reconstruction: errors, originals } = this.content.examples;
    const heldOut = new Set(this.content.validation);
    const values = filter && this.columns.get({ name: filter.column }).values;
    const places = [...indices.keys()].filter((place) => {
      const index = indices[place];
      const isOfSplit = split === undefined || heldOut.has(index) === (split === 'validation');
      return isOfSplit && (values === null || values[index] === filter?.category);
    });
    if (order !== 'data') places.sort((a, b) => (order === 'worst' ? errors[b] - errors[a] : errors[a] - errors[b]));
    const page = places.slice(offset, offset + count);
    return {
      total: places.length,
      indices: Int32Array.from(page, (place) => indices[place]),
      originals: pick(originals, page),
      reconstructions: this.reconstructed(page),
      errors: Float32Array.from(page, (place) => errors[place]),
      epoch: this.content.present,
    };
  }

  private reconstructed(places: readonly number[]): Examples {
    const { examples, encoding } = this.content;
    if (examples.reconstructions) return pick(examples.reconstructions, places);
    const { latent } = this.present;
    const codes = new Float32Array(places.length * latent);
    places.forEach((place, i) => {
      codes.set(examples.means.subarray(place * latent, (place + 1) * latent), i * latent);
    });
    return render(this.ofOwnLibrary(this.decoding!.decode(codes), places), encoding);
  }

  /** Expected counts of examples that came along. */
  private ofOwnLibrary(decoded: Float32Array, places: readonly number[]): Float32Array {
    const { encoding, examples } = this.content;
    const originals = pick(examples.originals, places);
    if (originals.kind !== 'rows' || libraryOf(encoding) === undefined) return decoded;
    return ofOwnLibrary(decoded, originals.rows.flat().map(Number), encoding);
  }

  /** The page answers others meanwhile. @throws the signal's reason */
  private async nearestOfEach(
    codes: Codes,
    of: Int32Array,
    count: number,
    signal: AbortSignal,
  ): Promise<ReadonlySet<number>> {
    const { means, latent } = codes;
    const found = new Set<number>();
    const breath = new Breath();
    for (const index of of) {
      const code = means.subarray(index * latent, (index + 1) * latent);
      for (const neighbour of nearestNeighbours(codes, code, count, index)) found.add(neighbour.index);
      await breath.take(signal);
    }
    return found;
  }

  /** Where among the examples that came along one is. @throws UserError run.noExample, page.notKept */
  private placeOf(index: number): number {
    const { count } = this;
    if (!Number.isInteger(index) || index < 0 || index >= count) {
      throw new UserError('run.noExample', { index, examples: count });
    }
    const place = this.findPlace(index);
    if (place < 0) {
      throw new UserError('page.notKept', { index, kept: this.content.examples.indices.length, examples: count });
    }
    return place;
  }

  /** -1: it is not there. */
  private findPlace(index: number): number {
    const { indices } = this.content.examples;
    let [low, high] = [0, indices.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (indices[middle] < index) low = middle + 1;
      else high = middle;
    }
    return indices[low] === index ? low : -1;
  }
}

/**
 * Of images, in 0..1; nobody looks at that of others.
 * @param decoded Without it the difference is that of the pixels, which are cut off at black and white.
 */
function differenceOf(original: Examples, reconstruction: Examples, decoded?: Float32Array): Float32Array {
  if (original.kind !== 'images' || reconstruction.kind !== 'images') return new Float32Array(0);
  const { pixels } = reconstruction;
  return Float32Array.from(original.pixels, (value, i) => value / 255 - (decoded?.[i] ?? pixels[i] / 255));
}

function cellOf({ type, categories, values }: ColumnValues, index: number): string | number {
  return type === 'category' ? (categories?.[values[index]] ?? '') : values[index];
}
