import { dirname } from 'node:path';
import { type LaidOut, type LayoutTask, layOut } from '../layout/lay-out';
import type { BackendChoice } from '../protocol/config';
import type { LayoutProgress } from '../protocol/layout';
import { Connection } from '../protocol/rpc';
import { chooseBackend } from '../runtime/backend';

/** The trainer's bundle lays points out, and does nothing else. */
export const layoutArgument = '--lay-out';

/** What a process serves that lays points out. */
export interface LayoutMethods {
  /** From now on, to rest so many times as long as it works. */
  rest(params: { readonly times: number }): null;
  layOut(params: LayoutTask & { readonly backend: BackendChoice }): LaidOut;
}

export interface LayoutEvents {
  progress(params: LayoutProgress): void;
  positions(params: { readonly positions: Float32Array }): void;
}

interface ServerSides {
  readonly calls: object;
  readonly serves: LayoutMethods;
  readonly emits: LayoutEvents;
  readonly hears: object;
}

/** Serves the parent process, and ends with it. */
export function serveLayouts(): void {
  // An interrupt at a terminal goes to the whole group; the parent decides what becomes of us.
  process.on('SIGINT', () => undefined);
  let times = 0;
  const connection: Connection<ServerSides> = new Connection<ServerSides>(
    {
      send: (message) => process.send?.(message),
      onMessage: (listener) => process.on('message', listener),
      onClose: (listener) => process.on('disconnect', () => listener('the trainer closed the connection')),
    },
    {
      rest: (params) => {
        times = params.times;
        return null;
      },
      layOut: async ({ backend, ...task }, signal) => {
        await chooseBackend(backend);
        return layOut(task, {
          signal,
          rest: () => times,
          folder: dirname(__filename),
          onProgress: (progress) => connection.emit('progress', progress),
          onPositions: (positions) => connection.emit('positions', { positions }),
        });
      },
    },
  );
  connection.onClose(() => process.exit(0));
}
