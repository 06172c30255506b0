import { Connection, type Emit } from '../protocol/rpc';
import type { TrainerEvents, TrainerMethods } from '../protocol/trainer';
import type { Transport } from '../protocol/transport';
import { trialArgument } from '../runtime/library/probe';
import { answerTrial } from '../trial/answer';
import { Doorway } from './doorway';
import { layoutArgument, serveLayouts } from './layout-server';
import { createTrainerService, type TrainerService } from './service';

/** The command line serves itself from here, in its own process. */
export { createTrainerService, type TrainerService };

interface TrainerSides {
  readonly calls: object;
  readonly serves: TrainerMethods;
  readonly emits: TrainerEvents;
  readonly hears: object;
}

/** Settles when the last message has left. */
let sent = Promise.resolve();

/** The parent process. */
const parentTransport: Transport = {
  send: (message) => {
    sent = new Promise((resolve) => process.send?.(message, undefined, {}, () => resolve()));
  },
  onMessage: (listener) => process.on('message', listener),
  onClose: (listener) => process.on('disconnect', () => listener('the editor closed the connection')),
};

/** Serves one host at a time: its parent, and where it is to outlive that, those who find its door. */
class TrainerProcess {
  private host: Connection<TrainerSides> | undefined;
  private doorway: Promise<Doorway> | undefined;
  private lonelySeconds = 0;
  private timer: NodeJS.Timeout | undefined;
  private trains = false;
  private readonly service = createTrainerService((event, params) => this.emit(event, params), {
    flushed: () => sent,
  });

  serve(transport: Transport): void {
    clearTimeout(this.timer);
    const connection: Connection<TrainerSides> = new Connection<TrainerSides>(transport, {
      ...this.service,
      keep: async ({ seconds }) => {
        this.lonelySeconds = seconds;
        this.doorway ??= Doorway.open(
          () => this.host === undefined,
          (next) => this.serve(next),
        );
        return (await this.doorway).key;
      },
      shutdown: async (params, signal) => {
        await this.service.shutdown(params, signal);
        setImmediate(() => void this.exit());
        return null;
      },
    });
    this.host = connection;
    connection.onClose(() => this.left());
  }

  async leave(): Promise<void> {
    await this.service.shutdown({}, new AbortController().signal);
    await this.exit();
  }

  /** A trainer without a host trains on where it was asked to, but not for ever, and does nothing else. */
  private left(): void {
    this.host = undefined;
    if (this.doorway && this.trains) this.timer = setTimeout(() => void this.leave(), 1000 * this.lonelySeconds);
    else void this.leave();
  }

  private readonly emit: Emit<TrainerEvents> = (event, params) => {
    if (event === 'status') {
      this.trains = (params as Parameters<TrainerEvents['status']>[0]).status === 'running';
      if (!this.trains && this.host === undefined) setImmediate(() => void this.leave());
    }
    this.host?.emit(event, params);
  };

  private async exit(): Promise<void> {
    await (await this.doorway?.catch(() => undefined))?.close();
    process.exit(0);
  }
}

function serveParent(): void {
  const trainer = new TrainerProcess();
  trainer.serve(parentTransport);
  process.on('SIGTERM', () => void trainer.leave());
  // The pipes of a host that is gone.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  // An interrupt at a terminal goes to the whole group; the parent decides what becomes of us.
  process.on('SIGINT', () => undefined);
}

if (require.main === module) {
  const [argument, binding] = process.argv.slice(2);
  if (argument === trialArgument) answerTrial(binding);
  else if (argument === layoutArgument) serveLayouts();
  else serveParent();
}
