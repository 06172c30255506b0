import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { firstFile, type Installation, includeIn, libraryNames } from './installation';

/** Where Python keeps packages, within an environment. */
const pythonFolders = ['lib', 'lib64', join('local', 'lib')];
const packageFolders = ['site-packages', 'dist-packages'];

/** The name of TensorFlow's package, whichever wheel it came in. */
export const packageName = 'tensorflow';

/** The Python package in a folder, if it is TensorFlow's. */
export async function pythonPackageIn(folder: string): Promise<Installation | undefined> {
  const framework = await firstFile(folder, libraryNames('tensorflow_framework'));
  if (framework === undefined) return undefined;
  const api = await firstFile(folder, libraryNames('tensorflow_cc'));
  return {
    kind: 'python',
    path: folder,
    version: await wheelVersion(folder),
    libraries: api === undefined ? [] : [api, framework],
    include: await includeIn(folder),
    binding: null,
  };
}

/** TensorFlow's package in the Python environment at a folder, found without running anything. */
export async function packageOfEnvironment(prefix: string): Promise<Installation | undefined> {
  for (const lib of pythonFolders) {
    const versions = (await namesIn(join(prefix, lib))).filter((name) => name.startsWith('python3'));
    for (const version of versions) {
      for (const packages of packageFolders) {
        const found = await pythonPackageIn(join(prefix, lib, version, packages, packageName));
        if (found) return found;
      }
    }
  }
  return undefined;
}

/** From the wheel's own record: a folder such as `tensorflow_cpu-2.21.0.dist-info` beside the package. */
async function wheelVersion(folder: string): Promise<string | null> {
  for (const name of await namesIn(dirname(folder))) {
    const version = /^(?:tensorflow|tf_nightly)(?:_[a-z]\w*)?-(\d[^-]*)\.dist-info$/.exec(name)?.[1];
    if (version !== undefined) return version;
  }
  return null;
}

function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
