import type { FirstAnswer, PanelEvents, PanelMethods } from '../src/protocol/panel';
import { Connection, type Params, type Result } from '../src/protocol/rpc';
import type { Transport } from '../src/protocol/transport';
import { FirstAnswers } from './first-answers';

interface Sides<Methods extends object, Events extends object> {
  calls: Methods;
  serves: Record<never, never>;
  emits: Record<never, never>;
  hears: Events;
}

/** The way to the extension host: the methods to call there, and the events that come from there. */
export type HostConnection<Methods extends object, Events extends object> = Connection<Sides<Methods, Events>>;

type PanelSides = Sides<PanelMethods, PanelEvents>;

type Post = (message: unknown) => void;

/** The host of the panel. What it has answered before it was asked needs no way there and back. */
export class Host extends Connection<PanelSides> {
  private readonly answers = new FirstAnswers();

  constructor(post: Post) {
    super(transportTo(post), {});
    // From then on there are others.
    for (const event of ['epoch', 'run', 'status'] as const) this.on(event, () => this.answerFirst([]));
  }

  /** Each is good for the first time that its question is asked. */
  answerFirst(answers: readonly FirstAnswer[]): void {
    this.answers.give(answers);
  }

  override async call<K extends keyof PanelMethods & string>(
    method: K,
    params: Params<PanelMethods, K>,
    signal?: AbortSignal,
  ): Promise<Result<PanelMethods, K>> {
    const first = this.answers.take(method, params);
    return first ? (first.answer as Result<PanelMethods, K>) : super.call(method, params, signal);
  }
}

export function connectToHost<Methods extends object, Events extends object>(
  post: Post,
): HostConnection<Methods, Events> {
  return new Connection(transportTo(post), {});
}

/** It lives as long as the page, so it never closes. */
function transportTo(post: Post): Transport {
  return {
    send: post,
    onMessage: (listener) => {
      window.addEventListener('message', (event: MessageEvent<unknown>) => listener(event.data));
    },
    onClose: () => {},
  };
}
