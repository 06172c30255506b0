import { setTimeout } from 'node:timers/promises';
import { type LayoutParams, tsneDefaults, umapDefaults } from '../../src/protocol/layout';
import { type Bench, type BenchResult, figuresOf, type Row } from './support/bench';
import { BenchTrainer } from './support/bench-trainer';
import { countSetting } from './support/settings';
import { median, medianRatio, rounded } from './support/statistics';

export interface BesideSettings {
  readonly examples: number;
  readonly rounds: number;
  /** Of one turn, ms. */
  readonly turn: number;
}

/** Longer than any turn. */
const endless = { epochs: 10_000 };
const turns: readonly { readonly what: string; readonly layout: LayoutParams | null }[] = [
  { what: 'training alone', layout: null },
  { what: 'beside UMAP', layout: { ...umapDefaults, ...endless } },
  { what: 'beside t-SNE', layout: { ...tsneDefaults, ...endless } },
];

export const run: Bench = ({ log }) =>
  measureBeside(
    {
      examples: countSetting('LATENT_LENS_POINTS', 10_000),
      rounds: countSetting('LATENT_LENS_ROUNDS', 20),
      turn: countSetting('LATENT_LENS_TURN_MS', 3000),
    },
    log,
  );

/** How fast a run trains while its own points are laid out, as the panel has it done. */
export async function measureBeside(settings: BesideSettings, log: (line: string) => void): Promise<BenchResult> {
  const { examples, rounds, turn } = settings;
  const trainer = await BenchTrainer.start();
  const speeds = turns.map((): number[] => []);
  try {
    const data = { source: 'builtin:digits', limit: examples };
    await trainer.train({ data, preset: 'classic', training: { epochs: 100_000 } });
    for (let round = 0; round < rounds; round++) {
      for (const [place, { what, layout }] of turns.entries()) {
        const stop = new AbortController();
        const job = layout && trainer.client.call('layOut', { epoch: 0, layout }, stop.signal);
        // What is called off is no failure.
        job?.catch(() => undefined);
        speeds[place].push(await stepsPerSecond(trainer, turn));
        stop.abort();
        await Promise.resolve(job).catch(() => undefined);
        log(`${what}: ${rounded(speeds[place][round])} steps a second`);
      }
    }
  } finally {
    await trainer.stop();
  }
  const rows = turns.map(({ what }, place): Row => {
    return {
      what,
      'steps/s': rounded(median(speeds[place])),
      'share of the speed alone': rounded(medianRatio(speeds[place], speeds[0])),
    };
  });
  const notes = [`The preset classic on ${examples} drawn digits; turns of ${turn / 1000} s, ${rounds} of each.`];
  return { rows, figures: figuresOf(rows), notes };
}

/** From the first report within the time to the last. */
async function stepsPerSecond({ client }: BenchTrainer, milliseconds: number): Promise<number> {
  const seen: { readonly steps: number; readonly at: number }[] = [];
  const off = client.on('progress', ({ epoch, steps, step }) =>
    seen.push({ steps: epoch * steps + step, at: performance.now() }),
  );
  do await setTimeout(milliseconds);
  while (seen.length < 2);
  off();
  const [first, last] = [seen[0], seen[seen.length - 1]];
  return (1000 * (last.steps - first.steps)) / (last.at - first.at);
}
