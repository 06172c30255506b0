import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompileError } from './errors';
import type { Output } from './graph';
import { type Binding, type NativeTensor, nativeBackend } from './native';
import { encodeSavedModel, servingTag } from './saved-model';

/** What is given to a graph, and what is wanted of it. */
export interface Call {
  readonly feeds: readonly Output[];
  readonly fetches: readonly Output[];
}

/**
 * A graph loaded into TensorFlow, and the threads, variables and memory that belong to it, until it is disposed. Each of
 * its kinds of calls, of the names `K`, runs the part of it that its fetches depend on.
 */
export class Session<K extends string> {
  private disposed = false;

  private constructor(
    private readonly binding: Binding,
    private readonly id: number,
    private readonly names: Readonly<Record<K, { readonly feeds: string; readonly fetches: readonly string[] }>>,
  ) {}

  /** Loads what the calls need. Throws a CompileError with TensorFlow's reason if it refuses. */
  static load<K extends string>(name: string, calls: Readonly<Record<K, Call>>): Session<K> {
    const { binding } = nativeBackend();
    const all = Object.values<Call>(calls);
    const { bytes, nameOf } = encodeSavedModel(
      all.flatMap(({ fetches }) => fetches),
      all.flatMap(({ feeds }) => feeds),
    );
    const namesOf = ({ feeds, fetches }: Call) => ({
      feeds: feeds.map(nameOf).join(),
      fetches: fetches.map(nameOf),
    });
    const folder = mkdtempSync(join(tmpdir(), 'latent-lens-graph-'));
    try {
      writeFileSync(join(folder, 'saved_model.pb'), bytes);
      const id = binding.loadSavedModel(folder, servingTag);
      const names = Object.fromEntries(Object.entries<Call>(calls).map(([call, ends]) => [call, namesOf(ends)]));
      return new Session(binding, id, names as Record<K, ReturnType<typeof namesOf>>);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new CompileError(name, `TensorFlow does not accept its graph (${reason})`, { cause: error });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /**
   * Calls the graph with native tensors, by their ids, in the order of the feeds. The results are the caller's to delete.
   * @param only The places of the fetches that are wanted; all of them where it is left out.
   */
  run(call: K, feeds: readonly number[], only?: readonly number[]): NativeTensor[] {
    if (this.disposed) throw new Error('This graph is disposed');
    const { feeds: given, fetches } = this.names[call];
    const wanted = only ? only.map((place) => fetches[place]) : fetches;
    return this.binding.runSavedModel(this.id, feeds, given, wanted.join());
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.binding.deleteSavedModel(this.id);
  }
}
