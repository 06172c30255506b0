import type { BackendChoice } from '../protocol/config';
import type { LibraryOrigin } from '../protocol/library';
import type { Emit } from '../protocol/rpc';
import type { BackendInfo } from '../protocol/run';
import type { TrainerEvents } from '../protocol/trainer';
import { chooseBackend } from '../runtime/backend';
import { prepareLibrary } from '../runtime/library/prepare';
import type { LibraryTask } from '../runtime/library/task';

/** Makes a backend the one that computes, and tells which. */
export async function startBackend(choice: BackendChoice, emit: Emit<TrainerEvents>): Promise<BackendInfo> {
  const backend = await chooseBackend(choice, logTo(emit));
  const { name, version, library } = backend;
  logTo(emit).log(`Computing with ${name} ${version}${library ? ` (${library.kind}, ${library.path})` : ''}`);
  emit('backend', backend);
  return backend;
}

/**
 * Makes the library at a path ready to be selected, whatever came of it before.
 * @throws UserError library.*, process.cancelled
 */
export async function tryLibrary(
  path: string,
  emit: Emit<TrainerEvents>,
  signal: AbortSignal,
): Promise<LibraryOrigin & { version: string }> {
  const { installation, version } = await prepareLibrary(path, { ...logTo(emit), signal, afresh: true });
  return { kind: installation.kind, path: installation.path, version };
}

function logTo(emit: Emit<TrainerEvents>): LibraryTask {
  return { log: (message) => emit('log', { level: 'info', message }) };
}
