import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Doorkey } from '../protocol/trainer';
import type { Transport } from '../protocol/transport';
import { admit, SocketTransport, tokenLength } from '../socket-transport';

/** Where a host that comes later finds this trainer: a socket of this machine, behind a token, for this user alone. */
export class Doorway {
  private constructor(
    readonly key: Doorkey,
    private readonly server: Server,
    private readonly folder: string | undefined,
  ) {}

  /** @param isFree Whether there is nobody here yet: a trainer serves one host. */
  static async open(isFree: () => boolean, onHost: (transport: Transport) => void): Promise<Doorway> {
    const token = randomBytes(tokenLength / 2).toString('hex');
    // Only this user can enter a folder of mkdtemp; named pipes of Windows live elsewhere.
    const folder = process.platform === 'win32' ? undefined : await mkdtemp(join(tmpdir(), 'latent-lens-'));
    const address = folder ? join(folder, 'trainer') : `\\\\.\\pipe\\latent-lens-${randomBytes(16).toString('hex')}`;
    const server = createServer((socket) =>
      admit(socket, token, () => {
        if (isFree()) onHost(new SocketTransport(socket));
        else socket.destroy();
      }),
    );
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(address, resolve);
    });
    return new Doorway({ address, token }, server, folder);
  }

  async close(): Promise<void> {
    this.server.close();
    if (this.folder !== undefined) await rm(this.folder, { recursive: true, force: true }).catch(() => undefined);
  }
}
