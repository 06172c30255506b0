/** How long training waits for a look that does not come, and then for its answer to arrive, ms. */
const patience = 1500;

/**
 * Lets the first look at a new run go before its first step: to make the step's graph keeps the process busy for longer
 * than to answer, and a person waits for the points.
 */
export class FirstLook {
  private come = () => {};
  private readonly seen = new Promise<void>((resolve) => {
    this.come = resolve;
  });

  /** @param flushed Settles when what was sent has left this process: positions are more than goes out at once. */
  constructor(private readonly flushed: () => Promise<void>) {}

  /** Answers a look. */
  async answer<T>(look: () => Promise<T>): Promise<T> {
    try {
      return await look();
    } finally {
      // Once the answer is on its way.
      setImmediate(this.come);
    }
  }

  /** Settles when the first look is over, or does not come. */
  async wait(signal: AbortSignal): Promise<void> {
    await within(this.seen, signal);
    await within(this.flushed(), signal);
  }
}

function within(event: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, patience);
    signal.addEventListener('abort', done);
    void event.then(done);
    if (signal.aborted) done();
  });
}
