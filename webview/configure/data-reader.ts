import type { DataConfig } from '../../src/protocol/config';
import { isUserError, type Sentence } from '../../src/protocol/errors';
import type { Store } from '../state/store';
import type { ConfigureHost, PageState } from './page-state';

/** A person who types has come to rest, ms. */
const pause = 300;

/**
 * Has the data read anew whenever they are asked for otherwise, and keeps what comes of it. Of several readings the newest
 * counts; those before it are called off.
 */
export class DataReader {
  private reading: AbortController | undefined;
  private due: ReturnType<typeof setTimeout> | undefined;
  /** What was previewed: its own columns have no say in that. */
  private previewed = '';

  constructor(
    private readonly host: ConfigureHost,
    private readonly state: Store<PageState>,
  ) {
    state.changed(
      ({ draft }) => JSON.stringify(draft.request.data),
      () => this.later(),
    );
  }

  /** Reads at once, also what was read before: it may have changed. */
  async read(): Promise<void> {
    clearTimeout(this.due);
    this.reading?.abort();
    const reading = new AbortController();
    this.reading = reading;
    const { data } = this.state.get().draft.request;
    this.state.set({ isReading: true });
    const [described] = await Promise.all([this.describe(data, reading.signal), this.preview(data, reading.signal)]);
    if (reading.signal.aborted) return;
    this.state.set({ ...described, isReading: false });
  }

  private later(): void {
    clearTimeout(this.due);
    this.state.set({ isReading: true });
    this.due = setTimeout(() => void this.read(), pause);
  }

  private async describe(data: DataConfig, signal: AbortSignal): Promise<Partial<PageState>> {
    try {
      return { summary: await this.host.call('describe', { data }, signal), failure: null };
    } catch (error) {
      const { summary } = this.state.get();
      // Of the same file what was known may still help; of another one it says nothing.
      return { failure: sentenceOf(error), summary: summary?.source === data.source ? summary : null };
    }
  }

  /** The columns; where that fails, the description of the data says why. */
  private async preview(data: DataConfig, signal: AbortSignal): Promise<void> {
    const key = JSON.stringify([data.source, data.array, data.text]);
    if (key === this.previewed) return;
    const preview = await this.host.call('preview', { data }, signal).catch(() => null);
    if (signal.aborted) return;
    this.previewed = key;
    this.state.set({ preview });
  }
}

function sentenceOf(error: unknown): Sentence {
  if (isUserError(error)) return { code: error.code, params: error.params };
  return { code: 'internal', params: { message: error instanceof Error ? error.message : String(error) } };
}
