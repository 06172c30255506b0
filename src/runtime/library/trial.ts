import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { UserError } from '../../protocol/errors';
import { type SentenceCode, sentences } from '../../protocol/sentences';
import { trainerProgram } from '../trainer-program';
import { digest, identityOf, librariesFolder } from './cache';
import type { Installation } from './installation';
import { probeBinding } from './probe';
import type { LibraryTask } from './task';

/** How long a failure counts, ms: its cause may have been mended, or been the state of the machine. */
const failureLifetime = 10 * 60_000;

/** Variables that TensorFlow, its compiler and its kernels read; what it prints harms nobody. */
const libraryVariable = /^(?:TF_(?!CPP_)|XLA_|ONEDNN_|DNNL_)/;
/** That decide which files are loaded. */
const loaderVariable = /^(?:LD|DYLD)_/;

export interface Trial {
  /** Of TensorFlow, as the library says. */
  readonly version: string;
  /** Variables of the environment that it does not work with, and works without. */
  readonly leftOut: readonly string[];
}

export interface TrialTask extends LibraryTask {
  /** Try it again, whatever is known. */
  readonly afresh?: boolean;
  /** Of a library to answer, ms. */
  readonly timeout?: number;
}

const Outcome = v.union([
  v.strictObject({ version: v.string(), leftOut: v.pipe(v.array(v.string()), v.readonly()) }),
  v.strictObject({
    problem: v.strictObject({
      code: v.custom<SentenceCode>((code) => typeof code === 'string' && code in sentences),
      params: v.record(v.string(), v.union([v.string(), v.number()])),
    }),
    at: v.number(),
  }),
]);
type Outcome = v.InferOutput<typeof Outcome>;

/**
 * Whether a library works, by trying it or by what came of that before on this machine with the same files and the same
 * checks.
 * @throws UserError library.crashes, library.hangs, library.notLoadable, library.computesWrong, process.cancelled
 */
export async function tryLibrary(
  { path, libraries }: Pick<Installation, 'path' | 'libraries'>,
  binding: string,
  task: TrialTask,
): Promise<Trial> {
  const place = await outcomePlace(binding, libraries);
  const known = task.afresh ? undefined : await recall(place);
  const outcome = known ?? (await probe(path, binding, task));
  if (known === undefined) await remember(place, outcome);
  if ('problem' in outcome) throw new UserError(outcome.problem.code, outcome.problem.params);
  return outcome;
}

async function probe(path: string, binding: string, { signal, timeout, log }: TrialTask): Promise<Outcome> {
  const without = (names: readonly string[]) => {
    log(`Trying ${path}${names.length > 0 ? ` without ${names.join(', ')}` : ''}`);
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !names.includes(name)));
    return probeBinding(binding, { path, env, signal, timeout, log });
  };
  const result = await without([]);
  if (result.works) return { version: result.version, leftOut: [] };
  const failure = { problem: result.problem, at: Date.now() };
  const suspects = variables(libraryVariable);
  if (suspects.length === 0) return failure;
  const second = await without(suspects);
  if (!second.works) return failure;
  let leftOut = suspects;
  // Other programs have such variables, too (Terraform's begin with TF_): each gets a chance to be innocent.
  if (result.problem.code !== 'library.hangs' && suspects.length > 1) {
    for (const name of suspects) {
      const others = leftOut.filter((other) => other !== name);
      if ((await without(others)).works) leftOut = others;
    }
  }
  return { version: second.version, leftOut };
}

async function outcomePlace(binding: string, libraries: readonly string[]): Promise<string> {
  const files = await Promise.all([binding, ...libraries].map(identityOf));
  const environment = [...variables(libraryVariable), ...variables(loaderVariable)].map((name) => [
    name,
    process.env[name],
  ]);
  const { node, modules } = process.versions;
  const name = digest(files, environment, hostname(), process.arch, node, modules, await identityOfChecks());
  return join(librariesFolder(), `${name}.json`);
}

/** Changes with the checks, and with whatever of ours composes what they check of kernels. */
async function identityOfChecks(): Promise<string> {
  return createHash('sha256')
    .update(await readFile(trainerProgram()))
    .digest('hex');
}

function variables(pattern: RegExp): readonly string[] {
  return Object.keys(process.env).filter((name) => pattern.test(name) && process.env[name] !== '');
}

async function recall(place: string): Promise<Outcome | undefined> {
  try {
    const outcome = v.parse(Outcome, JSON.parse(await readFile(place, 'utf8')));
    return 'at' in outcome && Date.now() - outcome.at > failureLifetime ? undefined : outcome;
  } catch {
    return undefined;
  }
}

/** Where that fails, the library is tried again next time. */
async function remember(place: string, outcome: Outcome): Promise<void> {
  try {
    await mkdir(librariesFolder(), { recursive: true });
    const temporary = `${place}.${process.pid}`;
    await writeFile(temporary, JSON.stringify(outcome));
    await rename(temporary, place);
  } catch {
    // Nothing depends on it.
  }
}
