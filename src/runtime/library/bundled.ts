import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { boundLibraryIn } from './c-library';
import { firstFile, type Installation } from './installation';

/**
 * The library that comes with Latent Lens: beside the bundle, or in tfjs-node's own folder. The environment variable
 * LATENT_LENS_BINDING names another binding, for who builds one by hand.
 */
export async function bundledInstallation(): Promise<Installation | undefined> {
  const byHand = process.env.LATENT_LENS_BINDING;
  if (byHand) {
    const binding = await firstFile('', [byHand]);
    if (binding === undefined) return undefined;
    return { kind: 'bundled', path: byHand, version: null, libraries: [], include: null, binding };
  }
  for (const folder of bundledFolders()) {
    const found = await boundLibraryIn(folder, 'bundled');
    if (found) return found;
  }
  return undefined;
}

function bundledFolders(): readonly string[] {
  const packaged = join(__dirname, '..', 'native');
  try {
    return [packaged, dirname(createRequire(__filename).resolve('@tensorflow/tfjs-node/package.json'))];
  } catch {
    return [packaged];
  }
}
