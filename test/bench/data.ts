import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { hugePages } from '../../src/host/huge-pages';
import { projectRoot } from '../harness/paths';
import { runCommand } from '../harness/processes';
import { type Bench, type BenchResult, figuresOf, type Row } from './support/bench';
import { type DataFile, writeDataFiles } from './support/data-files';
import { megabytes } from './support/memory';
import { PythonError, PythonPeer } from './support/python';
import { countSetting } from './support/settings';
import { median, medianRatio, rounded } from './support/statistics';

export interface DataSettings {
  /** Of the values of each file, about. */
  readonly megabytes: number;
  readonly rounds: number;
  /** Whether to look for NumPy, pandas and others. */
  readonly peers: boolean;
  /** Part of the names of what is to be measured; all by default. */
  readonly only?: string;
}

const loadedEntries = { ms: v.number(), before: v.number(), peak: v.number(), examples: v.number() };
const Loaded = v.object(loadedEntries);
const OwnLoaded = v.object({ ...loadedEntries, decoded: v.number() });

export const run: Bench = ({ log }) =>
  measureLoading(
    {
      megabytes: countSetting('LATENT_LENS_DATA_MB', 64),
      rounds: countSetting('LATENT_LENS_ROUNDS', 5),
      peers: true,
      only: process.env.LATENT_LENS_DATA_ONLY,
    },
    log,
  );

/**
 * Loading data files as the trainer does, beside the libraries that people load them with: time, and the most memory that was held, each in a
 * process of its own, in turns. The files are in the system's cache.
 */
export async function measureLoading(settings: DataSettings, log: (line: string) => void): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), 'latent-lens-data-'));
  const notes = new Set<string>();
  const rows: Row[] = [];
  try {
    const python = settings.peers ? { notes } : undefined;
    for (const file of chosen(await writeDataFiles(folder, settings.megabytes * 1e6, python), settings.only)) {
      log(file.what);
      rows.push(await compare(file, settings, notes));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { rows, figures: figuresOf(rows), notes: [...notes] };
}

function chosen(files: readonly DataFile[], only = ''): readonly DataFile[] {
  return files.filter(({ what }) => what.toLowerCase().includes(only.toLowerCase()));
}

async function compare(file: DataFile, { rounds, peers }: DataSettings, notes: Set<string>): Promise<Row> {
  const own: v.InferOutput<typeof OwnLoaded>[] = [];
  const theirs: v.InferOutput<typeof Loaded>[] = [];
  for (let round = 0; round < rounds; round++) {
    own.push(await load(file));
    const loaded = peers && (await loadByPeer(file, notes));
    if (!loaded) continue;
    if (loaded.examples !== own[round].examples) {
      throw new Error(`${file.what}: ${own[round].examples} examples here, ${loaded.examples} by ${file.peer}.`);
    }
    theirs.push(loaded);
  }
  const [{ decoded }] = own;
  const figures = (loads: readonly v.InferOutput<typeof Loaded>[]) =>
    loads.length === 0
      ? null
      : {
          ms: rounded(median(loads.map(({ ms }) => ms))),
          peak: megabytes(Math.max(...loads.map(({ peak }) => peak))),
          growth: rounded(Math.max(...loads.map(({ before, peak }) => peak - before)) / decoded),
        };
  const [ours, peer] = [figures(own), figures(theirs)];
  const times = (loads: readonly v.InferOutput<typeof Loaded>[]) => loads.map(({ ms }) => ms);
  return {
    what: file.what,
    'file MB': rounded((await stat(file.path)).size / 1e6),
    'decoded MB': rounded(decoded / 1e6),
    ms: ours?.ms ?? null,
    peer: file.peer,
    'peer ms': peer?.ms ?? null,
    'x peer': peer && rounded(medianRatio(times(theirs), times(own))),
    'peak MB': ours?.peak ?? null,
    'peer peak MB': peer?.peak ?? null,
    'growth / decoded': ours?.growth ?? null,
    'peer growth / decoded': peer?.growth ?? null,
  };
}

async function load({ path, text }: DataFile): Promise<v.InferOutput<typeof OwnLoaded>> {
  const script = join(projectRoot, 'dist', 'test', 'bench', 'support', 'load-process.js');
  const output = await runCommand(process.execPath, [script, path, ...(text === undefined ? [] : [text])], {
    environment: hugePages(process.env),
  });
  return v.parse(OwnLoaded, JSON.parse(output));
}

/** Null where Python or the library is missing; a note says so. */
async function loadByPeer({ way, path, peer }: DataFile, notes: Set<string>) {
  if (peer === 'flechette') {
    const script = join(projectRoot, 'dist', 'test', 'bench', 'support', 'load-flechette.js');
    return v.parse(Loaded, JSON.parse(await runCommand(process.execPath, [script, path])));
  }
  try {
    const { peer: python, greeting } = await PythonPeer.start('load.py', Loaded, { args: [way, path] });
    await python.stop();
    return greeting;
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    notes.add(`Without ${peer}: ${error.message}. LATENT_LENS_PYTHON names a Python that has it.`);
    return null;
  }
}
