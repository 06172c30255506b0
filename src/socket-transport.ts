import { timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import { deserialize, serialize } from 'node:v8';
import type { Transport } from './protocol/transport';

/** More than any message has; a length beyond it comes from somebody else. */
const longest = 2 ** 31;

/**
 * Messages over a local socket: each is its length in bytes, 32 bits, and what V8's structured clone makes of it, as
 * between a process and its child. Only for a peer that has shown that it may talk to us.
 */
export class SocketTransport implements Transport {
  private readonly messageListeners: ((message: unknown) => void)[] = [];
  private readonly closeListeners: ((reason: string) => void)[] = [];
  private chunks: Buffer[] = [];
  private length = 0;
  private error: Error | undefined;

  constructor(private readonly socket: Socket) {
    socket.on('data', (chunk) => this.receive(chunk));
    socket.on('error', (error) => {
      this.error = error;
    });
    socket.on('close', () => {
      const reason = this.error?.message ?? 'the connection was closed';
      for (const listener of this.closeListeners) listener(reason);
    });
  }

  send(message: unknown): void {
    if (!this.socket.writable) return;
    const body = serialize(message);
    const head = Buffer.alloc(4);
    head.writeUInt32LE(body.length);
    this.socket.write(head);
    this.socket.write(body);
  }

  onMessage(listener: (message: unknown) => void): void {
    this.messageListeners.push(listener);
  }

  onClose(listener: (reason: string) => void): void {
    this.closeListeners.push(listener);
  }

  private receive(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.length += chunk.length;
    while (this.length >= 4) {
      const size = this.peekSize();
      if (size > longest) {
        this.socket.destroy(new Error(`a message of ${size} bytes`));
        return;
      }
      if (this.length < 4 + size) return;
      const all = Buffer.concat(this.chunks);
      const rest = all.subarray(4 + size);
      this.chunks = [rest];
      this.length = rest.length;
      const message: unknown = deserialize(all.subarray(4, 4 + size));
      for (const listener of this.messageListeners) listener(message);
    }
  }

  private peekSize(): number {
    if (this.chunks[0].length < 4) this.chunks = [Buffer.concat(this.chunks)];
    return this.chunks[0].readUInt32LE();
  }
}

/** Bytes of a token in hexadecimal: 256 bits. */
export const tokenLength = 64;

/** Shows a server, before anything else, that we may talk to it. */
export function presentToken(socket: Socket, token: string): void {
  socket.write(Buffer.from(token, 'latin1'));
}

/** Calls `admitted` once a peer has presented the token, before anything of it is read; ends the connection of any other. */
export function admit(socket: Socket, token: string, admitted: () => void): void {
  let presented = Buffer.alloc(0);
  const timer = setTimeout(() => socket.destroy(), 5000);
  socket.on('error', () => undefined);
  const onData = (chunk: Buffer) => {
    presented = Buffer.concat([presented, chunk]);
    if (presented.length < tokenLength) return;
    clearTimeout(timer);
    socket.off('data', onData);
    const wanted = Buffer.from(token, 'latin1');
    if (!timingSafeEqual(presented.subarray(0, tokenLength), wanted)) {
      socket.destroy();
      return;
    }
    socket.pause();
    socket.unshift(presented.subarray(tokenLength));
    admitted();
    socket.resume();
  };
  socket.on('data', onData);
  socket.once('close', () => clearTimeout(timer));
}
