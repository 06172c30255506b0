import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { isUserError, type Sentence, UserError } from '../protocol/errors';
import type { LibraryOrigin } from '../protocol/library';
import { addressSpaceLeft } from './address-space';
import { bundledInstallation } from './library/bundled';
import { type PreparedLibrary, prepareInstallation, prepareLibrary } from './library/prepare';
import type { LibraryTask } from './library/task';
import { loadBinding } from './load-binding';

/** A TensorFlow library is in this process. */
interface LoadedLibrary {
  readonly status: 'loaded';
  /** Of TensorFlow. */
  readonly version: string;
  readonly origin: LibraryOrigin;
  /** Why the library that was selected is not the one; null where it is, or none was. */
  readonly passedOver: Sentence | null;
  /** Variables of the environment that were left out, since TensorFlow does not work with them. */
  readonly leftOut: readonly string[];
}

/** None works. `problem` is that of the library that was wanted first. */
interface UnavailableLibrary {
  readonly status: 'unavailable';
  readonly problem: Sentence;
}

type NativeLibrary = LoadedLibrary | UnavailableLibrary;

let library: Promise<NativeLibrary> | undefined;

/**
 * Loads tfjs-node with a TensorFlow library and registers the backend `tensorflow`; once per process. The environment
 * variable LATENT_LENS_LIBRARY selects the library, by a path as `installationAt` takes it; next in line is the one
 * that comes with Latent Lens. Each is tried in a process of its own first.
 */
export function loadNativeLibrary(task: LibraryTask): Promise<NativeLibrary> {
  library ??= load(task);
  return library;
}

/** What loading TensorFlow and a small model take, bytes of addresses: some, and more for each thread's stack and heap. */
const roomNeeded = 1.2e9 + 0.1e9 * availableParallelism();

async function load(task: LibraryTask): Promise<NativeLibrary> {
  // Where they do not suffice, TensorFlow ends the process.
  const left = addressSpaceLeft();
  if (left < roomNeeded) return { status: 'unavailable', problem: noRoom(left) };
  const selected = process.env.LATENT_LENS_LIBRARY;
  const candidates = [...(selected ? [() => prepareLibrary(selected, task)] : []), () => prepareBundled(task)];
  const problems: Sentence[] = [];
  for (const prepare of candidates) {
    const prepared = await prepare().catch(sentenceFor);
    // Whatever comes of this one, no other follows: two TensorFlows in one process would share their symbols.
    if ('binding' in prepared) return loadPrepared(prepared, problems.at(0) ?? null);
    problems.push(prepared);
  }
  return { status: 'unavailable', problem: problems[0] };
}

async function prepareBundled(task: LibraryTask): Promise<PreparedLibrary> {
  const installation = await bundledInstallation();
  if (installation === undefined) throw new UserError('backend.missing');
  return prepareInstallation(installation, task);
}

function loadPrepared(prepared: PreparedLibrary, passedOver: Sentence | null): NativeLibrary {
  const { installation, binding, leftOut } = prepared;
  const { kind, path } = installation;
  for (const name of leftOut) delete process.env[name];
  try {
    return { status: 'loaded', version: loadBinding(binding), origin: { kind, path }, passedOver, leftOut };
  } catch (error) {
    return { status: 'unavailable', problem: passedOver ?? notLoadable(path, error) };
  }
}

function sentenceFor(error: unknown): Sentence {
  if (!isUserError(error)) return notLoadable('TensorFlow', error);
  const { code, params } = error;
  // There TensorFlow ends the process that loads it.
  return code === 'library.crashes' && lacksAvx() ? { code: 'backend.old-processor', params: {} } : { code, params };
}

function noRoom(left: number): Sentence {
  const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(1);
  return { code: 'library.noRoom', params: { needed: gigabytes(roomNeeded), left: gigabytes(left) } };
}

function notLoadable(path: string, error: unknown): Sentence {
  const reason = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0];
  return { code: 'library.notLoadable', params: { path, reason } };
}

function lacksAvx(): boolean {
  if (process.platform !== 'linux' || process.arch !== 'x64') return false;
  try {
    return !/^flags\s*:.*\bavx\b/m.test(readFileSync('/proc/cpuinfo', 'utf8'));
  } catch {
    return false;
  }
}
