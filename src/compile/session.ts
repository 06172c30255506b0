import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompileError } from './errors';
import type { Output } from './graph';
import { type Binding, type NativeTensor, nativeBackend } from './native';
import { encodeSavedModel, servingTag } from './saved-model';

/** A graph loaded into TensorFlow, and the threads and memory that belong to it, until it is disposed. */
export class Session {
  private disposed = false;

  private constructor(
    private readonly binding: Binding,
    private readonly id: number,
    private readonly feeds: string,
    private readonly fetches: string,
  ) {}

  /** Loads what `fetches` depend on. Throws a CompileError with TensorFlow's reason if it refuses. */
  static load(name: string, feeds: readonly Output[], fetches: readonly Output[]): Session {
    const { binding } = nativeBackend();
    const { bytes, nameOf } = encodeSavedModel(fetches, feeds);
    const folder = mkdtempSync(join(tmpdir(), 'latent-lens-graph-'));
    try {
      writeFileSync(join(folder, 'saved_model.pb'), bytes);
      const id = binding.loadSavedModel(folder, servingTag);
      return new Session(binding, id, feeds.map(nameOf).join(), fetches.map(nameOf).join());
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new CompileError(name, `TensorFlow does not accept its graph (${reason})`, { cause: error });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Runs the graph with native tensors, by their ids, in the order of `feeds`. The results are the caller's to delete. */
  run(feeds: readonly number[]): NativeTensor[] {
    if (this.disposed) throw new Error('This graph is disposed');
    return this.binding.runSavedModel(this.id, feeds, this.feeds, this.fetches);
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.binding.deleteSavedModel(this.id);
  }
}
