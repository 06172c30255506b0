import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { descendPacmap, type PacmapDescent, pacmapBlocks } from './pacmap-descent';
import { findForces, type TsneDescent, TsneLeader, tsneBlocks } from './tsne-descent';
import { descend, type UmapDescent, umapBlocks } from './umap-descent';

/** Work in epochs, each of blocks of points that may be done in any order and by any thread. */
export type Descent = UmapDescent | TsneDescent | PacmapDescent;

/** Places in `control`. */
const next = 0;
const done = 1;
const allowed = 2;

/** What the threads of a descent have in common. */
export interface SharedWork {
  readonly descent: Descent;
  /** How many blocks of points have been taken, are done, and may be done, over all epochs. */
  readonly control: Int32Array;
}

function blocksOf(descent: Descent): number {
  switch (descent.kind) {
    case 'umap':
      return umapBlocks(descent);
    case 'tsne':
      return tsneBlocks(descent);
    case 'pacmap':
      return pacmapBlocks(descent);
  }
}

/** Takes the next block, when the epoch before it is done and it is allowed, until all epochs are. */
export function work({ descent, control }: SharedWork): void {
  const blocks = blocksOf(descent);
  for (;;) {
    const ticket = Atomics.add(control, next, 1);
    if (ticket >= blocks * descent.epochs) return;
    waitFor(control, allowed, ticket + 1);
    perform(descent, control, ticket);
  }
}

function perform(descent: Descent, control: Int32Array, ticket: number): void {
  const blocks = blocksOf(descent);
  const epoch = Math.floor(ticket / blocks);
  waitFor(control, done, epoch * blocks);
  const block = ticket % blocks;
  if (descent.kind === 'umap') descend(descent, epoch, block);
  else if (descent.kind === 'tsne') findForces(descent, block);
  else descendPacmap(descent, epoch, block);
  if ((Atomics.add(control, done, 1) + 1) % blocks === 0) Atomics.notify(control, done);
}

/** Waits until a count has reached `least`: of whole epochs, as only then it is told. */
function waitFor(control: Int32Array, count: number, least: number): void {
  for (;;) {
    const value = Atomics.load(control, count);
    if (value >= least) return;
    Atomics.wait(control, count, value);
  }
}

/** The threads that go through a descent, this one among them. The positions are the same for any number. */
export class Team {
  private readonly work: SharedWork;
  private readonly helpers: readonly Worker[];
  /** Where something is to be done between epochs. */
  private readonly leader: TsneLeader | null;
  private epoch = 0;

  /** @param folder Where the helpers' program is, `descent-worker.js`. */
  constructor(
    private readonly descent: Descent,
    threads = 1,
    folder = __dirname,
  ) {
    this.work = { descent, control: new Int32Array(new SharedArrayBuffer(12)) };
    this.leader = descent.kind === 'tsne' ? new TsneLeader(descent) : null;
    this.helpers = Array.from(
      { length: Math.min(threads, blocksOf(descent)) - 1 },
      () => new Worker(join(folder, 'descent-worker.js'), { workerData: this.work }),
    );
  }

  get isDone(): boolean {
    return this.epoch >= this.descent.epochs;
  }

  /** Epochs that are done, of all. */
  get fraction(): number {
    return this.epoch / this.descent.epochs;
  }

  /** n x 3, as they now are. */
  get positions(): Float32Array {
    const { descent } = this;
    return Float32Array.from(descent.kind === 'tsne' ? descent.positions : descent.positions[this.epoch % 2]);
  }

  /** Goes on by so many epochs, or as many as are left; blocks this thread until they are done. */
  step(epochs: number): void {
    const last = Math.min(this.descent.epochs, this.epoch + epochs);
    if (!this.leader) this.goOnTo(last);
    while (this.leader && this.epoch < last) {
      this.leader.before();
      this.goOnTo(this.epoch + 1);
      this.leader.after(this.epoch - 1);
    }
  }

  private goOnTo(epoch: number): void {
    const { descent, control } = this.work;
    this.epoch = epoch;
    const end = epoch * blocksOf(descent);
    Atomics.store(control, allowed, end);
    Atomics.notify(control, allowed);
    for (let ticket = Atomics.load(control, next); ticket < end; ticket = Atomics.load(control, next)) {
      if (Atomics.compareExchange(control, next, ticket, ticket + 1) === ticket) perform(descent, control, ticket);
    }
    waitFor(control, done, end);
  }

  async dispose(): Promise<void> {
    await Promise.all(this.helpers.map((helper) => helper.terminate()));
  }
}
