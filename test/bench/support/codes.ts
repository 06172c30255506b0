import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readNpy } from '../../../src/dataset/formats/npy/npy';
import type { Points } from '../../../src/layout/neighbours';
import { projectRoot } from '../../harness/paths';
import { runCommand } from '../../harness/processes';
import { findDigits } from './digits';

export const latent = 32;

/** Codes by a VAE that has learnt for three epochs. */
export async function codesOfDigits(count: number, notes: Set<string>, log: (line: string) => void): Promise<Points> {
  const digits = await findDigits();
  const folder = await mkdtemp(join(tmpdir(), 'latent-lens-layout-'));
  const latentLens = (...args: readonly string[]) =>
    runCommand(process.execPath, [join(projectRoot, 'dist', 'cli.js'), ...args]);
  try {
    notes.add(digits.note);
    log('a model, and its codes');
    const [run, out] = [join(folder, 'run'), join(folder, 'z.npy')];
    const data = ['--data', digits.train, '--limit', String(count)];
    await latentLens('train', ...data, '--latent', String(latent), '--epochs', '3', '--out', run);
    await latentLens('encode', ...data, '--run', run, '--out', out);
    return { values: (await readNpy(out)).data as Float32Array, dims: latent };
  } finally {
    await rm(folder, { recursive: true, force: true });
    await digits.dispose();
  }
}
