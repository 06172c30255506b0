import { join } from 'node:path';
import { pcaLayout, project } from '../../src/exploration/projection';
import { layOut } from '../../src/layout/lay-out';
import type { Points } from '../../src/layout/neighbours';
import { trust } from '../../src/layout/trust';
import { type LayoutParams, layoutDefaults } from '../../src/protocol/layout';
import { type Bits, random } from '../../src/random';
import { projectRoot } from '../harness/paths';
import { type Bench, type BenchResult, figuresOf, type Row } from './support/bench';
import { codesOfDigits } from './support/codes';
import { useLibrary } from './support/library';
import { countSetting } from './support/settings';
import { rounded } from './support/statistics';

export interface MethodSettings {
  readonly points: number;
  readonly dims: 2 | 3;
  readonly threads: number;
  /** Of each method; undefined: as a person gets them. */
  readonly epochs?: number;
}

const k = 15;
const triplets = 100_000;

/** What each method keeps of the codes of digits: neighbours, and the order of distances. */
export const run: Bench = ({ log }) =>
  measureMethods(
    {
      points: countSetting('LATENT_LENS_POINTS', 10_000),
      dims: countSetting('LATENT_LENS_DIMS', 3) === 2 ? 2 : 3,
      threads: countSetting('LATENT_LENS_THREADS', 2),
    },
    log,
  );

export async function measureMethods(settings: MethodSettings, log: (line: string) => void): Promise<BenchResult> {
  const notes = new Set<string>();
  await useLibrary(notes);
  const points = await codesOfDigits(settings.points, notes, log);
  const codes = { latent: points.dims, means: points.values };
  const rows: Row[] = [];
  for (const method of ['pca', 'umap', 'tsne', 'pacmap'] as const) {
    const begun = performance.now();
    const initial = project(codes, pcaLayout(codes, null));
    const positions =
      method === 'pca' ? flat(initial, settings.dims) : await laidOut(points, initial, method, settings);
    const seconds = (performance.now() - begun) / 1000;
    const layout = { values: positions, dims: 3 };
    const { trustworthiness, continuity } = trust(points, layout, k, 1000);
    rows.push({
      what: method,
      's, with neighbours': rounded(seconds),
      trustworthiness: Number(trustworthiness.toFixed(4)),
      continuity: Number(continuity.toFixed(4)),
      'triplets kept': Number(tripletsKept(points, layout, random(1)).toFixed(3)),
    });
    log(JSON.stringify(rows.at(-1)));
  }
  notes.add(
    `Codes of ${settings.points} digits to ${settings.dims}-D, ${k} neighbours; triplets: the nearer of two random points.`,
  );
  return { rows, figures: figuresOf(rows), notes: [...notes] };
}

async function laidOut(
  points: Points,
  initial: Float32Array,
  kind: LayoutParams['kind'],
  { dims, threads, epochs = layoutDefaults[kind].epochs }: MethodSettings,
): Promise<Float32Array> {
  const params = { ...layoutDefaults[kind], dims, epochs };
  const folder = join(projectRoot, 'dist');
  return (await layOut({ points, params, initial, isFormer: false, threads }, { folder })).positions;
}

function flat(positions: Float32Array, dims: 2 | 3): Float32Array {
  return positions.map((value, i) => (i % 3 < dims ? value : 0));
}

/** Of three random points, how often the one that is nearer to the first in the space is it in the layout, too; a half by chance. */
function tripletsKept(space: Points, layout: Points, next: Bits): number {
  const n = space.values.length / space.dims;
  const draw = () => next() % n;
  let kept = 0;
  for (let turn = 0; turn < triplets; turn++) {
    const [a, b, c] = [draw(), draw(), draw()];
    const nearer = (of: Points) => distance(of, a, b) < distance(of, a, c);
    if (nearer(space) === nearer(layout)) kept++;
  }
  return kept / triplets;
}

/** Squared. */
function distance({ values, dims }: Points, one: number, other: number): number {
  let sum = 0;
  for (let j = 0; j < dims; j++) sum += (values[one * dims + j] - values[other * dims + j]) ** 2;
  return sum;
}
