import * as v from 'valibot';
import { Computation } from '../../src/compute';
import { createAutoencoder } from '../../src/model/autoencoder';
import { Optimizer, updateRule } from '../../src/optimise';
import type { ModelConfig } from '../../src/protocol/config';
import { plainObjective } from '../../src/protocol/presets';
import { random } from '../../src/random';
import { type Bench, type BenchResult, figuresOf, type Row } from './support/bench';
import { type Contestant, contest } from './support/contest';
import { useLibrary } from './support/library';
import { PythonError, PythonPeer } from './support/python';
import { countSetting, countsSetting } from './support/settings';
import { median, medianRatio, rounded } from './support/statistics';

export interface TextSettings {
  readonly batchSizes: readonly number[];
  readonly rounds: number;
  readonly length: number;
  /** Whether to look for PyTorch. */
  readonly peers: boolean;
  /** How long one's turn takes, ms; as contests have it by default. */
  readonly turn?: number;
}

const examples = 4096;
const symbols = 80;
const sizes = { width: 64, heads: 4 } as const;
const units = [256, 256];
const latent = 32;
const modes = ['eager', 'compile'] as const;

export const run: Bench = ({ log }) =>
  measureText(
    {
      batchSizes: countsSetting('LATENT_LENS_BATCH_SIZES', [32, 128]),
      rounds: countSetting('LATENT_LENS_ROUNDS', 9),
      length: 64,
      peers: true,
    },
    log,
  );

/** Training steps of a transformer VAE of text, beside the same in PyTorch, in turns; and texts that are written. */
export async function measureText(
  { batchSizes, rounds, length, peers, turn }: TextSettings,
  log: (line: string) => void,
): Promise<BenchResult> {
  const notes = new Set<string>();
  const library = await useLibrary(notes);
  const found = peers ? await startPeers() : 'PyTorch was not asked for.';
  if (typeof found === 'string') notes.add(found);
  const rows: Row[] = [];
  try {
    for (const batch of batchSizes) {
      log(`batches of ${batch}`);
      const ours = textSteps(length, batch);
      try {
        const others: Contestant<(typeof modes)[number]>[] =
          typeof found === 'string'
            ? []
            : modes.map((mode, i) => ({ name: mode, perform: stepsOf(found[i], mode, { batch, length }) }));
        const { compiled, ...peer } = await contest<'compiled' | (typeof modes)[number]>(
          [{ name: 'compiled', perform: (steps) => ours.perform(steps) }, ...others],
          { rounds, turn },
        );
        const ratios = others.map(({ name }) => medianRatio(peer[name].times, compiled.times));
        rows.push({
          what: `transformer step, batch ${batch}`,
          'compiled ms': rounded(median(compiled.times)),
          ...Object.fromEntries(
            modes.map((mode) => [`PyTorch ${mode} ms`, others.length > 0 ? rounded(median(peer[mode].times)) : null]),
          ),
          'x PyTorch': ratios.length > 0 ? rounded(Math.min(...ratios)) : null,
          'first call ms': rounded(compiled.first),
          'writing one ms': rounded(ours.write(1)),
          'writing 16 ms': rounded(ours.write(16)),
        });
      } finally {
        ours.dispose();
      }
    }
  } finally {
    if (typeof found !== 'string') await Promise.all(found.map((peer) => peer.stop()));
  }
  return { rows, figures: { library, ...figuresOf(rows) }, notes: [...notes] };
}

/** A process for each mode, so that none bears what another leaves behind; or why there is none. */
async function startPeers(): Promise<readonly PythonPeer[] | string> {
  try {
    const greeting = v.object({ torch: v.string(), threads: v.number() });
    return await Promise.all(modes.map(async () => (await PythonPeer.start('text.py', greeting)).peer));
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    return `Without PyTorch: ${error.message}. LATENT_LENS_PYTHON names a Python that has it.`;
  }
}

function stepsOf(peer: PythonPeer, mode: string, own: { readonly batch: number; readonly length: number }) {
  return async (steps: number): Promise<number> =>
    (
      await peer.ask(
        { work: 'step', ...own, mode, steps, symbols, ...sizes, units, latent },
        v.object({ ms: v.number() }),
      )
    ).ms;
}

function textSteps(length: number, batchSize: number) {
  const config: ModelConfig = {
    kind: 'vae',
    architecture: 'transformer',
    hidden: units,
    latent,
    activation: 'relu',
    likelihood: 'categorical',
    variance: 1,
    transformer: sizes,
  };
  const next = random(4);
  const values = Uint8Array.from({ length: examples * length }, () => 1 + (next() % (symbols - 1)));
  const summary = {
    name: 'letters',
    source: 'builtin:letters',
    format: 'builtin',
    kind: 'text',
    examples,
    shape: [length, symbols],
    dtype: 'uint8',
    columns: [],
    warnings: [],
  } as const;
  const model = createAutoencoder(config, summary.shape, 'text', 1);
  const computation = Computation.compiled(model, { summary, values }, plainObjective);
  const optimizer = new Optimizer([{ rule: updateRule(), variables: model.variables }]);
  const stepper = computation.training(optimizer);
  const take = (count: number) => {
    stepper.run({
      batchSize,
      batches: Int32Array.from({ length: count * batchSize }, () => next() % examples),
      seeds: Int32Array.from({ length: 2 * count }, () => next() | 0),
      scalars: { beta: new Float32Array(count).fill(1) },
      numbers: optimizer.numbers(new Array(count).fill(1e-3)),
    });
    optimizer.advance(count);
  };
  return {
    perform(steps: number): number {
      const began = performance.now();
      take(steps);
      return (performance.now() - began) / steps;
    },
    /** Milliseconds to write texts, the second time. */
    write(count: number): number {
      const codes = new Float32Array(count * latent);
      computation.decode(codes);
      const began = performance.now();
      computation.decode(codes);
      return performance.now() - began;
    },
    dispose() {
      stepper.dispose();
      computation.dispose();
      optimizer.dispose();
      model.dispose();
    },
  };
}
