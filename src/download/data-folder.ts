import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Where programs of this system keep a person's data: `XDG_DATA_HOME`, or what the system has instead. */
export function userDataFolder(
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
  home = homedir(),
): string {
  const { XDG_DATA_HOME: xdg, LOCALAPPDATA: local } = environment;
  // The specification has relative paths ignored.
  if (xdg && isAbsolute(xdg)) return xdg;
  if (platform === 'win32') return local || join(home, 'AppData', 'Local');
  return platform === 'darwin' ? join(home, 'Library', 'Application Support') : join(home, '.local', 'share');
}

/** The folder above those of downloaded data sets; the editor and the command line share it. */
export function downloadFolder(environment: NodeJS.ProcessEnv): string {
  return join(userDataFolder(environment), 'latent-lens', 'data');
}
