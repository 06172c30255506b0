import type { PanelEvents, PanelMethods } from '../src/protocol/panel';
import { Connection } from '../src/protocol/rpc';
import type { Transport } from '../src/protocol/transport';

/** The way to the extension host: the methods to call there, and the events that come from there. */
export type HostConnection<Methods extends object, Events extends object> = Connection<{
  calls: Methods;
  serves: Record<never, never>;
  emits: Record<never, never>;
  hears: Events;
}>;

export type Host = HostConnection<PanelMethods, PanelEvents>;

/** It lives as long as the page, so it never closes. */
export function connectToHost<Methods extends object, Events extends object>(
  post: (message: unknown) => void,
): HostConnection<Methods, Events> {
  const transport: Transport = {
    send: post,
    onMessage: (listener) => {
      window.addEventListener('message', (event: MessageEvent<unknown>) => listener(event.data));
    },
    onClose: () => {},
  };
  return new Connection(transport, {});
}
