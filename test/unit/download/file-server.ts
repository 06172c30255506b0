import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export type Reply = (request: IncomingMessage, response: ServerResponse, content: Buffer) => void;

/** Serves files on this machine: honestly, or as a test says. */
export class FileServer {
  readonly files = new Map<string, Buffer>();
  /** What was asked for, and from which byte on. */
  readonly asked: { readonly path: string; readonly range?: string; readonly headers: IncomingMessage['headers'] }[] =
    [];
  /** For the next requests, one each; after them it is honest again. */
  readonly next: Reply[] = [];
  /** For all requests that `next` has nothing for. */
  usual: Reply = honest;

  private constructor(private readonly server: Server) {}

  /** @param identity Of a server that encrypts. */
  static async start(identity?: { readonly key: string; readonly cert: string }): Promise<FileServer> {
    const serve = (request: IncomingMessage, response: ServerResponse) => files.serve(request, response);
    const server = identity ? createSecureServer(identity, serve) : createServer(serve);
    const files = new FileServer(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return files;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/`;
  }

  get ranges(): (string | undefined)[] {
    return this.asked.map(({ range }) => range);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private serve(request: IncomingMessage, response: ServerResponse): void {
    const path = new URL(request.url ?? '/', this.url).pathname.slice(1);
    this.asked.push({ path, range: request.headers.range, headers: request.headers });
    const reply = this.next.shift() ?? this.usual;
    reply(request, response, this.files.get(path) ?? Buffer.alloc(0));
  }
}

export function tagOf(content: Buffer): string {
  return `"${createHash('md5').update(content).digest('hex')}"`;
}

/** As HTTP wants it: ranges, entity tags, `If-Range`. */
export const honest: Reply = (request, response, content) => {
  if (content.length === 0) {
    status(404)(request, response, content);
    return;
  }
  const etag = tagOf(content);
  const { range, 'if-range': condition } = request.headers;
  const from = condition === undefined || condition === etag ? Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0) : 0;
  if (from >= content.length) {
    response.writeHead(416, { 'Content-Range': `bytes */${content.length}` }).end();
    return;
  }
  const partly = from > 0 && {
    'Content-Range': `bytes ${from}-${content.length - 1}/${content.length}`,
  };
  response.writeHead(partly ? 206 : 200, { ETag: etag, 'Content-Length': content.length - from, ...partly });
  response.end(content.subarray(from));
};

export const status =
  (code: number): Reply =>
  (_, response) => {
    response.writeHead(code, { 'Content-Type': 'text/html' }).end('<h1>No</h1>');
  };

export const redirect =
  (location: string, code = 302): Reply =>
  (_, response) => {
    response.writeHead(code, { Location: location }).end();
  };

/** Says all and sends some, from the byte that was asked for, then breaks the connection. */
export const breakingOff =
  (bytes: number): Reply =>
  (request, response, content) => {
    const end = response.end.bind(response);
    response.end = ((piece: Buffer) => {
      response.write(piece.subarray(0, bytes), () => setImmediate(() => response.socket?.destroy()));
      return response;
    }) as typeof end;
    honest(request, response, content);
  };

/** The same, and then keeps the connection open and silent. */
export const stalling =
  (bytes: number): Reply =>
  (request, response, content) => {
    const end = response.end.bind(response);
    response.end = ((piece: Buffer) => {
      if (bytes > 0) response.write(piece.subarray(0, bytes));
      return response;
    }) as typeof end;
    honest(request, response, content);
  };

/** Takes a request and never answers. */
export const silent: Reply = () => {};

/** Sends bytes with headers of the test's making. */
export const sending =
  (code: number, headers: Record<string, string | number>, bytes: Buffer): Reply =>
  (_, response) => {
    response.writeHead(code, headers).end(bytes);
  };
