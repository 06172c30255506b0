import { nearestNeighbours } from '../exploration/neighbours';
import type { PathSources } from '../exploration/paths/run-paths';
import type { Codes } from '../exploration/projection';
import { neighbourhoodSize } from '../protocol/data';
import { UserError } from '../protocol/errors';

type Neighbours = Awaited<ReturnType<PathSources['neighbours']>>;

/** Of more it would take a page a minute, with nothing but JavaScript. */
const mostExamples = 10_000;
/** For so long, in ms, others wait while neighbours are looked for. */
const patience = 40;

/** Lets the page answer others, as soon as it has worked for long. */
export class Breath {
  private since = performance.now();

  /** @throws the signal's reason */
  async take(signal: AbortSignal): Promise<void> {
    if (performance.now() - this.since < patience) return;
    await new Promise((resolve) => setTimeout(resolve));
    signal.throwIfAborted();
    this.since = performance.now();
  }
}

/** The nearest codes of each, exactly: looked for once. */
export class PageNeighbours {
  private found: Neighbours | null = null;

  constructor(private readonly codes: Codes) {}

  /** @throws UserError page.noGraph of too many examples; the signal's reason */
  async all(signal: AbortSignal): Promise<Neighbours> {
    this.found ??= await this.look(signal);
    return this.found;
  }

  private async look(signal: AbortSignal): Promise<Neighbours> {
    const { latent, means } = this.codes;
    const examples = means.length / latent;
    if (examples > mostExamples) throw new UserError('page.noGraph', { examples, most: mostExamples });
    const k = Math.min(neighbourhoodSize, examples - 1);
    const indices = new Int32Array(examples * k).fill(-1);
    const distances = new Float32Array(examples * k);
    const breath = new Breath();
    for (let example = 0; example < examples; example++) {
      const own = nearestNeighbours(this.codes, means.subarray(example * latent, (example + 1) * latent), k, example);
      for (const [at, { index, distance }] of own.entries()) {
        indices[example * k + at] = index;
        distances[example * k + at] = distance;
      }
      await breath.take(signal);
    }
    return { k, indices, distances };
  }
}
