import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { createComputation } from '../../src/compute';
import { openDataset } from '../../src/dataset';
import { exactNeighbours, type Points } from '../../src/layout/neighbours';
import { Space } from '../../src/measures/reduction/space';
import { trustworthiness } from '../../src/measures/reduction/trustworthiness';
import { storeWeights } from '../../src/model/weights';
import { loadTrained } from '../../src/trainer/batch';
import { range } from '../../src/training/encoding';
import { estimateLikelihood } from '../../src/training/likelihood';
import { plainRequest } from './papers/reference';
import { Runs } from './papers/runs';
import { type Bench, type BenchResult, figuresOf, type Row } from './support/bench';
import { codesOfDigits } from './support/codes';
import { type Digits, findDigits } from './support/digits';
import { useLibrary } from './support/library';
import { PythonError, PythonPeer, pythonCommand } from './support/python';
import { choicesSetting, countSetting } from './support/settings';
import { rounded } from './support/statistics';

const parts = ['neighbours', 'trustworthiness', 'log-likelihood'] as const;
type Part = (typeof parts)[number];

export interface MeasuresSettings {
  readonly parts: readonly Part[];
  readonly points: number;
  /** That scikit-learn's trustworthiness is asked about, which holds three tables of all pairs. */
  readonly peerPoints: number;
  readonly images: number;
  readonly draws: number;
  readonly peers: boolean;
}

const k = 15;

/** Seconds by the clock, and of the processors. */
interface Took {
  readonly seconds: number;
  readonly cpu: number;
}

const TookSchema = { seconds: v.number(), cpu: v.number() };
const Greeting = v.object({ library: v.string(), threads: v.number() });

export const run: Bench = async ({ log, chosen = [] }) => {
  const digits = await findDigits();
  try {
    return await measureMeasures(
      digits,
      {
        parts:
          chosen.length > 0
            ? parts.filter((part) => chosen.includes(part))
            : choicesSetting('LATENT_LENS_PARTS', parts),
        points: countSetting('LATENT_LENS_POINTS', 60_000),
        peerPoints: countSetting('LATENT_LENS_PEER_POINTS', 20_000),
        images: countSetting('LATENT_LENS_IMAGES', 100),
        draws: 5000,
        peers: true,
      },
      log,
    );
  } finally {
    await digits.dispose();
  }
};

/** What measures take beside scikit-learn and PyTorch, by the clock and by the processors' time, and whether both have the same values. */
export async function measureMeasures(
  digits: Digits,
  settings: MeasuresSettings,
  log: (line: string) => void,
): Promise<BenchResult> {
  const notes = new Set<string>();
  const library = await useLibrary(notes);
  const folder = await mkdtemp(join(tmpdir(), 'latent-lens-measures-'));
  const rows: Row[] = [];
  try {
    const isOfPoints = settings.parts.some((part) => part !== 'log-likelihood');
    if (isOfPoints) rows.push(...(await ofPoints(folder, settings, notes, log)));
    if (settings.parts.includes('log-likelihood')) rows.push(await ofLikelihood(digits, folder, settings, notes, log));
    return { rows, figures: { library, ...figuresOf(rows) }, notes: [...notes] };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Of the codes of digits, and of their first two dimensions as a layout of them. */
async function ofPoints(
  folder: string,
  { parts, points: count, peerPoints, peers }: MeasuresSettings,
  notes: Set<string>,
  log: (line: string) => void,
): Promise<readonly Row[]> {
  const points = await codesOfDigits(count, notes, log);
  const layout: Points = { values: twoOf(points), dims: 2 };
  const [path, layoutPath] = ['points.f32', 'layout.f32'].map((name) => join(folder, name));
  await writeFile(path, bytesOf(points.values));
  await writeFile(layoutPath, bytesOf(layout.values));
  const peer = peers ? await startPeer('scikit-learn', notes) : null;
  const rows: Row[] = [];
  try {
    if (parts.includes('neighbours')) {
      log(`neighbours of ${count} points`);
      const own = await timed(() => exactNeighbours(points, k));
      const request = { work: 'neighbours', path, dims: points.dims, count, k };
      const theirs = peer && (await peer.ask(request, v.object({ ...TookSchema, sum: v.number() })));
      const sum = own.value.distances.reduce((all, distance) => all + distance, 0);
      rows.push(
        rowOf(`${k} neighbours, ${count} x ${points.dims}`, own, theirs, theirs && Math.abs(sum / theirs.sum - 1)),
      );
    }
    if (parts.includes('trustworthiness')) {
      const few = Math.min(count, peerPoints);
      log(`trustworthiness of ${few} points`);
      const trust = (n: number) => timed(() => trustworthiness(spaceOf(points, n), spaceOf(layout, n), k, unbroken));
      const own = await trust(few);
      const request = { work: 'trust', path, dims: points.dims, count: few, layout: layoutPath, k };
      const theirs = peer && (await peer.ask(request, v.object({ ...TookSchema, value: v.number() })));
      rows.push(
        rowOf(
          `trustworthiness, ${few} x ${points.dims}`,
          own,
          theirs,
          theirs && Math.abs(own.value.value - theirs.value),
        ),
      );
      if (count > few) {
        log(`trustworthiness of ${count} points`);
        const growth = (count ** 2 * Math.log(count)) / (few ** 2 * Math.log(few));
        const scaled = theirs && { seconds: growth * theirs.seconds, cpu: growth * theirs.cpu };
        rows.push(rowOf(`trustworthiness, ${count} x ${points.dims}`, await trust(count), scaled, null));
        const gigabytes = Math.round((24 * count ** 2) / 1e9);
        if (theirs)
          notes.add(
            `The time of scikit-learn for the trustworthiness of ${count} points, which would take ${gigabytes} GB, is that of ${few}, scaled by n^2 log n.`,
          );
      }
    }
  } finally {
    await peer?.stop();
  }
  return rows;
}

/** Of test images by a VAE that has learnt for three epochs, the same weights on both sides, each with its own draws. */
async function ofLikelihood(
  { train, test }: Digits,
  folder: string,
  { images, draws, peers }: MeasuresSettings,
  notes: Set<string>,
  log: (line: string) => void,
): Promise<Row> {
  const source = test ?? train;
  const runs = new Runs(folder, log);
  await runs.train('vae', { ...plainRequest(dirname(train), { kind: 'vae', latent: 20 }), data: { source: train } }, 3);
  const { model } = await loadTrained({ directory: join(folder, 'vae'), backend: 'tensorflow' });
  const dataset = await openDataset({ source, limit: images });
  const count = dataset.summary.examples;
  const objective = { beta: 1, warmUpEpochs: 0, freeBits: 0 };
  const computation = createComputation(model, dataset, objective, (message) => notes.add(message));
  const all = [{ begin: 0, indices: range(0, count) }];
  await estimateLikelihood(computation, [{ begin: 0, indices: range(0, 1) }], 1, 1);
  log(`log-likelihood of ${count} images by ${draws} draws`);
  const own = await timed(() => estimateLikelihood(computation, all, draws, 1));
  const weights = Object.fromEntries(
    [...storeWeights(model)].map(([name, { shape, values }]) => [name, { shape, values: [...values] }]),
  );
  const theirs = peers
    ? await fastestLikelihood({ work: 'log_likelihood', path: source, weights, count, draws }, notes, log)
    : null;
  computation.dispose();
  model.dispose();
  const difference = theirs && Math.abs(own.value.logLikelihood - theirs.value);
  return rowOf(`log p(x), ${count} images, ${draws} draws`, own, theirs, difference);
}

const Likelihood = v.object({ ...TookSchema, value: v.number() });

/** By the manner that is the fastest in a trial of a few images: operation by operation or compiled, all draws at once or in blocks. */
async function fastestLikelihood(
  request: { readonly work: string; readonly count: number; readonly [name: string]: unknown },
  notes: Set<string>,
  log: (line: string) => void,
) {
  const peer = await startPeer('pytorch', notes);
  if (!peer) return null;
  try {
    let best: { readonly manner: object; readonly seconds: number } | null = null;
    for (const mode of ['eager', 'compile'])
      for (const rows of [500, 5000]) {
        const manner = { mode, rows };
        try {
          const { seconds } = await peer.ask({ ...request, ...manner, count: Math.min(5, request.count) }, Likelihood);
          log(`PyTorch, ${mode}, ${rows} draws at once: ${seconds.toFixed(2)} s`);
          if (!best || seconds < best.seconds) best = { manner, seconds };
        } catch (error) {
          if (!(error instanceof PythonError)) throw error;
          notes.add(`PyTorch, ${mode}: ${error.message}.`);
        }
      }
    if (!best) return null;
    notes.add(`PyTorch's fastest manner: ${Object.values(best.manner).join(', ')} draws at once.`);
    return await peer.ask({ ...request, ...best.manner }, Likelihood);
  } finally {
    await peer.stop();
  }
}

/** scikit-learn by the Python of LATENT_LENS_SCIENCE where that is named. */
async function startPeer(which: 'scikit-learn' | 'pytorch', notes: Set<string>): Promise<PythonPeer | null> {
  const variable = which === 'pytorch' ? 'LATENT_LENS_PYTHON' : 'LATENT_LENS_SCIENCE';
  const python = (which === 'scikit-learn' && process.env.LATENT_LENS_SCIENCE) || pythonCommand();
  try {
    const { peer, greeting } = await PythonPeer.start('measures.py', Greeting, { python, args: [which] });
    notes.add(`Beside ${greeting.library}, ${greeting.threads} threads.`);
    return peer;
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    notes.add(`Without ${which}: ${error.message}. ${variable} names a Python that has it.`);
    return null;
  }
}

const unbroken = new AbortController().signal;

async function timed<T>(compute: () => Promise<T>): Promise<Took & { readonly value: T }> {
  const used = process.cpuUsage();
  const began = performance.now();
  const value = await compute();
  const { user, system } = process.cpuUsage(used);
  return { value, seconds: (performance.now() - began) / 1000, cpu: (user + system) / 1e6 };
}

function rowOf(what: string, own: Took, theirs: Took | null, difference: number | null): Row {
  return {
    what,
    s: rounded(own.seconds),
    'processors s': rounded(own.cpu),
    'peer s': theirs && rounded(theirs.seconds),
    'peer processors s': theirs && rounded(theirs.cpu),
    'x peer': theirs && rounded(theirs.seconds / own.seconds),
    'x peer, processors': theirs && rounded(theirs.cpu / own.cpu),
    difference: difference && Number(difference.toPrecision(2)),
  };
}

function spaceOf({ values, dims }: Points, count: number): Space {
  return new Space('points', { values: values.slice(0, count * dims), dims });
}

function twoOf({ values, dims }: Points): Float32Array {
  return Float32Array.from({ length: (2 * values.length) / dims }, (_, i) => values[(i >> 1) * dims + (i & 1)]);
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
