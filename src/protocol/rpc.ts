import { fromWireError, toWireError, UserError, type WireError } from './errors';
import type { Transport } from './transport';

/** Method and event maps are interfaces whose members take one object; both ends derive their types from them. */
export type Params<M, K extends keyof M> = M[K] extends (params: infer P) => unknown ? P : never;
export type Result<M, K extends keyof M> = M[K] extends (params: never) => infer R ? R : never;

/** What a side implements to serve `M`. `signal` aborts when the caller cancels or goes away. */
export type Handlers<M> = {
  readonly [K in keyof M]: (params: Params<M, K>, signal: AbortSignal) => Result<M, K> | Promise<Result<M, K>>;
};

/** Sends an event of `M` to whoever listens. */
export type Emit<M> = <K extends keyof M & string>(event: K, params: Params<M, K>) => void;

type Envelope =
  | { readonly kind: 'request'; readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: WireError }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'event'; readonly event: string; readonly params: unknown };

interface Pending {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** The protocol of one side: methods it calls, methods it serves, events it sends, events it hears. */
export interface Sides {
  readonly calls: object;
  readonly serves: object;
  readonly emits: object;
  readonly hears: object;
}

/**
 * Remote calls and events over a transport. Every call settles: with the result, the other side's error,
 * a cancellation, or, when the transport closes, the reason for that.
 */
export class Connection<S extends Sides> {
  private nextId = 1;
  private closed: string | undefined;
  private readonly pending = new Map<number, Pending>();
  private readonly serving = new Map<number, AbortController>();
  private readonly listeners = new Map<string, Set<(params: never) => void>>();
  private readonly closeListeners = new Set<(reason: string) => void>();

  constructor(
    private readonly transport: Transport,
    private readonly handlers: Handlers<S['serves']>,
  ) {
    transport.onMessage((message) => this.receive(message as Envelope));
    transport.onClose((reason) => this.close(reason));
  }

  call<K extends keyof S['calls'] & string>(
    method: K,
    params: Params<S['calls'], K>,
    signal?: AbortSignal,
  ): Promise<Result<S['calls'], K>> {
    if (this.closed !== undefined) return Promise.reject(new UserError('process.closed', { reason: this.closed }));
    if (signal?.aborted) return Promise.reject(new UserError('process.cancelled'));
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      const onAbort = () => this.transport.send({ kind: 'cancel', id } satisfies Envelope);
      signal?.addEventListener('abort', onAbort, { once: true });
      const settled = () => {
        signal?.removeEventListener('abort', onAbort);
        this.pending.delete(id);
      };
      this.pending.set(id, {
        resolve: (result) => {
          settled();
          resolve(result as Result<S['calls'], K>);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      });
      this.transport.send({ kind: 'request', id, method, params } satisfies Envelope);
    });
  }

  emit<K extends keyof S['emits'] & string>(event: K, params: Params<S['emits'], K>): void {
    if (this.closed === undefined) this.transport.send({ kind: 'event', event, params } satisfies Envelope);
  }

  /** Returns a function that stops listening. */
  on<K extends keyof S['hears'] & string>(event: K, listener: (params: Params<S['hears'], K>) => void): () => void {
    const listeners = this.listeners.get(event) ?? new Set();
    this.listeners.set(event, listeners);
    listeners.add(listener as (params: never) => void);
    return () => listeners.delete(listener as (params: never) => void);
  }

  onClose(listener: (reason: string) => void): void {
    if (this.closed !== undefined) listener(this.closed);
    else this.closeListeners.add(listener);
  }

  private receive(message: Envelope): void {
    switch (message.kind) {
      case 'request':
        void this.serve(message.id, message.method, message.params);
        break;
      case 'result':
        this.pending.get(message.id)?.resolve(message.result);
        break;
      case 'error':
        this.pending.get(message.id)?.reject(fromWireError(message.error));
        break;
      case 'cancel':
        this.serving.get(message.id)?.abort();
        break;
      case 'event':
        for (const listener of this.listeners.get(message.event) ?? []) listener(message.params as never);
        break;
    }
  }

  private async serve(id: number, method: string, params: unknown): Promise<void> {
    const controller = new AbortController();
    this.serving.set(id, controller);
    let reply: Envelope;
    try {
      if (!Object.hasOwn(this.handlers, method)) throw new Error(`No method ${method}`);
      const handlers = this.handlers as Record<string, (params: unknown, signal: AbortSignal) => unknown>;
      reply = { kind: 'result', id, result: await handlers[method](params, controller.signal) };
    } catch (error) {
      const reported = controller.signal.aborted ? new UserError('process.cancelled') : error;
      reply = { kind: 'error', id, error: toWireError(reported) };
    }
    this.serving.delete(id);
    if (this.closed === undefined) this.transport.send(reply);
  }

  private close(reason: string): void {
    if (this.closed !== undefined) return;
    this.closed = reason;
    for (const { reject } of [...this.pending.values()]) reject(new UserError('process.closed', { reason }));
    for (const controller of this.serving.values()) controller.abort();
    for (const listener of this.closeListeners) listener(reason);
  }
}
