import type { Sentence } from './errors';
import type { BackendInfo } from './run';

/** bundled: it comes with Latent Lens. libtensorflow: TensorFlow for C. python: inside a Python environment. */
export type LibraryKind = 'bundled' | 'libtensorflow' | 'python';

/** Which TensorFlow library it is. */
export interface LibraryOrigin {
  readonly kind: LibraryKind;
  /** What selects it: the folder of libtensorflow, or of the Python package. */
  readonly path: string;
}

/** A TensorFlow library on this machine. */
export interface FoundLibrary extends LibraryOrigin {
  /** Of TensorFlow, as files tell it; null where none does. */
  readonly version: string | null;
  /** Size of its shared libraries. */
  readonly bytes: number;
  /** Whether it is the one to run with: the one asked for, or without that the bundled one. */
  readonly selected: boolean;
  /** Why it cannot be used, as far as that can be told without loading it. */
  readonly problem: Sentence | null;
}

/** How long a training step with 128 images of 28 x 28 pixels takes: ms, medians. */
export interface BenchmarkResult {
  readonly backend: BackendInfo;
  readonly dense: number;
  readonly conv: number;
}
