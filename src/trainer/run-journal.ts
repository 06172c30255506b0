import type { RunConfig } from '../protocol/config';
import { type Sentence, UserError } from '../protocol/errors';
import type { EpochMetrics, RunRecord, RunStatus } from '../protocol/run';
import { ownIdentity } from '../run-owner';
import { Mutex } from '../training/mutex';
import type { RunDirectory } from '../training/store/run-directory';

/** What is told of a run, its record and the metrics of its epochs, kept on disk as it is kept here. */
export class RunJournal {
  /** Changes come one after another: a person may rename a run while an epoch is put down. */
  private readonly changes = new Mutex();

  constructor(
    private readonly directory: RunDirectory,
    private current: RunRecord,
    private rows: EpochMetrics[],
  ) {}

  get record(): RunRecord {
    return this.current;
  }

  get history(): readonly EpochMetrics[] {
    return this.rows;
  }

  /** As they are on disk now: another process may have trained the run since it was opened. */
  async readAgain(): Promise<void> {
    this.current = await this.directory.readRecord();
    this.rows = await this.directory.readHistory();
  }

  async changeStatus(status: RunStatus, epochs: number, failure?: Sentence): Promise<void> {
    await this.change(({ failure: _, worker: __, ...rest }) => ({
      ...rest,
      status,
      epochs,
      ...(failure ? { failure } : {}),
      ...(status === 'running' ? { worker: ownIdentity() } : {}),
    }));
  }

  /** To more epochs, in all. @throws UserError run.tooFewEpochs */
  async extend(epochs: number): Promise<void> {
    const { config, epochs: finished, extended = [] } = this.current;
    if (epochs <= finished) throw new UserError('run.tooFewEpochs', { done: finished, epochs });
    const longer: RunConfig = { ...config, training: { ...config.training, epochs } };
    await this.change((record) => ({ ...record, config: longer, extended: [...extended, finished] }));
  }

  async rename(name: string): Promise<void> {
    await this.changes.exclusive(async () => {
      this.current = { ...this.current, name };
      if (this.directory.isClaimed) await this.directory.writeRecord(this.current);
      else await this.directory.change((record) => ({ ...record, name }));
    });
  }

  /** The metrics are appended after the checkpoint, which holds them too: so no epoch is told of twice, and none is left out. */
  async addEpoch(metrics: EpochMetrics): Promise<void> {
    await this.directory.appendEpoch(metrics);
    this.rows.push(metrics);
    await this.change((record) => ({ ...record, epochs: metrics.epoch }));
  }

  /** Of a run that is claimed. */
  private change(changed: (record: RunRecord) => RunRecord): Promise<void> {
    return this.changes.exclusive(async () => {
      this.current = changed(this.current);
      await this.directory.writeRecord(this.current);
    });
  }

  /**
   * Where training goes on from, after a checkpoint: what came after it is trained again.
   * @param last Metrics of the last finished epoch, which the process may have ended before it appended.
   */
  async continueAfter(epoch: number, last: EpochMetrics | null): Promise<void> {
    this.rows = this.rows.filter((row) => row.epoch <= epoch);
    if (!last || this.rows.at(-1)?.epoch === last.epoch) return;
    await this.directory.appendEpoch(last);
    this.rows.push(last);
  }
}
