import type { Dataset, WantedData } from '../dataset';
import { defaultMemory, fingerprint, openDataset } from '../dataset';
import type { DataConfig } from '../protocol/config';

type Options = NonNullable<Parameters<typeof openDataset>[1]>;

interface Reading {
  readonly key: string;
  readonly dataset: Promise<Dataset>;
  readonly stop: AbortController;
  /** Tells somebody who waits now how far it is. */
  listen(onProgress: Options['onProgress']): void;
}

/** Data of at most as many examples as fit in memory. */
export function bounded(data: DataConfig): DataConfig {
  return { memory: defaultMemory(), ...data };
}

/** Reads data before a run asks for them, while a person still chooses its model. */
export class ReadAhead {
  private reading: Reading | undefined;

  begin(data: DataConfig): void {
    if (this.reading?.key === keyOf(data)) return;
    this.drop();
    this.reading = read(data);
  }

  /** The data, as far as they have been read, or from the beginning. They are kept no longer. */
  async open(data: WantedData, options: Options): Promise<Dataset> {
    const { reading } = this;
    if (reading?.key !== keyOf(data)) {
      this.drop();
      return openDataset(data, options);
    }
    this.reading = undefined;
    const abort = () => reading.stop.abort();
    options.signal?.addEventListener('abort', abort, { once: true });
    if (options.signal?.aborted) abort();
    reading.listen(options.onProgress);
    try {
      return await reading.dataset;
    } finally {
      options.signal?.removeEventListener('abort', abort);
    }
  }

  private drop(): void {
    const { reading } = this;
    this.reading = undefined;
    reading?.stop.abort();
    void reading?.dataset.then(({ stream }) => stream?.close()).catch(() => undefined);
  }
}

function read(data: DataConfig): Reading {
  const stop = new AbortController();
  let listener: Options['onProgress'];
  const onProgress = (fraction: number) => listener?.(fraction);
  const dataset = openDataset(bounded(data), { signal: stop.signal, onProgress });
  // It is going to be asked for, and takes a while. Data that cannot be read are the run's affair.
  dataset.then(fingerprint).catch(() => undefined);
  return {
    key: keyOf(data),
    dataset,
    stop,
    listen: (next) => {
      listener = next;
    },
  };
}

function keyOf(data: WantedData): string {
  return JSON.stringify(Object.entries(bounded(data)).sort(([a], [b]) => (a < b ? -1 : 1)));
}
