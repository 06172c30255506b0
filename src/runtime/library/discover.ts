import { isAbsolute, join } from 'node:path';
import { isUserError, type Sentence } from '../../protocol/errors';
import type { FoundLibrary } from '../../protocol/library';
import { bundledInstallation } from './bundled';
import { cLibraryIn } from './c-library';
import { type Installation, installationBytes } from './installation';
import { installationAt } from './installation-at';
import { packageOfInterpreter } from './interpreter';
import { checkInstallation } from './prepare';
import { findProgram } from './programs';
import { packageOfEnvironment } from './python-package';

/** Usual names of environments within a project. */
const environmentFolders = ['.venv', 'venv', 'env'];
/** Where package managers put libraries. */
const systemFolders = ['/usr/local', '/usr', '/opt/homebrew'];

export interface Places {
  /** Folders to look for Python environments in; nothing that lies in them is run. */
  readonly folders: readonly string[];
  /** Python interpreters that are known, or folders of their environments. */
  readonly interpreters: readonly string[];
  /** What is selected now, as `installationAt` takes it. */
  readonly selected?: string;
  readonly signal?: AbortSignal;
}

/**
 * The TensorFlow libraries on this machine that can be found without loading any: the bundled one first, then what is
 * selected, in Python environments (active ones, in the folders, of the interpreters and those on the search path) and
 * among the system's libraries.
 */
export async function discoverLibraries(places: Places): Promise<readonly FoundLibrary[]> {
  const bundled = await bundledInstallation();
  const chosen = places.selected ? await installationAt(places.selected).catch(() => undefined) : bundled;
  const found = await Promise.all(searches(places));
  const byPath = new Map<string, Installation>();
  for (const installation of [bundled, chosen, ...found]) {
    if (installation && !byPath.has(installation.path)) byPath.set(installation.path, installation);
  }
  return Promise.all([...byPath.values()].map((installation) => describe(installation, chosen?.path)));
}

function searches({ folders, interpreters, signal }: Places): Promise<Installation | undefined>[] {
  const active = [process.env.VIRTUAL_ENV, process.env.CONDA_PREFIX].filter((path) => path !== undefined);
  const environments = [
    ...active,
    ...folders.flatMap((folder) => environmentFolders.map((name) => join(folder, name))),
  ];
  return [
    ...environments.filter(isAbsolute).map(packageOfEnvironment),
    ...interpreters.filter(isAbsolute).map((python) => packageOfInterpreter(python, folders, signal)),
    ...['python3', 'python'].map(async (name) => {
      const python = await findProgram(name);
      return python === undefined ? undefined : packageOfInterpreter(python, folders, signal);
    }),
    ...systemFolders.map(cLibraryIn),
  ];
}

async function describe(installation: Installation, selected: string | undefined): Promise<FoundLibrary> {
  const { kind, path, version } = installation;
  const [bytes, problem] = await Promise.all([installationBytes(installation), problemOf(installation)]);
  return { kind, path, version, bytes, selected: path === selected, problem };
}

async function problemOf(installation: Installation): Promise<Sentence | null> {
  try {
    await checkInstallation(installation);
    return null;
  } catch (error) {
    if (!isUserError(error)) throw error;
    return { code: error.code, params: error.params };
  }
}
