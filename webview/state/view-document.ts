import * as v from 'valibot';
import { ColumnLayout } from '../../src/protocol/column-layout';
import { ShownRun } from '../../src/protocol/compare';
import { mostTemperature } from '../../src/protocol/config/network';
import { DirectionAxis } from '../../src/protocol/direction-axis';
import { PacmapParams, TsneParams, UmapParams } from '../../src/protocol/layout';
import { mostPathPoints, pathKinds } from '../../src/protocol/paths';
import { mostTrailEpochs } from '../../src/protocol/trails';
import { NumberScale } from '../colour/number-scale';
import type { Bits } from '../data/bits';
import type { Filter } from '../data/filters';
import { BitsOfKept, keepBits } from '../data/kept-bits';
import { longestQuery } from '../data/query/parser';

export const finite = v.pipe(v.number(), v.finite());
export const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const axis = v.pipe(v.number(), v.integer(), v.minValue(-1));
export const vector = v.tuple([finite, finite, finite]);
export const within = (low: number, high: number) => v.pipe(finite, v.minValue(low), v.maxValue(high));
const name = v.pipe(v.string(), v.maxLength(1000));

/** The examples that a layout is of; without it all. */
const part = { of: v.optional(BitsOfKept as v.GenericSchema<unknown, Bits>) };
/**
 * The epoch onto whose codes those of others are turned; null: the newest, absent: none are. Or another run, to whose codes those of
 * this one are turned.
 */
const aligned = { alignedTo: v.optional(v.nullable(whole)), onto: v.optional(ShownRun) };
const Projection = v.variant('kind', [
  v.object({ kind: v.literal('pca'), dims: v.optional(v.literal(2)), along: v.optional(DirectionAxis), ...aligned }),
  v.object({ kind: v.literal('axes'), axes: v.tuple([axis, axis, axis]), ...aligned }),
  v.object({ ...UmapParams.entries, ...part }),
  v.object({ ...TsneParams.entries, ...part }),
  v.object({ ...PacmapParams.entries, ...part }),
  ColumnLayout,
]);

const KeptFilter = v.variant('kind', [
  v.object({ kind: v.literal('categories'), column: name, hidden: v.array(axis) }),
  v.object({ kind: v.literal('range'), column: name, low: v.nullable(finite), high: v.nullable(finite) }),
  v.object({ kind: v.literal('query'), text: v.pipe(v.string(), v.maxLength(longestQuery)) }),
  v.object({ kind: v.literal('examples'), examples: BitsOfKept, without: v.boolean() }),
]);

/** An example, or any code. */
const PathPoint = v.union([
  v.object({ example: whole }),
  v.object({ code: v.pipe(v.array(finite), v.minLength(1), v.maxLength(1024)) }),
]);
export const pathPieces = [8, 16, 32] as const;

export const legendOrders = ['data', 'name', 'count'] as const;
export type LegendOrder = (typeof legendOrders)[number];

/** One that cannot be read does not lose the others. */
const each = <S extends v.GenericSchema>(schema: S) =>
  v.fallback(
    v.pipe(
      v.array(v.fallback(v.nullable(schema), null as v.InferOutput<S> | null)),
      v.transform((items) => items.filter((item): item is v.InferOutput<S> => item !== null)),
    ),
    [],
  );

/**
 * What a person has chosen to see, as it is kept over a reload. Each part that cannot be read falls back on its own, so
 * that one bad value does not lose the others. All of it can be undone.
 */
export const KeptDocument = v.object({
  /** Null until known from the run. */
  projection: v.fallback(v.nullable(Projection), null),
  /** The column that colours the points; null until known from the run. */
  colour: v.fallback(v.nullable(v.string()), null),
  /** How the numbers of columns become colours, where it is not the usual way. One a column. */
  scales: each(v.object({ column: name, ...NumberScale.entries })),
  /** Colours that categories have in place of those of the palette. */
  ownColours: each(
    v.object({ column: name, category: v.string(), colour: v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/)) }),
  ),
  /** How the legend lists categories; null: by their number where they are more than have colours, else as the data have them. */
  legendOrder: v.fallback(v.nullable(v.picklist(legendOrders)), null),
  /** Those that pass all of them are shown. */
  filters: each(KeptFilter) as v.GenericSchema<unknown, readonly Filter[]>,
  /** The examples to do something with; null: none. */
  selection: v.fallback(v.nullable(BitsOfKept), null) as v.GenericSchema<unknown, Bits | null>,
  /** Selections by name. They are kept with the run; here are those that it does not have. */
  named: each(v.object({ name, examples: BitsOfKept, fingerprint: v.optional(v.string()) })) as v.GenericSchema<
    unknown,
    readonly NamedSelection[]
  >,
  /** The stored epoch on show; null follows the newest. */
  epoch: v.fallback(v.nullable(whole), null),
  pinned: v.fallback(v.nullable(whole), null),
  /** Dimensions that the view does not show are those of `base`, where there is one. */
  cursor: v.fallback(
    v.object({
      on: v.boolean(),
      position: v.nullable(vector),
      base: v.optional(v.pipe(v.array(finite), v.maxLength(1024))),
    }),
    { on: false, position: null },
  ),
  /** What paths lead through, in how many pieces from one point to the next, and which there are; null: those that cost little. */
  path: v.fallback(
    v.object({
      points: v.pipe(v.array(PathPoint), v.maxLength(mostPathPoints)),
      pieces: v.picklist(pathPieces),
      kinds: v.nullable(v.array(v.picklist(pathKinds))),
    }),
    { points: [], pieces: 16, kinds: null },
  ),
  samples: v.fallback(v.object({ on: v.boolean(), seed: whole }), { on: false, seed: 1 }),
  /** The ways of the selected points, or of the pinned one, over so many epochs. */
  trails: v.fallback(v.object({ on: v.boolean(), epochs: v.pipe(whole, v.minValue(2), v.maxValue(mostTrailEpochs)) }), {
    on: false,
    epochs: 8,
  }),
  /** Posteriors as bodies, and where their points are: at the mean, or at a draw by a seed. */
  posterior: v.fallback(v.object({ on: v.boolean(), at: v.picklist(['mean', 'draw']), seed: whole }), {
    on: false,
    at: 'mean',
    seed: 1,
  }),
  /** The class that a model which knows classes decodes with, by its number; null: as the data have them. */
  ofClass: v.fallback(v.nullable(whole), null),
  /** At which temperature a decoder writes that does so symbol by symbol; null: the model's own. */
  temperature: v.fallback(v.nullable(within(0, mostTemperature)), null),
  pointSize: v.fallback(within(0.25, 4), 1),
  /** What has a name in the space. */
  names: v.fallback(v.picklist(['none', 'categories', 'clusters']), 'none'),
  /** How dense the points are, over them. */
  density: v.fallback(v.boolean(), false),
  /** Pictures in the place of points that have room for one. */
  pictures: v.fallback(v.boolean(), false),
  /** Which reconstructions are listed. */
  grid: v.fallback(
    v.object({
      order: v.picklist(['worst', 'best', 'data']),
      category: v.nullable(whole),
      split: v.nullable(v.picklist(['train', 'validation'])),
    }),
    { order: 'worst', category: null, split: null },
  ),
});

export interface NamedSelection {
  readonly name: string;
  readonly examples: Bits;
  /** Of the data that it was kept for; without it those of the run, if they are as many. */
  readonly fingerprint?: string;
}

export type ViewDocument = v.InferOutput<typeof KeptDocument>;

/** As plain JSON. */
export function keepDocument(view: ViewDocument): unknown {
  const { projection } = view;
  return {
    ...view,
    projection:
      projection && 'of' in projection && projection.of ? { ...projection, of: keepBits(projection.of) } : projection,
    filters: view.filters.map((filter) =>
      filter.kind === 'examples' ? { ...filter, examples: keepBits(filter.examples) } : filter,
    ),
    selection: view.selection && keepBits(view.selection),
    named: view.named.map((selection) => ({ ...selection, examples: keepBits(selection.examples) })),
  };
}
