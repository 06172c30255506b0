import { UserError } from '../protocol/errors';
import { isWeb, withoutPassword } from './web-address';

export interface ProxySettings {
  /** Goes before those of the environment. */
  readonly proxy?: string;
  /** `https_proxy`, `http_proxy`, `all_proxy` and `no_proxy`, in small letters or capitals. */
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * The proxy that a request goes through, or null. What is on this machine is asked directly.
 * @throws UserError download.proxy for one that is no HTTP proxy.
 */
export function proxyFor(url: URL, { proxy, environment }: ProxySettings): URL | null {
  const variable = (name: string) => environment[name] || environment[name.toUpperCase()];
  const chosen = proxy || variable(url.protocol === 'https:' ? 'https_proxy' : 'http_proxy') || variable('all_proxy');
  if (!chosen || isLoopback(url.hostname) || isExcepted(url, variable('no_proxy') ?? '')) return null;
  const href = chosen.includes('://') ? chosen : `http://${chosen}`;
  const parsed = URL.canParse(href) ? new URL(href) : null;
  if (parsed && isWeb(parsed)) return parsed;
  throw new UserError('download.proxy', { proxy: withoutPassword(chosen), reason: 'it is no HTTP proxy' });
}

/** For `Proxy-Authorization`, where the proxy's URL holds a name and a password. */
export function proxyHeaders({ username, password }: URL): Record<string, string> {
  if (!username) return {};
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'Proxy-Authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d+){3}$/.test(host);
}

/** A list such as `example.org, .local, host:8080`: these and what is below them; `*` is all. */
function isExcepted({ hostname, port, protocol }: URL, list: string): boolean {
  const ownPort = port || (protocol === 'https:' ? '443' : '80');
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      const [, pattern, onlyPort] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
      const host = pattern.replace(/^\*?\./, '');
      const hostFits = host === '*' || hostname === host || hostname.endsWith(`.${host}`);
      return hostFits && (onlyPort === undefined || onlyPort === ownPort);
    });
}
