import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Where programs of this system keep what they can make again: `XDG_CACHE_HOME`, or what the system has instead. */
export function cacheFolder(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home = homedir(),
): string {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = environment;
  // The specification has relative paths ignored.
  const above =
    xdg && isAbsolute(xdg)
      ? xdg
      : platform === 'win32'
        ? local || join(home, 'AppData', 'Local')
        : join(home, platform === 'darwin' ? join('Library', 'Caches') : '.cache');
  return join(above, 'latent-lens');
}
