import { formatSentence } from '../protocol/errors';
import type { FoundLibrary } from '../protocol/library';
import type { Arguments } from './arguments';
import { startTrainer, unbroken } from './in-process-trainer';
import { say } from './output';
import { printer } from './printer';

const benchmarkMilliseconds = 10_000;

/** `latent-lens libraries` */
export async function libraries(args: Arguments): Promise<void> {
  const selected = process.env.LATENT_LENS_LIBRARY;
  const places = { folders: [process.cwd()], interpreters: [], ...(selected ? { selected } : {}) };
  const print = printer(args);
  for (const library of await startTrainer({}).libraries(places, unbroken)) {
    const problem = library.problem && formatSentence(library.problem);
    print({ event: 'library', ...library, problem }, libraryWords(library, problem));
  }
}

/** `latent-lens benchmark` */
export async function benchmark(args: Arguments): Promise<void> {
  const trainer = startTrainer({
    backend: ({ fallback }) => fallback && say(`${formatSentence(fallback)}\n`),
  });
  const params = { backend: args.backend, milliseconds: benchmarkMilliseconds };
  const { backend, dense, conv } = await trainer.benchmark(params, unbroken);
  const { name, version, library } = backend;
  printer(args)(
    { event: 'benchmark', backend: name, version, library: library?.path ?? null, dense, conv },
    `${name} ${version}: ${dense.toFixed(2)} ms a dense step, ${conv.toFixed(1)} ms a convolutional one`,
  );
}

function libraryWords({ kind, path, version, bytes, selected }: FoundLibrary, problem: string | null): string {
  const words = `${selected ? '*' : ' '} TensorFlow ${version ?? '?'} (${kind}, ${Math.round(bytes / 1e6)} MB) ${path}`;
  return problem === null ? words : `${words}\n    ${problem}`;
}
