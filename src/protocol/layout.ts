import * as v from 'valibot';

const dims = v.picklist([2, 3]);

interface Limits {
  readonly min: number;
  readonly max: number;
  /** 1: it is a whole number. */
  readonly step: number;
}

const epochs: Limits = { min: 1, max: 10_000, step: 1 };
const seed: Limits = { min: 0, max: 2 ** 31 - 1, step: 1 };

/** What the parameters of each method may be. */
export const layoutLimits = {
  umap: {
    neighbours: { min: 2, max: 200, step: 1 },
    /** How close together points may lie, where the spread is 1. */
    minDist: { min: 0, max: 1, step: 0.01 },
    epochs,
    seed,
  },
  tsne: { perplexity: { min: 1, max: 200, step: 1 }, epochs, seed },
  pacmap: { neighbours: { min: 2, max: 200, step: 1 }, epochs, seed },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Limits>>>>;

const number = ({ min, max }: Limits) => v.pipe(v.number(), v.minValue(min), v.maxValue(max));
const integer = ({ min, max }: Limits) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));
const { umap, tsne, pacmap } = layoutLimits;

export const UmapParams = v.strictObject({
  kind: v.literal('umap'),
  dims,
  neighbours: integer(umap.neighbours),
  minDist: number(umap.minDist),
  epochs: integer(umap.epochs),
  seed: integer(umap.seed),
});
export type UmapParams = v.InferOutput<typeof UmapParams>;

export const TsneParams = v.strictObject({
  kind: v.literal('tsne'),
  dims,
  /** How many neighbours of a point count, roughly; three times as many are looked at. */
  perplexity: integer(tsne.perplexity),
  epochs: integer(tsne.epochs),
  seed: integer(tsne.seed),
});
export type TsneParams = v.InferOutput<typeof TsneParams>;

export const PacmapParams = v.strictObject({
  kind: v.literal('pacmap'),
  dims,
  neighbours: integer(pacmap.neighbours),
  epochs: integer(pacmap.epochs),
  seed: integer(pacmap.seed),
});
export type PacmapParams = v.InferOutput<typeof PacmapParams>;

/** How points are laid out in two or three dimensions. See docs/layouts.md. */
export const LayoutParams = v.variant('kind', [UmapParams, TsneParams, PacmapParams]);
export type LayoutParams = v.InferOutput<typeof LayoutParams>;

export const umapDefaults: UmapParams = { kind: 'umap', dims: 3, neighbours: 15, minDist: 0.1, epochs: 200, seed: 1 };
export const tsneDefaults: TsneParams = { kind: 'tsne', dims: 3, perplexity: 30, epochs: 750, seed: 1 };
export const pacmapDefaults: PacmapParams = { kind: 'pacmap', dims: 3, neighbours: 10, epochs: 450, seed: 1 };

export const layoutDefaults: { readonly [Kind in LayoutParams['kind']]: Extract<LayoutParams, { kind: Kind }> } = {
  umap: umapDefaults,
  tsne: tsneDefaults,
  pacmap: pacmapDefaults,
};

/** How many nearest neighbours of each point a method looks at. */
export function neighboursOf(params: LayoutParams): number {
  return params.kind === 'tsne' ? 3 * params.perplexity : params.neighbours;
}

export const LayoutMethod = v.picklist(['pca', 'umap', 'tsne', 'pacmap']);
export type LayoutMethod = v.InferOutput<typeof LayoutMethod>;

/** What a layout is doing: waiting for training to end, the nearest neighbours, their graph, its descent, and how far the outcome can be believed. */
export type LayoutPhase = 'waiting' | 'neighbours' | 'graph' | 'descent' | 'trust';

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
  /** Of very many points: the share of the nearest neighbours that it is of. Absent: all. */
  readonly recall?: number;
  /** Of t-SNE: the Kullback-Leibler divergence that it has made small, nats. */
  readonly divergence?: number;
}

/**
 * The name of some of the examples of a data set, which tells them from all others: by its bits, as hexadecimal digits. Null where
 * nothing computes it, as in a page that came over an open network.
 * @param of One bit an example @param fingerprint Of the data
 */
export async function nameOfPart(of: Uint32Array, fingerprint: string): Promise<string | null> {
  if (!globalThis.crypto?.subtle) return null;
  const head = new TextEncoder().encode(fingerprint);
  const bytes = new Uint8Array(head.length + of.byteLength);
  bytes.set(head);
  bytes.set(new Uint8Array(of.buffer, of.byteOffset, of.byteLength), head.length);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A layout that is kept with its run. */
export interface KeptLayout {
  readonly epoch: number;
  /** Of a part of the examples alone: a name for which they are. */
  readonly of?: string;
  readonly params: LayoutParams;
}
