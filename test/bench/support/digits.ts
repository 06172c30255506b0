import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataset } from '../../../src/dataset';
import { projectRoot } from '../../harness/paths';
import { edge, encodeIdx, pixels } from './images';

/** Images of handwritten digits as IDX files, that this process and a peer can read. */
export interface Digits {
  readonly train: string;
  /** Null where there is no test part. */
  readonly test: string | null;
  /** What they are, and where MNIST is looked for if they are not that. */
  readonly note: string;
  dispose(): Promise<void>;
}

/** MNIST's own size. */
export const mnistExamples = 60_000;

/** MNIST from the folder of LATENT_LENS_MNIST, or from beside the checkout; or else generated digits. */
export async function findDigits(): Promise<Digits> {
  const folder = process.env.LATENT_LENS_MNIST || join(projectRoot, '..', 'shared', 'data', 'mnist');
  const [train, test] = ['train', 't10k'].map((part) => findPart(folder, part));
  if (train && test) return { train, test, note: 'On MNIST.', dispose: async () => undefined };
  const lack = `There is no MNIST in ${folder} (LATENT_LENS_MNIST names another folder)`;
  return generateDigits(mnistExamples, `${lack}: on generated digits, which have no test ELBO to compare.`);
}

/** The built-in digits, over and over, in a temporary file. */
export async function generateDigits(examples: number, note = 'On generated digits.'): Promise<Digits> {
  const folder = await mkdtemp(join(tmpdir(), 'latent-lens-digits-'));
  const { values } = await openDataset({ source: 'builtin:digits', limit: examples });
  const all = Uint8Array.from({ length: examples * pixels }, (_, i) => values[i % values.length]);
  const train = join(folder, 'digits-idx3-ubyte');
  await writeFile(train, encodeIdx(all, [examples, edge, edge]));
  return { train, test: null, note, dispose: () => rm(folder, { recursive: true, force: true }) };
}

function findPart(folder: string, part: string): string | undefined {
  const names = [`${part}-images-idx3-ubyte`, `${part}-images.idx3-ubyte`];
  return names.flatMap((name) => [name, `${name}.gz`].map((file) => join(folder, file))).find(existsSync);
}
