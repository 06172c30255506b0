import type { ColumnValues } from '../../src/protocol/data';
import { type ColumnCache, isOfModel } from '../column-cache';
import type { Session } from '../session';
import type { Store } from '../state/store';

/** Columns with their values as they now are: those of the model are asked for once for each state of its weights. */
export class CurrentColumns {
  private measures = new Map<string, Promise<ColumnValues>>();
  private frames: unknown;

  constructor(
    private readonly columns: ColumnCache,
    private readonly session: Store<Session>,
  ) {}

  async get(names: Iterable<string>): Promise<ReadonlyMap<string, ColumnValues>> {
    const asked = [...names].map(async (name) => [name, await this.column(name)] as const);
    return new Map(await Promise.all(asked));
  }

  /** Those that there are: without the data, those of the model can't be computed. */
  async available(names: readonly string[]): Promise<readonly ColumnValues[]> {
    const answers = await Promise.allSettled(names.map((name) => this.column(name)));
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  }

  private column(name: string): Promise<ColumnValues> {
    if (!isOfModel(this.columns.info(name))) return this.columns.get(name);
    const { frames } = this.session.get();
    if (frames !== this.frames) this.measures = new Map();
    this.frames = frames;
    const { measures } = this;
    const known = measures.get(name);
    if (known) return known;
    const asked = this.columns.get(name);
    measures.set(name, asked);
    asked.catch(() => measures.delete(name));
    return asked;
  }
}
