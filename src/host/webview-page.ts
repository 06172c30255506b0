import type * as vscode from 'vscode';
import { Connection, type Handlers, type Sides } from '../protocol/rpc';
import type { Transport } from '../protocol/transport';
import { Emitter } from './event';
import { detailOf } from './messages';
import { readEnvelope } from './webview-messages';

/** One life of a webview's page: from its `start` until it is hidden, reloaded or closed. */
export interface WebviewPage<S extends Sides> {
  readonly connection: Connection<S>;
  readonly receive: (message: unknown) => void;
  readonly close: (reason: string) => void;
  /** Whether `start` was answered: from then on it hears of every event. */
  started: boolean;
}

/**
 * The pages of a webview, one after the other. A hidden webview is thrown away and starts anew when it is shown again, so
 * every `start` begins a new connection.
 */
export class WebviewPages<S extends Sides> {
  private page: WebviewPage<S> | undefined;

  /** @param handlers They check what they are given. */
  constructor(
    private readonly webview: vscode.Webview,
    private readonly handlers: Handlers<S['serves']>,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  get current(): WebviewPage<S> | undefined {
    return this.page;
  }

  receive(message: unknown): void {
    const envelope = readEnvelope(message);
    if (!envelope) {
      this.log.warn('A message of a webview was not understood');
      return;
    }
    if (envelope.kind === 'request' && envelope.method === 'start') {
      this.end('reloaded');
      this.page = this.begin();
    }
    this.page?.receive(envelope);
  }

  end(reason: string): void {
    this.page?.close(reason);
    this.page = undefined;
  }

  private begin(): WebviewPage<S> {
    const received = new Emitter<unknown>();
    const closed = new Emitter<string>();
    const transport: Transport = {
      send: (message) => void this.webview.postMessage(message),
      onMessage: (listener) => void received.event(listener),
      onClose: (listener) => void closed.event(listener),
    };
    return {
      connection: new Connection<S>(transport, this.logged()),
      receive: (message) => received.fire(message),
      close: (reason) => closed.fire(reason),
      started: false,
    };
  }

  /** A page that failed to get an answer shows why; the log gets the details. */
  private logged(): Handlers<S['serves']> {
    const handlers = this.handlers as Record<string, (params: unknown, signal: AbortSignal) => unknown>;
    const entries = Object.entries(handlers).map(([method, handle]) => [
      method,
      async (params: unknown, signal: AbortSignal) => {
        try {
          return await handle(params, signal);
        } catch (error) {
          if (!signal.aborted) this.log.error(`${method}: ${detailOf(error)}`);
          throw error;
        }
      },
    ]);
    return Object.fromEntries(entries) as Handlers<S['serves']>;
  }
}
