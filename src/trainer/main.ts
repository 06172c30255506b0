import { Connection } from '../protocol/rpc';
import type { TrainerEvents, TrainerMethods } from '../protocol/trainer';
import type { Transport } from '../protocol/transport';
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

/** The parent process. It is gone when the channel closes, and then so are we. */
const parentTransport: Transport = {
  send: (message) => {
    sent = new Promise((resolve) => process.send?.(message, undefined, {}, () => resolve()));
  },
  onMessage: (listener) => process.on('message', listener),
  onClose: (listener) => process.on('disconnect', () => listener('the editor closed the connection')),
};

function serveParent(): void {
  const service = createTrainerService((event, params) => connection.emit(event, params), { flushed: () => sent });
  const leave = async () => {
    await service.shutdown({}, new AbortController().signal);
    process.exit(0);
  };
  const connection: Connection<TrainerSides> = new Connection<TrainerSides>(parentTransport, {
    ...service,
    shutdown: async (params, signal) => {
      await service.shutdown(params, signal);
      setImmediate(() => process.exit(0));
      return null;
    },
  });
  connection.onClose(() => void leave());
  process.on('SIGTERM', () => void leave());
  // An interrupt at a terminal goes to the whole group; the parent decides what becomes of us.
  process.on('SIGINT', () => undefined);
}

if (require.main === module) serveParent();
