import { FamilyName } from '../../src/protocol/config';
import { type Bench, type BenchResult, figuresOf, type Row } from './support/bench';
import { type Contestant, contest } from './support/contest';
import { type FamilyNetwork, FamilySubject, networkPresets } from './support/family-subject';
import { stepOperations } from './support/floor';
import { useLibrary } from './support/library';
import { imageShape } from './support/models';
import { PythonError } from './support/python';
import { PyTorchFamily } from './support/pytorch-family';
import { choicesSetting, countSetting } from './support/settings';
import { median, medianRatio, rounded } from './support/statistics';

export interface FamilySettings {
  readonly families: readonly FamilyName[];
  readonly networks: readonly FamilyNetwork[];
  readonly rounds: number;
  readonly batchSize: number;
  readonly examples: number;
  /** Draws of z whose cost is compared with that of one; 0: none. */
  readonly samples: number;
  /** Whether to look for PyTorch. */
  readonly peers: boolean;
  /** How long one's turn takes, ms; as contests have it by default. */
  readonly turn?: number;
}

export const run: Bench = ({ log }) =>
  measureFamily(
    {
      families: choicesSetting('LATENT_LENS_FAMILIES', FamilyName.options),
      networks: process.env.LATENT_LENS_NETWORKS
        ? choicesSetting('LATENT_LENS_NETWORKS', Object.keys(networkPresets) as FamilyNetwork[])
        : ['dense'],
      rounds: countSetting('LATENT_LENS_ROUNDS', 15),
      batchSize: 128,
      examples: 60_000,
      samples: 50,
      peers: true,
    },
    log,
  );

/** A training step of each member of the family beside the same in PyTorch, in turns, and the cost of many draws of z. */
export async function measureFamily(settings: FamilySettings, log: (line: string) => void): Promise<BenchResult> {
  const notes = new Set<string>();
  const library = await useLibrary(notes);
  const hasPeers = settings.peers && (await findPeer(notes));
  if (!settings.peers) notes.add('PyTorch was not asked for.');
  const rows: Row[] = [];
  for (const network of settings.networks) {
    for (const family of settings.families) {
      const row = await timeMember(family, network, hasPeers, settings, notes);
      log(Object.values(row).join('  '));
      rows.push(row);
    }
  }
  const measured = { library, ...figuresOf(rows) };
  const { samples } = settings;
  if (samples === 0 || !settings.families.includes('iwae')) return { rows, figures: measured, notes: [...notes] };
  log(`iwae, ${samples} draws beside one`);
  const cost = await costOfDraws(settings);
  const what = `iwae of ${samples} draws, x the cost of its operations`;
  notes.add(`The ${what} by those of one draw: ${cost}.`);
  return { rows, figures: { ...measured, [what]: cost }, notes: [...notes] };
}

/** Says which PyTorch there is, or why none. */
async function findPeer(notes: Set<string>): Promise<boolean> {
  try {
    const peer = await PyTorchFamily.start();
    notes.add(`Beside ${peer.description}.`);
    await peer.stop();
    return true;
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    notes.add(`Without PyTorch: ${error.message}. LATENT_LENS_PYTHON names a Python that has it.`);
    return false;
  }
}

async function timeMember(
  family: FamilyName,
  network: FamilyNetwork,
  hasPeers: boolean,
  { batchSize, examples, rounds, turn }: FamilySettings,
  notes: Set<string>,
): Promise<Row> {
  const subject = new FamilySubject(family, batchSize, examples, { network });
  const peer = hasPeers ? await PyTorchFamily.start() : null;
  try {
    await peer?.compare(subject);
    const failed = (mode: string, reason: string) => void notes.add(`PyTorch, ${family}, ${mode}: ${reason}.`);
    const mode = peer ? await peer.fastest(batchSize, subject.classes, failed) : null;
    const peers: Contestant<'pytorch'>[] =
      peer && mode ? [{ name: 'pytorch', perform: (steps) => peer.step(mode, batchSize, subject.classes, steps) }] : [];
    const ours: Contestant<'ours'> = { name: 'ours', perform: (steps) => subject.steps.perform(steps) };
    const times = await contest<'ours' | 'pytorch'>([ours, ...peers], { rounds, turn });
    const pytorch = mode ? times.pytorch.times : null;
    return {
      what: network === 'dense' ? family : `${family}, ${network}`,
      ms: rounded(median(times.ours.times)),
      'PyTorch ms': pytorch && rounded(median(pytorch)),
      'PyTorch mode': mode,
      'x PyTorch': pytorch && rounded(medianRatio(pytorch, times.ours.times)),
    };
  } finally {
    subject.dispose();
    await peer?.stop();
  }
}

/**
 * How many times as long a step of the importance weighted bound takes as its operations let expect from a step with one draw:
 * an example is encoded once whatever the draws, and decoded once for each of them.
 */
async function costOfDraws({ batchSize, examples, rounds, turn, samples }: FamilySettings): Promise<number> {
  const [one, many] = [1, samples].map(
    (samples) => new FamilySubject('iwae', batchSize, examples, { objective: { samples } }),
  );
  try {
    const times = await contest(
      [
        { name: 'one', perform: (steps: number) => one.steps.perform(steps) },
        { name: 'many', perform: (steps: number) => many.steps.perform(steps) },
      ],
      { rounds, turn },
    );
    const operations = (draws: number) => stepOperations(one.config.model, imageShape, batchSize, draws);
    return rounded(medianRatio(times.many.times, times.one.times) / (operations(samples) / operations(1)));
  } finally {
    one.dispose();
    many.dispose();
  }
}
