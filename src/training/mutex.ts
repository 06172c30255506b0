/** Runs asynchronous tasks one after another, so that none sees weights change under its hands. */
export class Mutex {
  private tail: Promise<unknown> = Promise.resolve();

  exclusive<T>(task: () => Promise<T>): Promise<T> {
    const result = this.tail.then(task);
    this.tail = result.catch(() => undefined);
    return result;
  }
}
