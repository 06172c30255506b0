import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { UserError } from '../../../../src/protocol/errors';
import { mutate } from './mutations';
import { originals } from './originals';
import { Draw } from './random-bytes';
import { readWhole } from './reading';

/** Of all formats together. `LATENT_LENS_MUTANTS=100000` looks longer, `LATENT_LENS_FIRST_MUTANT` at others. */
const count = Number(process.env.LATENT_LENS_MUTANTS ?? 1350);
const first = Number(process.env.LATENT_LENS_FIRST_MUTANT ?? 0);
/** Nothing so small takes as long. */
const hangs = 120_000;

describe(`Mutants of valid files (${count}, from ${first} on) are read or refused in one sentence`, () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-mutants-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const { name, content, wrap = (bytes: Uint8Array) => bytes, beside } of originals) {
    it(name, async () => {
      const path = join(folder, beside ? `of ${name}` : '', name);
      const source = beside ? dirname(path) : path;
      await mkdir(dirname(path), { recursive: true });
      for (const [other, bytes] of Object.entries(beside ?? {})) await writeFile(join(source, other), bytes);
      const original = typeof content === 'function' ? await content() : content;
      for (let mutant = first; mutant < first + Math.ceil(count / originals.length); mutant++) {
        const bytes = wrap(mutate(original, new Draw(...Buffer.from(name), mutant)));
        await writeFile(path, bytes);
        await withinTime(readWhole(source, bytes.length)).catch((error: unknown) => {
          if (!(error instanceof UserError)) throw new Error(`mutant ${mutant} of ${name}`, { cause: error });
        });
      }
    });
  }
});

async function withinTime(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it takes longer than ${hangs} ms`)), hangs);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
