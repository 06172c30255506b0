import * as v from 'valibot';

const dims = v.picklist([2, 3]);

/** How points are laid out in two or three dimensions. See docs/layouts.md. */
export const UmapParams = v.strictObject({
  dims,
  neighbours: v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(200)),
  /** How close together points may lie, where the spread is 1. */
  minDist: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  epochs: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)),
  seed: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 31 - 1)),
});
export type UmapParams = v.InferOutput<typeof UmapParams>;

export const umapDefaults: UmapParams = { dims: 3, neighbours: 15, minDist: 0.1, epochs: 200, seed: 1 };

export const LayoutMethod = v.picklist(['pca', 'umap']);
export type LayoutMethod = v.InferOutput<typeof LayoutMethod>;

/** What a layout is doing: the nearest neighbours, their graph, its descent, and how far the outcome can be believed. */
export type LayoutPhase = 'neighbours' | 'graph' | 'descent' | 'trust';

export interface LayoutProgress {
  readonly phase: LayoutPhase;
  /** Of the phase, from 0 to 1. */
  readonly fraction: number;
}

/** What is said of a finished layout. */
export interface LayoutReport {
  readonly seconds: { readonly [Phase in LayoutPhase | 'projection']?: number };
  /** At 15 neighbours, or as many as few points allow; null for fewer than three. */
  readonly trustworthiness: number | null;
  readonly continuity: number | null;
}

/** A layout that is kept with its run. */
export interface KeptLayout {
  readonly epoch: number;
  readonly params: UmapParams;
}
