import { basename } from 'node:path';
import type { BackendChoice, RunRequest } from '../protocol/config';
import { type Sentence, UserError } from '../protocol/errors';
import type { Measured } from '../protocol/measures';
import { runName } from '../protocol/names';
import type { PanelMethods } from '../protocol/panel';
import type { EpochMetrics, RunStatus, RunSummary, WeightsChoice, WeightsInUse } from '../protocol/run';
import type { Doorkey, LoadingProgress, ResumeParams, TrainingProgress } from '../protocol/trainer';
import { type Disposable, Emitter } from './event';
import { LayoutJob } from './layout-job';
import type { TrainerClient } from './trainer-client';
import { describeExit, type TrainerExit } from './trainer-link';

/** A trainer that ended by itself. */
export interface Crash {
  /** In words for the log, e.g. `SIGKILL`. */
  readonly reason: string;
  readonly training: boolean;
}

export interface FinishedEpoch {
  readonly metrics: EpochMetrics;
  readonly frames: readonly number[];
}

export interface StatusChange {
  readonly status: RunStatus;
  readonly failure?: Sentence;
  /** Those that questions are answered with from then on; absent where no trainer said it. */
  readonly weights?: WeightsInUse;
  /** It is another process that trains, or has trained. */
  readonly elsewhere?: boolean;
}

/** Asks a person where they have a say first. */
export interface RunGate {
  /** Before a run's data are read. */
  open(directory: string): Promise<boolean>;
  /** Before a run goes on. @param name Of the run. */
  resume(name: string): Promise<boolean>;
}

/** How a session gets to its run: by training a new one, by opening one on disk, or from a trainer that trains it. */
type Beginning =
  | { readonly kind: 'train'; readonly request: RunRequest; readonly runs: string; readonly project?: string }
  | { readonly kind: 'open'; readonly directory: string }
  | { readonly kind: 'kept'; readonly directory: string; readonly client: TrainerClient };

interface Trainer {
  readonly client: TrainerClient;
  /** Settles when the run is loaded in it. */
  readonly loaded: Promise<TrainerClient>;
  running: boolean;
}

/**
 * One open run: its trainer process, and what is known of it. A trainer that dies while it trains is not started again
 * by itself: the run is then `interrupted`, and a person resumes it. Exploring goes on with a new trainer, once.
 */
export class RunSession {
  private readonly loadingEmitter = new Emitter<LoadingProgress>();
  private readonly progressEmitter = new Emitter<TrainingProgress>();
  private readonly columnEmitter = new Emitter<{ readonly fraction: number }>();
  private readonly measuredEmitter = new Emitter<Measured>();
  private readonly epochEmitter = new Emitter<FinishedEpoch>();
  private readonly statusEmitter = new Emitter<StatusChange>();
  private readonly noticeEmitter = new Emitter<Sentence>();
  private readonly runEmitter = new Emitter<RunSummary>();
  private readonly crashEmitter = new Emitter<Crash>();
  private readonly askedEmitter = new Emitter<keyof PanelMethods>();
  private readonly changeEmitter = new Emitter<void>();

  /** What the run is waited for with, until it is there. */
  readonly onLoading = this.loadingEmitter.event;
  readonly onProgress = this.progressEmitter.event;
  readonly onColumn = this.columnEmitter.event;
  readonly onMeasured = this.measuredEmitter.event;
  readonly onEpoch = this.epochEmitter.event;
  readonly onStatus = this.statusEmitter.event;
  /** Something a person should know, e.g. that a slower backend runs. */
  readonly onNotice = this.noticeEmitter.event;
  /** The run as a whole is another: it goes on to other epochs, or is called otherwise. */
  readonly onRun = this.runEmitter.event;
  readonly onCrash = this.crashEmitter.event;
  /** What a panel asks of the model and its codes. */
  readonly onAsked = this.askedEmitter.event;
  /** Anything that a list of sessions shows. */
  readonly onDidChange = this.changeEmitter.event;

  /** The layout that is being made. */
  readonly layout = new LayoutJob(() => this.connected());

  private trainer: Trainer | undefined;
  private known: RunSummary | undefined;
  private lastProgress: TrainingProgress | undefined;
  private lastLoading: LoadingProgress | undefined;
  private readonly notices: Sentence[] = [];
  /** Events that arrive before the reply they belong after. */
  private held: (() => void)[] | undefined;
  private trains: boolean;
  /** Why the run could not even begin. */
  private failure: unknown;
  private closed = false;
  private resuming = false;
  private revived = false;
  private viewers = 0;

  constructor(
    private readonly beginning: Beginning,
    private readonly backend: BackendChoice,
    private readonly spawn: () => TrainerClient,
    private readonly gate: RunGate,
  ) {
    this.trains = beginning.kind !== 'open';
    this.begin(beginning.kind === 'kept' ? beginning.client : undefined);
  }

  get directory(): string | undefined {
    return this.known?.directory ?? (this.beginning.kind === 'train' ? undefined : this.beginning.directory);
  }

  get name(): string {
    if (this.known) return this.known.record.name;
    if (this.beginning.kind !== 'train') return basename(this.beginning.directory);
    const { request } = this.beginning;
    return request.name ?? runName(request);
  }

  /** Undefined until the run is loaded. */
  get summary(): RunSummary | undefined {
    return this.known;
  }

  get status(): RunStatus | 'loading' {
    return this.known?.record.status ?? 'loading';
  }

  /** Whether this session's trainer trains it, or is about to. */
  get training(): boolean {
    return this.trains;
  }

  get progress(): TrainingProgress | undefined {
    return this.lastProgress;
  }

  /** What the run is waited for with; undefined until its trainer says something. */
  get loading(): LoadingProgress | undefined {
    return this.lastLoading;
  }

  get pid(): number | undefined {
    return this.trainer?.client.pid;
  }

  /** Every notice so far. */
  get noticed(): readonly Sentence[] {
    return this.notices;
  }

  get viewed(): boolean {
    return this.viewers > 0;
  }

  asked(method: keyof PanelMethods): void {
    this.askedEmitter.fire(method);
  }

  /** Counts a panel that shows this run. */
  attach(): Disposable {
    this.viewers++;
    return {
      dispose: () => {
        this.viewers--;
        this.changeEmitter.fire();
      },
    };
  }

  /** The run, loaded. A person who asks again after a failure gets another try. */
  async ready(): Promise<RunSummary> {
    this.revived = false;
    await this.connected();
    if (!this.known) throw new UserError('process.closed', { reason: 'no run' });
    return this.known;
  }

  /** The trainer with the run loaded in it. After a crash, a new one, but not a third without a person asking. */
  connected(): Promise<TrainerClient> {
    if (this.closed) return Promise.reject(new UserError('process.cancelled'));
    if (this.trainer) return this.trainer.loaded;
    if (this.failure !== undefined) return Promise.reject(this.failure);
    if (this.revived) return Promise.reject(new UserError('process.closed', { reason: 'twice' }));
    this.revived = true;
    return this.begin().loaded;
  }

  async stop(): Promise<void> {
    if (this.trains) await (await this.connected()).call('stop', {});
    else if (this.status === 'running') throw new UserError('run.elsewhere', { name: this.name });
  }

  /** Goes on with a stopped or interrupted run, or to more epochs than it was to have. */
  async resume(params: ResumeParams = {}): Promise<void> {
    if (this.trains || this.resuming) return;
    this.resuming = true;
    try {
      // Whoever takes a run over was asked already.
      if (!params.takeOver && !(await this.gate.resume(this.name))) return;
      this.revived = false;
      const client = await this.connected();
      await this.adopt(client.call('resume', params), true);
    } finally {
      this.resuming = false;
    }
  }

  async rename(name: string): Promise<void> {
    const client = await this.connected();
    await client.call('rename', { directory: this.directory ?? '', name });
    if (this.known) {
      this.known = { ...this.known, record: { ...this.known.record, name } };
      this.runEmitter.fire(this.known);
    }
    this.changeEmitter.fire();
  }

  /** Has other weights answer all questions. */
  async useWeights(choice: WeightsChoice): Promise<RunSummary> {
    const client = await this.connected();
    this.known = await client.call('useWeights', { choice });
    this.changeEmitter.fire();
    return this.known;
  }

  /** Ends the trainer; a run that was training is interrupted. */
  async close(): Promise<void> {
    const { trainer } = this;
    this.closed = true;
    this.trainer = undefined;
    await trainer?.client.stop();
    if (this.trains) this.setStatus({ status: 'interrupted' });
    this.changeEmitter.fire();
  }

  /** Has the trainer that trains this run outlive this process. Answers where the next one finds it. */
  async keep(seconds: number): Promise<Doorkey> {
    return (await this.connected()).call('keep', { seconds });
  }

  /** Lets go of a trainer that is kept. */
  leave(): void {
    const { trainer } = this;
    this.closed = true;
    this.trainer = undefined;
    trainer?.client.leave();
  }

  /** @param kept A trainer that has the run already. */
  private begin(kept?: TrainerClient): Trainer {
    const client = kept ?? this.spawn();
    this.listen(client);
    const trainer: Trainer = { client, loaded: kept ? this.join(kept) : this.load(client), running: false };
    this.trainer = trainer;
    void client.stopped.then((exit) => this.ended(trainer, exit));
    trainer.loaded.then(
      () => {
        trainer.running = true;
      },
      (error: unknown) => {
        // Whoever asked for the run is told; its trainer has no more use.
        if (this.trainer === trainer) this.trainer = undefined;
        if (this.directory === undefined) this.failure = error;
        this.trains = false;
        void client.stop();
        this.changeEmitter.fire();
      },
    );
    return trainer;
  }

  private async load(client: TrainerClient): Promise<TrainerClient> {
    const { beginning, directory } = this;
    try {
      if (directory === undefined && beginning.kind === 'train') {
        const { request, runs, project } = beginning;
        await this.adopt(client.call('train', { request, runs, ...(project && { project }) }), true);
      } else {
        await this.adopt(this.openIn(client, directory ?? ''), false);
      }
    } catch (error) {
      throw this.closed ? new UserError('process.cancelled') : error;
    }
    return client;
  }

  private async openIn(client: TrainerClient, directory: string): Promise<RunSummary> {
    if (!(await this.gate.open(directory))) throw new UserError('run.refused', { path: directory });
    return client.call('open', { directory, backend: this.backend });
  }

  private async join(client: TrainerClient): Promise<TrainerClient> {
    await this.adopt(client.call('current', {}), true);
    this.trains = this.known?.record.status === 'running';
    return client;
  }

  /** Takes the trainer's word for how the run stands; what it reported since then comes after. */
  private async adopt(reply: Promise<RunSummary>, training: boolean): Promise<void> {
    this.held = [];
    try {
      this.known = await reply;
      this.trains = training;
      this.lastProgress = undefined;
      const { fallback } = this.known.record.backend;
      if (training && fallback) this.notice(fallback);
      this.runEmitter.fire(this.known);
      this.statusEmitter.fire(this.known.record);
      this.changeEmitter.fire();
    } finally {
      const held = this.held;
      this.held = undefined;
      for (const event of held) event();
    }
  }

  private listen(client: TrainerClient): void {
    const inOrder = (event: () => void) => {
      if (this.trainer?.client !== client) return;
      if (this.held) this.held.push(event);
      else event();
    };
    client.on('loading', (loading) => {
      this.lastLoading = loading;
      this.loadingEmitter.fire(loading);
      this.changeEmitter.fire();
    });
    client.on('backend', ({ fallback, notices = [] }) => {
      for (const sentence of fallback ? [fallback, ...notices] : notices) this.notice(sentence);
    });
    client.on('progress', (progress) =>
      inOrder(() => {
        this.lastProgress = progress;
        this.progressEmitter.fire(progress);
        this.changeEmitter.fire();
      }),
    );
    client.on('columnProgress', (progress) => this.columnEmitter.fire(progress));
    client.on('measured', (measured) => this.measuredEmitter.fire(measured));
    this.layout.listen(client);
    client.on('epoch', (epoch) => inOrder(() => this.addEpoch(epoch)));
    client.on('status', (change) => inOrder(() => this.setStatus(change)));
    client.on('status', ({ elsewhere }) => elsewhere && void this.readAgain(client));
  }

  private notice(sentence: Sentence): void {
    const text = JSON.stringify(sentence);
    if (this.notices.some((notice) => JSON.stringify(notice) === text)) return;
    this.notices.push(sentence);
    this.noticeEmitter.fire(sentence);
  }

  private addEpoch(epoch: FinishedEpoch): void {
    if (!this.known) return;
    const { metrics, frames } = epoch;
    const earlier = this.known.history.filter((row) => row.epoch < metrics.epoch);
    this.known = {
      ...this.known,
      history: [...earlier, metrics],
      frames,
      record: { ...this.known.record, epochs: metrics.epoch },
    };
    this.epochEmitter.fire(epoch);
    this.changeEmitter.fire();
  }

  private setStatus(change: StatusChange): void {
    this.trains = change.status === 'running' && change.elsewhere !== true;
    if (!this.trains) this.lastProgress = undefined;
    const { status, failure, weights } = change;
    if (this.known) {
      const record = { ...this.known.record, status, failure };
      this.known = { ...this.known, record, weights: weights ?? this.known.weights };
    }
    this.statusEmitter.fire(change);
    this.changeEmitter.fire();
  }

  /** Whoever trains it may have changed more of the run than how it stands. */
  private async readAgain(client: TrainerClient): Promise<void> {
    const run = await client.call('current', {}).catch(() => null);
    if (run === null || this.trainer?.client !== client) return;
    this.known = run;
    this.runEmitter.fire(run);
    this.changeEmitter.fire();
  }

  private ended(trainer: Trainer, exit: TrainerExit): void {
    if (this.trainer !== trainer || !trainer.running) return;
    this.trainer = undefined;
    const reason = describeExit(exit);
    const crash = { reason, training: this.trains };
    if (this.trains) this.setStatus({ status: 'interrupted', failure: { code: 'process.closed', params: { reason } } });
    this.crashEmitter.fire(crash);
    this.changeEmitter.fire();
  }
}
