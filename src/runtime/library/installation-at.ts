import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '../../protocol/errors';
import { boundLibraryIn, cLibraryIn } from './c-library';
import type { Installation } from './installation';
import { packageName, packageOfEnvironment, pythonPackageIn } from './python-package';

/** Folders within a library that a person may mean it by. */
const innerFolders = new Set(['bin', 'deps', 'include', 'lib', 'lib64', 'napi-v8']);

/**
 * The TensorFlow library that a path stands for: the folder of a libtensorflow (with `lib` and `include`), of a Python
 * environment or the package in it, or of tfjs-node; or a file or folder within these.
 * @throws UserError library.none
 */
export async function installationAt(path: string): Promise<Installation> {
  const given = resolve(path.replace(/^~(?=$|[\\/])/, homedir()));
  let incomplete: Installation | undefined;
  for (const folder of await placesFor(given)) {
    const found = await installationIn(folder);
    if (found && (found.binding ?? found.include) !== null) return found;
    incomplete ??= found;
  }
  if (incomplete) return incomplete;
  throw new UserError('library.none', { path: given });
}

async function installationIn(folder: string): Promise<Installation | undefined> {
  return (
    (await boundLibraryIn(folder, 'libtensorflow')) ??
    (await pythonPackageIn(folder)) ??
    (await pythonPackageIn(join(folder, packageName))) ??
    (await cLibraryIn(folder)) ??
    (await packageOfEnvironment(folder))
  );
}

/** The folder itself, and those above that it is a known part of. */
async function placesFor(given: string): Promise<readonly string[]> {
  const stats = await stat(given).catch(() => undefined);
  if (stats === undefined) return [];
  const places = [stats.isDirectory() ? given : dirname(given)];
  for (let [last] = places; innerFolders.has(basename(last)); last = dirname(last)) places.push(dirname(last));
  return places;
}
