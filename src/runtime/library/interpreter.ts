import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, parse, relative, sep } from 'node:path';
import * as v from 'valibot';
import { runProcess } from './child-process';
import type { Installation } from './installation';
import { packageName, packageOfEnvironment, pythonPackageIn } from './python-package';

/** Finding a package takes Python a tenth of a second; a shim that asks the network may take for ever. */
const timeout = 10_000;

/**
 * Prints the folders of a package as JSON, without importing it: looking for it runs none of its code. The folder that
 * Python is run in is no place to look.
 */
const program = `
import sys
sys.path[:] = [path for path in sys.path if path]
import importlib.util, json
spec = importlib.util.find_spec(${JSON.stringify(packageName)})
print(json.dumps(list(spec.submodule_search_locations or []) if spec else []))
`;

const Folders = v.array(v.string());

/**
 * TensorFlow's package of a Python interpreter, or of an environment by its folder, if there is one. Where files alone don't tell, the interpreter is asked,
 * unless it lies in one of the folders `never`: what a workspace brings along is not run.
 */
export async function packageOfInterpreter(
  python: string,
  never: readonly string[],
  signal?: AbortSignal,
): Promise<Installation | undefined> {
  const found = (await packageOfEnvironment(dirname(dirname(python)))) ?? (await packageOfEnvironment(python));
  if (found || (await liesIn(python, never))) return found;
  for (const folder of await askForFolders(python, signal)) {
    const asked = await pythonPackageIn(folder);
    if (asked) return asked;
  }
  return undefined;
}

async function askForFolders(python: string, signal: AbortSignal | undefined): Promise<readonly string[]> {
  try {
    // Anywhere but in a workspace, whose settings (such as pyenv's) would choose another interpreter.
    const { stdout } = await runProcess(python, ['-c', program], { cwd: parse(python).root, timeout, signal });
    return v.parse(Folders, JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? ''));
  } catch (error) {
    if (signal?.aborted) throw error;
    // It is no Python, or a broken one.
    return [];
  }
}

/** By its own path or, where that is a link, by the file's. */
async function liesIn(path: string, folders: readonly string[]): Promise<boolean> {
  const real = (place: string) => realpath(place).catch(() => place);
  const paths = [path, await real(path)];
  const places = [...folders, ...(await Promise.all(folders.map(real)))];
  return paths.some((inner) => places.some((outer) => isWithin(inner, outer)));
}

function isWithin(inner: string, outer: string): boolean {
  const way = relative(outer, inner);
  return way !== '..' && !way.startsWith(join('..', sep)) && !isAbsolute(way);
}
