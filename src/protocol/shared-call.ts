/**
 * One computation for all that want its result: begun when somebody does, called off when nobody waits any more, kept once it
 * is there, and begun anew after it was called off or failed.
 */
export class SharedCall<R> {
  private running: { readonly result: Promise<R>; readonly controller: AbortController; waiting: number } | null = null;

  constructor(private readonly run: (signal: AbortSignal) => Promise<R>) {}

  /** @throws the signal's reason, at once; what the computation throws */
  async join(signal?: AbortSignal): Promise<R> {
    signal?.throwIfAborted();
    const running = this.running ?? this.begin();
    running.waiting++;
    let leave: () => void = () => undefined;
    try {
      const left = new Promise<never>((_, reject) => {
        leave = () => reject(signal?.reason);
        signal?.addEventListener('abort', leave, { once: true });
      });
      return await Promise.race([running.result, left]);
    } finally {
      signal?.removeEventListener('abort', leave);
      running.waiting--;
      // Of what is finished this calls nothing off.
      if (running.waiting === 0 && signal?.aborted) {
        if (this.running === running) this.running = null;
        running.controller.abort();
      }
    }
  }

  private begin() {
    const controller = new AbortController();
    const running = { result: this.run(controller.signal), controller, waiting: 0 };
    this.running = running;
    running.result.catch(() => {
      if (this.running === running) this.running = null;
    });
    return running;
  }
}
