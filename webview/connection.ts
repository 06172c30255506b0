import type { PanelEvents, PanelMethods } from '../src/protocol/panel';
import { Connection } from '../src/protocol/rpc';
import type { Transport } from '../src/protocol/transport';

export type Host = Connection<{
  calls: PanelMethods;
  serves: Record<never, never>;
  emits: Record<never, never>;
  hears: PanelEvents;
}>;

/** The way to the extension host. It lives as long as the panel, so it never closes. */
export function connectToHost(post: (message: unknown) => void): Host {
  const transport: Transport = {
    send: post,
    onMessage: (listener) => {
      window.addEventListener('message', (event: MessageEvent<unknown>) => listener(event.data));
    },
    onClose: () => {},
  };
  return new Connection(transport, {});
}
