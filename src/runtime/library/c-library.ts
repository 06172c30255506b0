import { readFile, realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as v from 'valibot';
import { firstFile, type Installation, includeIn, libraryNames } from './installation';

/** Where tfjs-node and our packages keep the binding and the libraries that it links to. */
const bindingPlace = join('lib', 'napi-v8', 'tfjs_binding.node');
const boundLibraries = join('deps', 'lib');
/** What our set-up notes beside a binding that it installed. */
const recordPlace = join('lib', 'native.json');
const Installed = v.object({ tensorflow: v.string() });

/** TensorFlow for C in a folder, as its archives and the systems' package managers lay it out. */
export async function cLibraryIn(folder: string): Promise<Installation | undefined> {
  const lib = join(folder, 'lib');
  const api = await firstFile(lib, libraryNames('tensorflow'));
  if (api === undefined) return undefined;
  const framework = await firstFile(lib, libraryNames('tensorflow_framework'));
  return {
    kind: 'libtensorflow',
    path: folder,
    version: await versionInName(api),
    libraries: framework === undefined ? [api] : [api, framework],
    include: await includeIn(folder),
    binding: null,
  };
}

/** A folder laid out as tfjs-node is: a binding, and beside it what that links to. */
export async function boundLibraryIn(folder: string, kind: Installation['kind']): Promise<Installation | undefined> {
  const binding = await firstFile(folder, [bindingPlace]);
  if (binding === undefined) return undefined;
  const libraries = join(folder, boundLibraries);
  const stems = ['tensorflow', 'tensorflow_framework'];
  const found = await Promise.all(stems.map((stem) => firstFile(libraries, libraryNames(stem))));
  return {
    kind,
    path: folder,
    version: await recordedVersion(folder),
    libraries: found.filter((path) => path !== undefined),
    include: null,
    binding,
  };
}

/** Archives have `libtensorflow.so.2` as a link to a file named after the whole version. */
async function versionInName(path: string): Promise<string | null> {
  const name = basename(await realpath(path));
  return /\.so\.(\d+\.\d+\.\d.*)$/.exec(name)?.[1] ?? /\.(\d+\.\d+\.\d.*)\.dylib$/.exec(name)?.[1] ?? null;
}

async function recordedVersion(folder: string): Promise<string | null> {
  try {
    return v.parse(Installed, JSON.parse(await readFile(join(folder, recordPlace), 'utf8'))).tensorflow;
  } catch {
    return null;
  }
}
