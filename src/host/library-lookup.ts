import type { BenchmarkResult, FoundLibrary, LibraryOrigin } from '../protocol/library';
import { askTrainer } from './short-lived-trainer';
import type { TrainerClient } from './trainer-client';

/** How long one library is measured, ms. */
const benchmarkMilliseconds = 10_000;

export interface LibraryPlaces {
  /** Of the workspace. */
  readonly folders: readonly string[];
  /** Python interpreters that other extensions know of. */
  readonly interpreters: readonly string[];
  /** The path that is selected; empty for the bundled library. */
  readonly selected: string;
}

/**
 * Asks about TensorFlow libraries. Each question has a short-lived trainer of its own, which a cancelled one ends: no
 * library meets another in one process.
 */
export class LibraryLookup {
  /** @param spawn Starts a trainer that runs with the library at a path; empty: with the bundled one. */
  constructor(private readonly spawn: (library: string) => TrainerClient) {}

  find({ selected, ...places }: LibraryPlaces, signal: AbortSignal): Promise<readonly FoundLibrary[]> {
    return askTrainer(this.spawn(''), (trainer) =>
      trainer.call('libraries', { ...places, ...(selected && { selected }) }, signal),
    );
  }

  /** Builds the binding to the library at a path, and tries it. @throws UserError library.* */
  prepare(path: string, signal: AbortSignal): Promise<LibraryOrigin & { readonly version: string }> {
    return askTrainer(this.spawn(''), (trainer) => trainer.call('tryLibrary', { path }, signal));
  }

  /** @param library Empty for the bundled one. @param onProgress Hears fractions from 0 to 1. */
  benchmark(library: string, onProgress: (fraction: number) => void, signal: AbortSignal): Promise<BenchmarkResult> {
    return askTrainer(this.spawn(library), (trainer) => {
      trainer.on('loading', ({ fraction }) => onProgress(fraction));
      return trainer.call('benchmark', { backend: 'tensorflow', milliseconds: benchmarkMilliseconds }, signal);
    });
  }
}
