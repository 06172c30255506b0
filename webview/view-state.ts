import * as v from 'valibot';
import type { PanelPage } from '../src/protocol/panel';
import type { RunSummary } from '../src/protocol/run';

const finite = v.pipe(v.number(), v.finite());
const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const axis = v.pipe(v.number(), v.integer(), v.minValue(-1));
const vector = v.tuple([finite, finite, finite]);
const within = (low: number, high: number) => v.pipe(finite, v.minValue(low), v.maxValue(high));

const Projection = v.variant('kind', [
  v.object({ kind: v.literal('pca') }),
  v.object({ kind: v.literal('axes'), axes: v.tuple([axis, axis, axis]) }),
]);

/**
 * What a person has chosen in the panel, kept over a reload. Each part that cannot be read falls back on its own,
 * so that one bad value does not lose the others.
 */
const ViewState = v.object({
  version: v.literal(1),
  page: v.fallback(v.picklist(['space', 'reconstructions']), 'space'),
  /** Null until known from the run. */
  projection: v.fallback(v.nullable(Projection), null),
  /** The column that colours the points; null until known from the run. */
  colour: v.fallback(v.nullable(v.string()), null),
  /** Categories hidden by the legend, by column. */
  hidden: v.fallback(v.record(v.string(), v.array(axis)), {}),
  /** The stored epoch on show; null follows the newest. */
  epoch: v.fallback(v.nullable(whole), null),
  camera: v.fallback(v.nullable(v.object({ position: vector, target: vector })), null),
  pinned: v.fallback(v.nullable(whole), null),
  cursor: v.fallback(v.object({ on: v.boolean(), position: v.nullable(vector) }), { on: false, position: null }),
  samples: v.fallback(v.object({ on: v.boolean(), seed: whole }), { on: false, seed: 1 }),
  pointSize: v.fallback(within(0.25, 4), 1),
  /** Null: open where there is room. */
  legendOpen: v.fallback(v.nullable(v.boolean()), null),
  curves: v.fallback(
    v.object({
      open: v.boolean(),
      scale: v.picklist(['linear', 'log']),
      measure: v.picklist(['loss', 'reconstruction', 'kl']),
      table: v.boolean(),
    }),
    { open: true, scale: 'linear', measure: 'loss', table: false },
  ),
  sizes: v.fallback(v.object({ inspector: within(240, 900), curves: within(96, 700) }), {
    inspector: 340,
    curves: 188,
  }),
  grid: v.fallback(
    v.object({
      order: v.picklist(['worst', 'best', 'data']),
      category: v.nullable(whole),
      split: v.nullable(v.picklist(['train', 'validation'])),
    }),
    { order: 'worst', category: null, split: null },
  ),
});
export type ViewState = v.InferOutput<typeof ViewState>;

/** A state as it was kept, or the beginning where there is none that can be read. */
export function parseViewState(kept: unknown): ViewState {
  const parsed = v.safeParse(ViewState, kept);
  return parsed.success ? parsed.output : v.parse(ViewState, { version: 1 });
}

/** Drops what the run does not have, and chooses what was left open. A page that a command asked for goes first. */
export function fitToRun(view: ViewState, run: RunSummary, page: PanelPage | null): ViewState {
  const { latent } = run.record.config.model;
  const { data } = run.record;
  const columns = run.columns.map((column) => column.name);
  const known = (name: string | null | undefined) => (name != null && columns.includes(name) ? name : null);
  const whichAxes = view.projection?.kind === 'axes' ? view.projection.axes : null;
  const axesFit = whichAxes?.every((index) => index < latent) ?? true;
  return {
    ...view,
    page: page ?? view.page,
    projection: view.projection && axesFit && latent > 3 ? view.projection : defaultProjection(latent),
    colour: known(view.colour) ?? known(data.label) ?? known('reconstruction') ?? columns[0] ?? null,
    epoch: view.epoch !== null && run.frames.includes(view.epoch) ? view.epoch : null,
    pinned: view.pinned !== null && view.pinned < data.examples ? view.pinned : null,
  };
}

/** Up to three latent dimensions are seen as they are; more by their principal components. */
function defaultProjection(latent: number): NonNullable<ViewState['projection']> {
  const shown = (index: number) => (index < latent ? index : -1);
  return latent > 3 ? { kind: 'pca' } : { kind: 'axes', axes: [shown(0), shown(1), shown(2)] };
}
