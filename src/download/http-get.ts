import { once } from 'node:events';
import { type ClientRequest, request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { UserError } from '../protocol/errors';
import { Interruption, networkFailure } from './interruption';
import { type ProxySettings, proxyFor, proxyHeaders } from './proxy';
import { isWeb, withoutPassword } from './web-address';

const mostRedirects = 5;
const redirects = new Set([301, 302, 303, 307, 308]);

export interface GetOptions extends ProxySettings {
  readonly headers: OutgoingHttpHeaders;
  readonly signal?: AbortSignal;
  /** Milliseconds that a host may be silent before it is given up. */
  readonly patience: number;
  /** Hosts that serve nothing but plain HTTP: an encrypted one may send us on to these. */
  readonly plainHosts: ReadonlySet<string>;
}

/**
 * The answer to a GET, of any status but a redirect; its body is still to be read, or to be destroyed.
 * @throws UserError download.redirects or download.redirect for redirects in circles or to where they may not go,
 * Interruption for a silent host or a broken connection, UserError download.unreachable for what stays so.
 */
export async function httpGet(url: URL, options: GetOptions): Promise<IncomingMessage> {
  let at = url;
  for (let followed = 0; followed <= mostRedirects; followed++) {
    const response = await answer(at, options);
    const { location } = response.headers;
    if (location === undefined || !redirects.has(response.statusCode ?? 0)) return response;
    response.destroy();
    at = redirected(at, location, options.plainHosts);
  }
  throw new UserError('download.redirects', { url: withoutPassword(url), count: mostRedirects });
}

/** @throws UserError download.redirect: no web address, or an unencrypted one after an encrypted one. */
function redirected(from: URL, location: string, plainHosts: ReadonlySet<string>): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from) : null;
  const isSafe = to?.protocol === 'https:' || from.protocol === 'http:' || plainHosts.has(to?.host ?? '');
  if (to && isWeb(to) && isSafe) return to;
  throw new UserError('download.redirect', { url: withoutPassword(from), target: withoutPassword(to ?? location) });
}

async function answer(url: URL, options: GetOptions): Promise<IncomingMessage> {
  const { headers, signal } = options;
  const proxy = proxyFor(url, options);
  try {
    if (proxy && url.protocol === 'https:') {
      const socket = await tunnel(url, proxy, options);
      return await send(
        httpsRequest(url, { headers, signal, createConnection: () => secure(socket, url) }),
        url,
        options,
      );
    }
    return await send(proxy ? viaProxy(url, proxy, options) : direct(url, options), url, options);
  } catch (error) {
    throw networkFailure(error, url);
  }
}

/** One connection for each request: they are few and large, and none is left open behind us. */
function single({ headers, signal }: GetOptions) {
  return { headers, signal, agent: false } as const;
}

function direct(url: URL, options: GetOptions): ClientRequest {
  return (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, single(options));
}

function viaProxy(url: URL, proxy: URL, options: GetOptions): ClientRequest {
  const headers = { ...options.headers, Host: url.host, ...proxyHeaders(proxy) };
  return toProxy(proxy)(proxy, { ...single(options), headers, path: url.href });
}

function toProxy({ protocol }: URL): typeof httpRequest {
  return protocol === 'https:' ? httpsRequest : httpRequest;
}

/** A connection through a proxy that sees only where it leads. @throws UserError download.proxy when it refuses. */
async function tunnel(url: URL, proxy: URL, options: GetOptions): Promise<Socket> {
  const path = `${url.hostname}:${url.port || 443}`;
  const headers = { Host: path, ...proxyHeaders(proxy) };
  const request = toProxy(proxy)(proxy, { ...single(options), method: 'CONNECT', path, headers });
  const [response, socket] = await settle<[IncomingMessage, Socket]>(request, 'connect', url, options.patience);
  if (response.statusCode === 200) return socket;
  socket.destroy();
  const reason = `it answered ${response.statusCode}`;
  throw new UserError('download.proxy', { proxy: withoutPassword(proxy), reason });
}

function secure(socket: Socket, { hostname }: URL): Socket {
  const host = hostname.replace(/^\[|\]$/g, '');
  // By the name a server chooses its certificate; an address must not stand there.
  return connectTls({ socket, host, servername: isIP(host) ? '' : host });
}

async function send(request: ClientRequest, url: URL, { patience }: GetOptions): Promise<IncomingMessage> {
  const [response] = await settle<[IncomingMessage]>(request, 'response', url, patience);
  return response;
}

/** Ends a request and waits for what it leads to, not for ever. */
async function settle<T extends unknown[]>(
  request: ClientRequest,
  event: 'response' | 'connect',
  url: URL,
  patience: number,
): Promise<T> {
  const timer = setTimeout(() => request.destroy(stalled(url, patience)), patience);
  try {
    request.end();
    return (await once(request, event)) as T;
  } finally {
    clearTimeout(timer);
    // What breaks later is told by the response; without anyone who hears it, it would end the process.
    request.on('error', () => undefined);
  }
}

/** The pieces of a body. @throws Interruption for one that is waited for too long, or whatever the network says. */
export async function* body(response: IncomingMessage, url: URL, patience: number): AsyncGenerator<Uint8Array> {
  const timer = setTimeout(() => response.destroy(stalled(url, patience)), patience);
  try {
    for await (const piece of response) {
      yield piece;
      timer.refresh();
    }
  } finally {
    clearTimeout(timer);
    response.destroy();
  }
}

function stalled(url: URL, patience: number): Interruption {
  return new Interruption('download.stalled', { url: withoutPassword(url), seconds: patience / 1000 });
}
