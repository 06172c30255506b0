import { connect, type Socket } from 'node:net';
import type { Doorkey } from '../protocol/trainer';
import { presentToken, SocketTransport } from '../socket-transport';
import { defaultTimes, endInOrder, type StopTimes, type TrainerExit, type TrainerLink } from './trainer-link';

/** The link to a trainer that another host has left behind. */
export class KeptTrainer implements TrainerLink {
  readonly stopped: Promise<TrainerExit>;
  readonly stderrTail = '';
  private readonly transport: SocketTransport;
  private hasEnded = false;

  private constructor(
    private readonly socket: Socket,
    private readonly process: number,
  ) {
    this.transport = new SocketTransport(socket);
    this.stopped = new Promise((resolve) =>
      this.transport.onClose((reason) => {
        this.hasEnded = true;
        resolve({ code: null, signal: null, reason });
      }),
    );
  }

  /** @param pid Of the trainer. @returns undefined where nobody answers. */
  static find({ address, token }: Doorkey, pid: number): Promise<KeptTrainer | undefined> {
    return new Promise((resolve) => {
      const socket = connect(address);
      socket.once('error', () => resolve(undefined));
      socket.once('connect', () => {
        presentToken(socket, token);
        resolve(new KeptTrainer(socket, pid));
      });
    });
  }

  get pid(): number | undefined {
    return this.hasEnded ? undefined : this.process;
  }

  send(message: unknown): void {
    this.transport.send(message);
  }

  onMessage(listener: (message: unknown) => void): void {
    this.transport.onMessage(listener);
  }

  onClose(listener: (reason: string) => void): void {
    this.transport.onClose(listener);
  }

  stop(shutdown: () => void, times: StopTimes = defaultTimes): Promise<TrainerExit> {
    return endInOrder(this.stopped, shutdown, (signal) => this.kill(signal), times);
  }

  leave(): void {
    this.socket.end();
  }

  private kill(signal: NodeJS.Signals): void {
    try {
      if (!this.hasEnded) process.kill(this.process, signal);
    } catch {
      // It has ended meanwhile.
    }
    if (signal === 'SIGKILL') this.socket.destroy();
  }
}
