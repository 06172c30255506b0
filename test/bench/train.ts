import { chooseBackend } from '../../src/runtime/backend';
import { type Bench, type BenchResult, figuresOf, type Row } from './support/bench';
import { type Contestant, contest, type Outcome } from './support/contest';
import { measurePeak, peakEdge, peakFrom, stepOperations } from './support/floor';
import { randomImages } from './support/images';
import { type Architecture, architectures, configOf, imageShape } from './support/models';
import { findPyTorch, type Mode, PyTorch } from './support/pytorch';
import { countSetting, countsSetting } from './support/settings';
import { median, medianRatio, rounded } from './support/statistics';
import { type StepName, stepContestants } from './support/steps';

export interface TrainSettings {
  readonly architectures: readonly Architecture[];
  readonly batchSizes: readonly number[];
  readonly rounds: number;
  readonly examples: number;
  /** Whether to look for PyTorch. */
  readonly peers: boolean;
}

/** How often the product that shows the processor's peak is made. */
const peakTurns = 10;

/** Steps by which PyTorch's fastest mode is found. */
const trialSteps = 8;

/** PyTorch's modes; layouts differ for images only. */
const modes: Readonly<Record<Architecture, readonly Mode[]>> = {
  dense: (['eager', 'compile'] as const).map((mode) => ({ mode, layout: 'contiguous' })),
  conv: (['eager', 'compile'] as const).flatMap((mode) =>
    (['contiguous', 'channels_last'] as const).map((layout) => ({ mode, layout })),
  ),
};

export const run: Bench = ({ log }) =>
  measureTraining(
    {
      architectures,
      batchSizes: countsSetting('LATENT_LENS_BATCH_SIZES', [32, 128, 512, 1024]),
      rounds: countSetting('LATENT_LENS_ROUNDS', 15),
      examples: 60_000,
      peers: true,
    },
    log,
  );

/** Training steps: compiled, eager, by `optimizer.minimize` and in PyTorch, in turns, beside what the processor could do. */
export async function measureTraining(settings: TrainSettings, log: (line: string) => void): Promise<BenchResult> {
  const { version } = await chooseBackend('tensorflow');
  const found = await findPyTorch(settings.peers);
  const pytorch = found instanceof PyTorch ? found : null;
  const notes = new Set([found instanceof PyTorch ? `Beside ${found.description}.` : found]);
  try {
    const dataset = randomImages(settings.examples);
    const peak = await findPeak(pytorch);
    const rows: Row[] = [];
    for (const architecture of settings.architectures) {
      for (const batch of settings.batchSizes) {
        log(`${architecture}, batches of ${batch}`);
        const peer = pytorch && (await fastestMode(pytorch, architecture, batch, settings.examples, notes));
        const ours = stepContestants(architecture, dataset, batch);
        const contestants = [...ours.contestants, ...(peer ? [peer.contestant] : [])];
        const outcomes = await contest<StepName | 'pytorch'>(contestants, settings);
        ours.dispose();
        await pytorch?.forget();
        const floor = (1000 * stepOperations(configOf(architecture).model, imageShape, batch)) / peak;
        rows.push(compare(`${architecture} step, batch ${batch}`, outcomes, peer?.name ?? null, floor));
      }
    }
    return {
      rows,
      figures: { library: version, peakGflops: rounded(peak / 1e9), ...figuresOf(rows) },
      notes: [...notes],
    };
  } finally {
    await pytorch?.stop();
  }
}

/** Operations per second: the best that either library shows is nearest to what the processor could do. */
async function findPeak(pytorch: PyTorch | null): Promise<number> {
  const own = measurePeak(peakTurns);
  return pytorch ? Math.max(own, peakFrom(await pytorch.product(peakEdge, peakTurns))) : own;
}

/** PyTorch in the mode that is the fastest in a trial. One that does not work is a note. */
async function fastestMode(
  pytorch: PyTorch,
  architecture: Architecture,
  batch: number,
  examples: number,
  notes: Set<string>,
): Promise<{ readonly name: string; readonly contestant: Contestant<'pytorch'> } | null> {
  const request = { model: architecture, batch, examples };
  let best: { mode: Mode; ms: number } | null = null;
  for (const mode of modes[architecture]) {
    try {
      await pytorch.step(request, mode, 1);
      const ms = await pytorch.step(request, mode, trialSteps);
      if (best === null || ms < best.ms) best = { mode, ms };
    } catch (error) {
      notes.add(`PyTorch, ${modeName(mode)}: ${error instanceof Error ? error.message : error}.`);
    }
  }
  if (best === null) return null;
  const { mode } = best;
  return {
    name: modeName(mode),
    contestant: { name: 'pytorch', perform: (steps) => pytorch.step(request, mode, steps) },
  };
}

function modeName({ mode, layout }: Mode): string {
  return layout === 'contiguous' ? mode : `${mode}, ${layout.replace('_', ' ')}`;
}

function compare(
  what: string,
  { compiled, eager, minimize, pytorch }: Record<StepName, Outcome> & Partial<Record<'pytorch', Outcome>>,
  mode: string | null,
  floor: number,
): Row {
  const middle = (outcome: Outcome) => rounded(median(outcome.times));
  const timesFaster = (peer: Outcome) => rounded(medianRatio(peer.times, compiled.times));
  return {
    what,
    'compiled ms': middle(compiled),
    'eager ms': middle(eager),
    'minimize ms': middle(minimize),
    'PyTorch ms': pytorch ? middle(pytorch) : null,
    'PyTorch mode': mode,
    'x eager': timesFaster(eager),
    'x minimize': timesFaster(minimize),
    'x PyTorch': pytorch ? timesFaster(pytorch) : null,
    'floor ms': rounded(floor),
    'x floor': rounded(median(compiled.times) / floor),
    'best ms': rounded(Math.min(...compiled.times)),
    'first call ms': rounded(compiled.first),
  };
}
