import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as v from 'valibot';
import { pcaLayout, project } from '../../src/exploration/projection';
import { fuzzyUnion, membership } from '../../src/layout/fuzzy-graph';
import { exactNeighbours, type Neighbours, type Points } from '../../src/layout/neighbours';
import { spreadOut } from '../../src/layout/spread';
import { Team } from '../../src/layout/team';
import { trust } from '../../src/layout/trust';
import { createUmapDescent } from '../../src/layout/umap-descent';
import { projectRoot } from '../harness/paths';
import { type Bench, type BenchResult, figuresOf, type Row } from './support/bench';
import { codesOfDigits, latent } from './support/codes';
import { useLibrary } from './support/library';
import { countSetting } from './support/settings';
import { median, medianRatio, rounded } from './support/statistics';

export interface LayoutSettings {
  readonly points: number;
  readonly epochs: number;
  readonly rounds: number;
  readonly threads: number;
  /** A folder with `node_modules`, where peers are looked for; undefined: none are. */
  readonly peers: string | undefined;
}

const k = 15;
const dims = 3;
const minDist = 0.1;

/** Lays out points whose neighbours are known. Answers n x 3. */
interface Program {
  readonly name: string;
  layOut(points: Points, neighbours: Neighbours, epochs: number): Promise<Float32Array>;
}

export const run: Bench = ({ log }) =>
  measureLayouts(
    {
      points: countSetting('LATENT_LENS_POINTS', 10_000),
      epochs: countSetting('LATENT_LENS_EPOCHS', 200),
      rounds: countSetting('LATENT_LENS_ROUNDS', 3),
      threads: countSetting('LATENT_LENS_THREADS', 2),
      peers: process.env.LATENT_LENS_PEERS,
    },
    log,
  );

/** UMAP of the codes of digits: graph and descent, in turns with the peers on the same exact neighbours. */
export async function measureLayouts(settings: LayoutSettings, log: (line: string) => void): Promise<BenchResult> {
  const { epochs, rounds, threads, peers } = settings;
  const notes = new Set<string>();
  await useLibrary(notes);
  const points = await codesOfDigits(settings.points, notes, log);
  const begun = performance.now();
  const neighbours = await exactNeighbours(points, k);
  const found = (performance.now() - begun) / 1000;
  log(`exact neighbours: ${rounded(found)} s`);
  const programs = [ours(threads), ...(await peersIn(peers, notes))];
  const seconds = programs.map((): number[] => []);
  const quality: { trustworthiness: number; continuity: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const [place, program] of programs.entries()) {
      const start = performance.now();
      const positions = await program.layOut(points, neighbours, epochs);
      seconds[place].push((performance.now() - start) / 1000);
      log(`${program.name}: ${rounded(seconds[place][round])} s`);
      quality[place] ??= trust(points, { values: positions, dims }, k, 1000);
    }
  }
  const rows = programs.map(({ name }, place): Row => {
    return {
      what: name,
      'graph and descent, s': rounded(median(seconds[place])),
      'x ours': rounded(medianRatio(seconds[place], seconds[0])),
      trustworthiness: Number(quality[place].trustworthiness.toFixed(4)),
      continuity: Number(quality[place].continuity.toFixed(4)),
    };
  });
  notes.add(`UMAP in ${dims}-D of ${points.values.length / latent} points, ${k} neighbours, ${epochs} epochs.`);
  notes.add(`Exact neighbours, which all are given, took ${rounded(found)} s.`);
  return { rows, figures: { neighbours: rounded(found), ...figuresOf(rows) }, notes: [...notes] };
}

function ours(threads: number): Program {
  return {
    name: `Latent Lens, ${threads} thread(s)`,
    async layOut({ values }, neighbours, epochs) {
      const codes = { latent, means: values };
      const graph = fuzzyUnion(neighbours, membership(neighbours));
      const initial = spreadOut(project(codes, pcaLayout(codes, null)), dims, 1, 'umap');
      const team = new Team(
        createUmapDescent(graph, initial, { epochs, minDist, seed: 1 }),
        threads,
        join(projectRoot, 'dist'),
      );
      team.step(epochs);
      const positions = team.positions;
      await team.dispose();
      return positions;
    },
  };
}

async function peersIn(folder: string | undefined, notes: Set<string>): Promise<Program[]> {
  if (!folder) {
    notes.add('Without peers: LATENT_LENS_PEERS names a folder whose node_modules has umap-js and embedding-atlas.');
    return [];
  }
  const found = await Promise.all(
    [embeddingAtlas, umapJs].map((find) =>
      find(join(folder, 'node_modules')).catch((error: Error) => {
        notes.add(`Without a peer: ${error.message.split('\n')[0]}`);
        return null;
      }),
    ),
  );
  return found.filter((program) => program !== null);
}

async function versionOf(folder: string): Promise<string> {
  return v.parse(v.object({ version: v.string() }), JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')))
    .version;
}

interface Atlas {
  createUMAPFromKNN(
    count: number,
    dims: number,
    indices: Int32Array,
    distances: Float32Array,
    options: { readonly nEpochs: number; readonly minDist: number; readonly seed: number },
  ): Promise<{ run(): Promise<void>; readonly embedding: Float32Array; destroy(): void }>;
}

/** Its WebAssembly, on one thread as it comes. */
async function embeddingAtlas(modules: string): Promise<Program> {
  const folder = join(modules, 'embedding-atlas');
  const { createUMAPFromKNN }: Atlas = await import(pathToFileURL(join(folder, 'dist', 'umap.js')).href);
  return {
    name: `embedding-atlas ${await versionOf(folder)}`,
    async layOut({ values }, { indices, distances }, nEpochs) {
      const umap = await createUMAPFromKNN(values.length / latent, dims, indices, distances, {
        nEpochs,
        minDist,
        seed: 1,
      });
      await umap.run();
      const positions = Float32Array.from(umap.embedding);
      umap.destroy();
      return positions;
    },
  };
}

interface UmapJs {
  readonly UMAP: new (options: {
    readonly nComponents: number;
    readonly nEpochs: number;
    readonly nNeighbors: number;
    readonly minDist: number;
  }) => {
    setPrecomputedKNN(indices: readonly number[][], distances: readonly number[][]): void;
    fit(points: readonly number[][]): number[][];
  };
}

/** A point is the first of its own neighbours there. */
async function umapJs(modules: string): Promise<Program> {
  const folder = join(modules, 'umap-js');
  const { UMAP }: UmapJs = await import(pathToFileURL(join(folder, 'dist', 'index.js')).href);
  return {
    name: `umap-js ${await versionOf(folder)}`,
    async layOut({ values }, { indices, distances }, nEpochs) {
      const n = values.length / latent;
      const rows = <T>(rowAt: (row: number) => T) => Array.from({ length: n }, (_, row) => rowAt(row));
      const umap = new UMAP({ nComponents: dims, nEpochs, nNeighbors: k + 1, minDist });
      umap.setPrecomputedKNN(
        rows((row) => [row, ...indices.subarray(row * k, (row + 1) * k)]),
        rows((row) => [0, ...distances.subarray(row * k, (row + 1) * k)]),
      );
      return Float32Array.from(umap.fit(rows((row) => [...values.subarray(row * latent, (row + 1) * latent)])).flat());
    },
  };
}
