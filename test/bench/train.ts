import type { Dataset } from '../../src/dataset';
import { type Bench, type BenchResult, figuresOf, type Row } from './support/bench';
import { type Contestant, contest, type Outcome } from './support/contest';
import { peakEdge, peakFrom, stepOperations } from './support/floor';
import { randomImages } from './support/images';
import { useLibrary } from './support/library';
import { type Architecture, architectures, configOf, imageShape } from './support/models';
import { PlainTensorflow } from './support/plain-tensorflow';
import { fastestPyTorch, findPyTorch, type Mode, modeName, PyTorch, type StepRequest } from './support/pytorch';
import { countSetting, countsSetting } from './support/settings';
import { median, medianRatio, rounded } from './support/statistics';
import { compiledSteps } from './support/steps';

export interface TrainSettings {
  readonly architectures: readonly Architecture[];
  readonly batchSizes: readonly number[];
  readonly rounds: number;
  /** How often the product is made that shows the processor's peak. */
  readonly peakTurns: number;
  readonly examples: number;
  /** Whether to look for PyTorch. */
  readonly peers: boolean;
  /** How long one's turn takes, ms; as contests have it by default. */
  readonly turn?: number;
}

type StepName = 'compiled' | 'eager' | 'minimize';

export const run: Bench = ({ log }) =>
  measureTraining(
    {
      architectures,
      batchSizes: countsSetting('LATENT_LENS_BATCH_SIZES', [32, 128, 512, 1024]),
      rounds: countSetting('LATENT_LENS_ROUNDS', 15),
      peakTurns: 10,
      examples: 60_000,
      peers: true,
    },
    log,
  );

/** Training steps: compiled, eager, by `optimizer.minimize` and in PyTorch, in turns, beside what the processor could do. */
export async function measureTraining(settings: TrainSettings, log: (line: string) => void): Promise<BenchResult> {
  const notes = new Set<string>();
  const library = await useLibrary(notes);
  const found = await findPyTorch(settings.peers);
  notes.add(found instanceof PyTorch ? `Beside ${found.description}.` : found);
  const plain = PlainTensorflow.start();
  const peak = await findPeak(plain, found, settings.peakTurns);
  const dataset = randomImages(settings.examples);
  const rows: Row[] = [];
  for (const architecture of settings.architectures) {
    for (const batch of settings.batchSizes) {
      log(`${architecture}, batches of ${batch}`);
      const request = { model: architecture, batch, examples: settings.examples };
      const onFailure = (sentence: string) => void notes.add(sentence);
      const peer = found instanceof PyTorch ? await fastestPyTorch(request, onFailure) : null;
      try {
        rows.push(await timeStep(request, dataset, { plain, peer }, settings, peak));
      } finally {
        await peer?.pytorch.stop();
      }
    }
  }
  plain.stop();
  return {
    rows,
    figures: { library, peakGflops: rounded(peak / 1e9), ...figuresOf(rows) },
    notes: [...notes],
  };
}

/** Operations per second: the best that either library shows is nearest to what the processor could do. */
async function findPeak(plain: PlainTensorflow, found: PyTorch | string, turns: number): Promise<number> {
  const own = await plain.ask({ work: 'peak', turns });
  if (!(found instanceof PyTorch)) return own;
  try {
    return Math.max(own, peakFrom(await found.product(peakEdge, turns)));
  } finally {
    await found.stop();
  }
}

async function timeStep(
  request: StepRequest,
  dataset: Dataset,
  {
    plain,
    peer,
  }: { readonly plain: PlainTensorflow; readonly peer: { readonly pytorch: PyTorch; readonly mode: Mode } | null },
  { rounds, turn }: Pick<TrainSettings, 'rounds' | 'turn'>,
  peak: number,
): Promise<Row> {
  const { model: architecture, batch } = request;
  const operations = (['eager', 'minimize'] as const).map((work) => ({
    name: work,
    perform: (steps: number) => plain.ask({ ...request, work, steps }),
  }));
  const peers: Contestant<'pytorch'>[] = peer
    ? [{ name: 'pytorch', perform: (steps) => peer.pytorch.step(request, peer.mode, steps) }]
    : [];
  const ours = compiledSteps(architecture, dataset, batch);
  try {
    const outcomes = await contest<StepName | 'pytorch'>(
      [{ name: 'compiled', perform: (steps) => ours.perform(steps) }, ...operations, ...peers],
      { rounds, turn },
    );
    const floor = (1000 * stepOperations(configOf(architecture).model, imageShape, batch)) / peak;
    return compare(`${architecture} step, batch ${batch}`, outcomes, peer && modeName(peer.mode), floor);
  } finally {
    ours.dispose();
  }
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
