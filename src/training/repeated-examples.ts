import type { EpochExamples, TakenExamples, TrainingExamples } from './examples';
import { joinRows, type Rows } from './rows';

/** Examples of which an epoch takes all several times, each time in another order: `passes` epochs of theirs. */
export function repeatedExamples(examples: TrainingExamples, passes: number): TrainingExamples {
  const { count } = examples;
  return { count: count * passes, epoch: (epoch) => new EpochOfPasses(examples, epoch * passes) };
}

class EpochOfPasses implements EpochExamples {
  private opened: { readonly pass: number; readonly examples: EpochExamples } | null = null;

  constructor(
    private readonly examples: TrainingExamples,
    private readonly firstPass: number,
  ) {}

  async take(begin: number, end: number): Promise<TakenExamples> {
    const { count } = this.examples;
    const parts: TakenExamples[] = [];
    for (let at = begin; at < end; ) {
      const pass = Math.floor(at / count);
      const until = Math.min(end, (pass + 1) * count);
      const part = await (await this.open(pass)).take(at - pass * count, until - pass * count);
      if (at === begin && until === end) return part;
      // The memory of what was taken is used again.
      parts.push(part.rows ? { ...part, rows: part.rows.slice(), labels: part.labels?.slice() } : part);
      at = until;
    }
    return joined(parts);
  }

  async close(): Promise<void> {
    await this.opened?.examples.close();
    this.opened = null;
  }

  private async open(pass: number): Promise<EpochExamples> {
    if (this.opened?.pass !== pass) {
      await this.close();
      this.opened = { pass, examples: this.examples.epoch(this.firstPass + pass) };
    }
    return this.opened.examples;
  }
}

/** Parts of a stream hold the rows that their indices choose, and no others. */
function joined(parts: readonly TakenExamples[]): TakenExamples {
  const rows = parts.flatMap(({ rows }) => rows ?? []);
  if (rows.length === 0) return { indices: Int32Array.from(parts.flatMap(({ indices }) => [...indices])) };
  const count = parts.reduce((sum, { indices }) => sum + indices.length, 0);
  const labels = parts.flatMap(({ labels }) => labels ?? []);
  return {
    rows: joinRows(rows as Rows[]),
    indices: Int32Array.from({ length: count }, (_, i) => i),
    ...(labels.length > 0 && { labels: joinRows(labels) as Float32Array }),
  };
}
