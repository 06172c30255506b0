import { UserError } from '../../protocol/errors';
import { bindingTo, whatToBuildWith } from './binding';
import type { Installation } from './installation';
import { installationAt } from './installation-at';
import { checkSharedLibrary } from './shared-library';
import { type Trial, type TrialTask, tryLibrary } from './trial';

/** A library that has been seen to work on this machine. */
export interface PreparedLibrary extends Trial {
  readonly installation: Installation;
  /** The path of tfjs-node's binding to it. */
  readonly binding: string;
}

/**
 * Makes the library at a path ready to be loaded: builds the binding to it where there is none, and tries it.
 * @throws UserError library.*, process.cancelled
 */
export async function prepareLibrary(path: string, task: TrialTask): Promise<PreparedLibrary> {
  if (process.platform === 'win32') throw new UserError('library.onWindows', { path });
  return prepareInstallation(await installationAt(path), task);
}

/** The same for a library whose files are known. */
export async function prepareInstallation(installation: Installation, task: TrialTask): Promise<PreparedLibrary> {
  await checkInstallation(installation);
  const binding = await bindingTo(installation, task);
  return { installation, binding, ...(await tryLibrary(installation, binding, task)) };
}

/** Whether a library may work here, as far as its files tell. @throws UserError library.* */
export async function checkInstallation(installation: Installation): Promise<void> {
  if (installation.binding === null) whatToBuildWith(installation);
  for (const library of installation.libraries) await checkSharedLibrary(library);
}
