import * as v from 'valibot';

const dims = v.picklist([2, 3]);

/** What UMAP's parameters may be; those with a step of 1 are whole numbers. */
export const umapLimits = {
  neighbours: { min: 2, max: 200, step: 1 },
  /** How close together points may lie, where the spread is 1. */
  minDist: { min: 0, max: 1, step: 0.01 },
  epochs: { min: 1, max: 10_000, step: 1 },
  seed: { min: 0, max: 2 ** 31 - 1, step: 1 },
} as const;

const number = ({ min, max }: { readonly min: number; readonly max: number }) =>
  v.pipe(v.number(), v.minValue(min), v.maxValue(max));
const integer = ({ min, max }: { readonly min: number; readonly max: number }) =>
  v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));

/** How points are laid out in two or three dimensions. See docs/layouts.md. */
export const UmapParams = v.strictObject({
  dims,
  neighbours: integer(umapLimits.neighbours),
  minDist: number(umapLimits.minDist),
  epochs: integer(umapLimits.epochs),
  seed: integer(umapLimits.seed),
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
