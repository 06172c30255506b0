import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { LibraryOrigin } from '../../protocol/library';

/** The files of a TensorFlow library. */
export interface Installation extends LibraryOrigin {
  /** Of TensorFlow, as files tell it. */
  readonly version: string | null;
  /** Shared libraries that a binding links to; the first has TensorFlow's interface for C. None: it lacks that. */
  readonly libraries: readonly string[];
  /** The folder of its headers. */
  readonly include: string | null;
  /** A binding of tfjs-node that it comes with. */
  readonly binding: string | null;
}

/** Names of a shared library on this system, the releases that a binding can be built to first. */
export function libraryNames(stem: string): readonly string[] {
  return process.platform === 'darwin'
    ? [`lib${stem}.2.dylib`, `lib${stem}.dylib`]
    : [`lib${stem}.so.2`, `lib${stem}.so.1`, `lib${stem}.so`];
}

/** The folder `include` in a folder, if TensorFlow's headers are there. */
export async function includeIn(folder: string): Promise<string | null> {
  const header = await firstFile(join(folder, 'include'), [join('tensorflow', 'c', 'c_api.h')]);
  return header === undefined ? null : join(folder, 'include');
}

/** Sizes of the shared libraries, in bytes. */
export async function installationBytes({ libraries }: Installation): Promise<number> {
  const sizes = await Promise.all(libraries.map((path) => stat(path).then(({ size }) => size)));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The first of the names that is a file in a folder, as a path. */
export async function firstFile(folder: string, names: readonly string[]): Promise<string | undefined> {
  for (const name of names) {
    const path = join(folder, name);
    const isFile = await stat(path).then(
      (stats) => stats.isFile(),
      () => false,
    );
    if (isFile) return path;
  }
  return undefined;
}
