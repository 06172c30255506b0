import { setImmediate, setTimeout } from 'node:timers/promises';
import { type LayoutParams, type LayoutProgress, type LayoutReport, neighboursOf } from '../protocol/layout';
import { affinities } from './affinities';
import { checkPoints } from './check';
import { fuzzyUnion, membership } from './fuzzy-graph';
import { nearestNeighbours } from './nearest-neighbours';
import type { Neighbours, Points } from './neighbours';
import { createPacmapDescent } from './pacmap-descent';
import { candidatesBeyond, pacmapPairs } from './pacmap-pairs';
import { goOn, spreadOut } from './spread';
import { type Descent, Team } from './team';
import { trust } from './trust';
import { createTsneDescent, divergence } from './tsne-descent';
import { createUmapDescent } from './umap-descent';

/** Neighbours whose keeping is measured. */
const trustNeighbours = 15;
/** Distances that are computed for that, at most: the more points, the fewer of them it is measured at. */
const trustDistances = 3e7;
/** Between two looks at the positions, ms. */
const lookEvery = 120;

export interface LayoutTask {
  readonly points: Points;
  readonly params: LayoutParams;
  /** n x 3: where to begin. */
  readonly initial: Float32Array;
  /** Whether that is a layout of before, which is gone on from as it is. */
  readonly isFormer: boolean;
  readonly threads: number;
}

export interface LayoutListener {
  readonly signal?: AbortSignal;
  /** After each piece of work: how many times as long to rest, so that others get the processor. */
  rest?(): number;
  /** Where `descent-worker.js` is. */
  readonly folder?: string;
  onProgress?(progress: LayoutProgress): void;
  /** n x 3, while they converge. */
  onPositions?(positions: Float32Array): void;
}

/** A finished layout. */
export interface LaidOut extends LayoutReport {
  /** n x 3; in two dimensions the third coordinates are 0. */
  readonly positions: Float32Array;
}

/**
 * UMAP, t-SNE or PaCMAP, with the backend that is chosen. Lets the process answer requests in between.
 * @throws UserError layout.*; the signal's reason
 */
export async function layOut(task: LayoutTask, listener: LayoutListener = {}): Promise<LaidOut> {
  const { points, params, threads } = task;
  const { signal, onProgress, onPositions } = listener;
  checkPoints(points, params);
  const clock = stopwatch();
  const onFraction = (fraction: number) => onProgress?.({ phase: 'neighbours', fraction });
  const breathe = (worked: number): Promise<unknown> => {
    const times = listener.rest?.() ?? 0;
    return times > 0 ? setTimeout(times * worked) : setImmediate();
  };
  const options = { signal, onProgress: onFraction, breathe };
  const neighbours = await nearestNeighbours(points, soughtOf(task), params.seed, options);
  const sought = clock();
  onProgress?.({ phase: 'graph', fraction: 0 });
  const descent = descentOf(task, neighbours);
  const team = new Team(descent, threads, listener.folder);
  const made = clock();
  try {
    let steps = 1;
    let looked = performance.now();
    while (!team.isDone) {
      signal?.throwIfAborted();
      const begun = performance.now();
      team.step(steps);
      const took = performance.now() - begun;
      // So that a step takes from a quarter to a half of the time between looks.
      if (took < lookEvery / 4) steps *= 2;
      else if (took > lookEvery / 2 && steps > 1) steps /= 2;
      onProgress?.({ phase: 'descent', fraction: team.fraction });
      if (onPositions && performance.now() - looked >= lookEvery) {
        onPositions(team.positions);
        looked = performance.now();
      }
      await breathe(took);
    }
  } finally {
    await team.dispose();
  }
  const descended = clock();
  const positions = team.positions;
  onProgress?.({ phase: 'trust', fraction: 0 });
  const quality = trustOf(points, positions);
  const found = neighbours.recall === undefined ? {} : { recall: neighbours.recall };
  const fit = descent.kind === 'tsne' ? { divergence: divergence(descent) } : {};
  return {
    positions,
    ...quality,
    ...found,
    ...fit,
    seconds: { neighbours: sought, graph: made, descent: descended, trust: clock() },
  };
}

/** Near pairs are chosen among more neighbours than are wanted. */
function soughtOf({ points, params }: LayoutTask): number {
  const n = points.values.length / points.dims;
  const wanted = neighboursOf(params);
  return params.kind === 'pacmap' ? Math.min(n - 1, wanted + candidatesBeyond) : wanted;
}

function descentOf({ points, params, initial, isFormer }: LayoutTask, neighbours: Neighbours): Descent {
  const { dims, seed, epochs } = params;
  const first = isFormer ? goOn(initial, dims, seed) : spreadOut(initial, dims, seed, params.kind);
  if (params.kind === 'tsne') {
    return createTsneDescent(affinities(neighbours, params.perplexity), first, { epochs, isFormer });
  }
  if (params.kind === 'pacmap') {
    return createPacmapDescent(pacmapPairs(points, neighbours, params.neighbours, seed), first, { epochs, isFormer });
  }
  const graph = fuzzyUnion(neighbours, membership(neighbours));
  return createUmapDescent(graph, first, { epochs, minDist: params.minDist, seed });
}

/** How far a layout can be believed, from a part of the points where there are many. @param positions n x 3 */
export function trustOf(points: Points, positions: Float32Array): Omit<LayoutReport, 'seconds'> {
  const n = points.values.length / points.dims;
  const k = Math.min(trustNeighbours, Math.ceil(n / 2) - 1);
  if (k < 1) return { trustworthiness: null, continuity: null };
  const rows = Math.max(300, Math.min(2000, Math.floor(trustDistances / n)));
  const { trustworthiness, continuity } = trust(points, { values: positions, dims: 3 }, k, rows);
  return { trustworthiness, continuity };
}

/** Answers the seconds since it was last asked. */
export function stopwatch(): () => number {
  let last = performance.now();
  return () => {
    const now = performance.now();
    const seconds = (now - last) / 1000;
    last = now;
    return Math.round(1000 * seconds) / 1000;
  };
}
