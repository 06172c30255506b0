import * as v from 'valibot';
import { OtherRun } from '../../src/protocol/compare';
import { vector, within } from './view-document';

/** Epochs a second. */
export const replaySpeeds = [0, 1, 2, 4, 8] as const;

const place = v.pipe(vector, v.readonly());
const Camera = v.nullable(v.object({ position: place, target: place }));

/** What can stand open beside the points. */
export const drawers = [
  'histograms',
  'dimensions',
  'prior',
  'paths',
  'byEpoch',
  'codes',
  'compare',
  'failures',
  'measures',
  'given',
] as const;

/**
 * How the panel stands on the screen, as it is kept over a reload. Nothing of it is undone: to look from elsewhere, or
 * to make room, changes nothing of what is shown, and undoing a filter shall not turn the points under one's eyes.
 */
export const Ui = v.object({
  page: v.fallback(v.picklist(['space', 'reconstructions']), 'space'),
  camera: v.fallback(Camera, null),
  /** Views by name: documents of what is shown, as JSON, and from where. */
  bookmarks: v.fallback(v.array(v.object({ name: v.string(), view: v.unknown(), camera: Camera })), []),
  tool: v.fallback(v.picklist(['orbit', 'box', 'lasso', 'brush']), 'orbit'),
  /** Null: open where there is room. */
  legendOpen: v.fallback(v.nullable(v.boolean()), null),
  /** What is said of the selection. Null: open where there is room. */
  selectionOpen: v.fallback(v.nullable(v.boolean()), null),
  /** Whether the legend shows how numbers become colours. */
  scaleOpen: v.fallback(v.boolean(), false),
  /** What stands open beside the points: one at a time, so that there is room for them. */
  drawer: v.fallback(v.nullable(v.picklist(drawers)), null),
  /** What the drawer of paths shows. */
  ways: v.fallback(v.picklist(['paths', 'traversals', 'manifold', 'directions']), 'paths'),
  /** What the run is held against, of those that others show, or of its own epochs; null: the first of the others. */
  against: v.fallback(v.nullable(OtherRun), null),
  /** Whether this panel and others of the same data share what a person does in one of them. */
  linked: v.fallback(v.boolean(), false),
  /** By what examples are near to each other, where neighbours are looked for. */
  neighboursBy: v.fallback(v.picklist(['codes', 'data']), 'codes'),
  curves: v.fallback(
    v.object({
      open: v.boolean(),
      scale: v.picklist(['linear', 'log']),
      /** Of those that the run has. */
      measure: v.string(),
      table: v.boolean(),
    }),
    { open: true, scale: 'linear', measure: 'loss', table: false },
  ),
  /** How the epochs are played; a speed of 0 suits their number. */
  replay: v.fallback(v.object({ open: v.boolean(), speed: v.picklist(replaySpeeds), loop: v.boolean() }), {
    open: false,
    speed: 0,
    loop: false,
  }),
  /** Whether points that are at draws of their posteriors are drawn again and again. */
  shimmer: v.fallback(v.boolean(), false),
  sizes: v.fallback(v.object({ inspector: within(240, 900), curves: within(96, 700) }), {
    inspector: 340,
    curves: 188,
  }),
});
export type Ui = v.InferOutput<typeof Ui>;
export type Way = Ui['ways'];
export type DrawerName = NonNullable<Ui['drawer']>;
export type Bookmark = Ui['bookmarks'][number];
