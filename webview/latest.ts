/** An answer that is here sooner needs no word that it is awaited, ms. */
export const patience = 150;

/**
 * At most one request in flight. Of those asked for meanwhile only the newest is made, when the one in flight is
 * answered. Answers are delivered in order, also when a newer request waits: that is what keeps a drag live.
 */
export class Latest<P, R> {
  private inFlight = false;
  private waiting: { readonly params: P } | undefined;
  /** Counts cancellations: an answer from before the last one is dropped. */
  private generation = 0;

  constructor(
    private readonly request: (params: P) => Promise<R>,
    private readonly deliver: (result: R, params: P) => void,
    private readonly fail: (error: unknown) => void,
  ) {}

  ask(params: P): void {
    if (this.inFlight) this.waiting = { params };
    else void this.run(params);
  }

  /** Forgets what waits, and drops the answer to what is in flight. */
  cancel(): void {
    this.waiting = undefined;
    this.generation++;
  }

  private async run(params: P): Promise<void> {
    const { generation } = this;
    this.inFlight = true;
    try {
      const result = await this.request(params);
      if (generation === this.generation) this.deliver(result, params);
    } catch (error) {
      if (generation === this.generation) this.fail(error);
    } finally {
      this.inFlight = false;
      const next = this.waiting;
      this.waiting = undefined;
      if (next) this.ask(next.params);
    }
  }
}
