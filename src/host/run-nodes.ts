import type { LoadingProgress } from '../protocol/trainer';
import { runBranches } from './run-branches';
import type { RunEntry } from './run-listing';

/** A run that is being got ready by its trainer, and may have no folder yet. */
export interface LoadingRun {
  readonly kind: 'loading';
  readonly name: string;
  readonly loading: LoadingProgress | undefined;
}

export type ShownRun = RunEntry | LoadingRun;

/** What the nodes need to know of an open run. */
export interface OpenRunState extends LoadingState {
  readonly directory: string | undefined;
  /** Of its trainer. */
  readonly pid: number | undefined;
  readonly training: boolean;
  /** Undefined until it is loaded. */
  readonly summary: LoadedState | undefined;
}

interface LoadingState {
  readonly name: string;
  readonly loading: LoadingProgress | undefined;
}

interface LoadedState {
  readonly record: { readonly status: RunStatus; readonly epochs: number };
  readonly history: readonly { readonly loss: number; readonly elbo: number | null }[];
}

type RunStatus = Extract<RunEntry, { kind: 'run' }>['status'];

/**
 * A line of the runs view. It stands for the same run for as long as that is listed, so that what a person is about to
 * click stays what it is.
 */
export class RunNode<S extends OpenRunState = OpenRunState> {
  /** @param session The run as it is open; undefined for one that only lies on disk. */
  constructor(
    readonly key: string,
    public run: ShownRun,
    public session: S | undefined,
  ) {}

  /** Undefined until there is one. */
  get directory(): string | undefined {
    return this.run.kind === 'loading' ? undefined : this.run.directory;
  }
}

/** Which lines have to be drawn anew: all of them, where a run has come, gone or moved; else those that changed. */
export type NodeChanges<S extends OpenRunState> = 'all' | readonly RunNode<S>[];

/** The lines of the runs view, from what lies on disk and what is open. */
export class RunNodes<S extends OpenRunState> {
  private nodes: readonly RunNode<S>[] = [];
  private branches: ReadonlyMap<string | null, readonly RunNode<S>[]> = new Map();
  private readonly keys = new WeakMap<S, string>();
  private numbered = 0;

  get all(): readonly RunNode<S>[] {
    return this.nodes;
  }

  /** The runs that were forked from one, or, by null, those that were not forked from a run that is listed. */
  below(node: RunNode<S> | null): readonly RunNode<S>[] {
    return this.branches.get(node?.key ?? null) ?? [];
  }

  /** The run that one was forked from, where it is listed. */
  above(node: RunNode<S>): RunNode<S> | undefined {
    return this.nodes.find((other) => this.below(other).includes(node));
  }

  /** @param listed The runs on disk, in their order. Runs that have no folder yet come before them, the newest first. */
  update(listed: readonly RunEntry[], sessions: readonly S[]): NodeChanges<S> {
    const loading = sessions.filter(({ training, directory }) => training && directory === undefined).reverse();
    // The trainer puts the run on disk a moment before it says so.
    const announced = new Set(loading.map(({ pid }) => pid));
    const onDisk = listed.filter((run) => run.kind === 'broken' || !run.worker || !announced.has(run.worker));
    const wanted = [
      ...loading.map((session) => ({ key: this.keyOf(session), run: loadingRun(session), session })),
      ...onDisk.map((run) => {
        const session = sessions.find(({ directory }) => directory === run.directory);
        return { key: run.directory, run: currentRun(run, session), session };
      }),
    ];
    const before = new Map(this.nodes.map((node) => [node.key, node]));
    const sameLines =
      wanted.length === this.nodes.length && wanted.every((line, at) => isSameLine(line, this.nodes[at]));
    const changed: RunNode<S>[] = [];
    this.nodes = wanted.map(({ key, run, session }) => {
      const node = before.get(key);
      if (!node) return new RunNode(key, run, session);
      if (JSON.stringify(node.run) !== JSON.stringify(run)) changed.push(node);
      node.run = run;
      node.session = session;
      return node;
    });
    if (!sameLines) this.branches = runBranches(this.nodes, ({ run }) => originOf(run));
    return sameLines ? changed : 'all';
  }

  private keyOf(session: S): string {
    const key = this.keys.get(session) ?? `loading ${++this.numbered}`;
    this.keys.set(session, key);
    return key;
  }
}

interface Line {
  readonly key: string;
  readonly run: ShownRun;
}

/** Also where it stands: what could not be read may be found to be a fork. */
function isSameLine(one: Line, other: Line): boolean {
  return one.key === other.key && originOf(one.run) === originOf(other.run);
}

/** The folder of the run that one was forked from. */
function originOf(run: ShownRun): string | undefined {
  return run.kind === 'run' ? run.origin?.directory : undefined;
}

function loadingRun({ name, loading }: LoadingState): LoadingRun {
  return { kind: 'loading', name, loading };
}

/** A run on disk, as it now is where it is open. */
export function currentRun(run: RunEntry, session: OpenRunState | undefined): RunEntry {
  if (run.kind === 'broken' || !session?.summary) return run;
  const { record, history } = session.summary;
  const newest = history.at(-1);
  return {
    ...run,
    status: record.status,
    epochs: record.epochs,
    loss: newest?.loss ?? run.loss,
    elbo: newest ? newest.elbo : run.elbo,
  };
}
