import { UserError } from '../protocol/errors';
import type { Cells, CellsParams, Thumbnails, ThumbnailsParams, ViewedData, ViewedSummary } from '../protocol/view';
import type { DataEditorTrainer } from './data-editor-trainer';
import type { Disposable } from './event';
import type { TrainerClient } from './trainer-client';

/** What is open, or being opened, and in which process. */
interface Opening {
  readonly client: TrainerClient;
  readonly array: string | undefined;
  readonly data: Promise<ViewedData>;
  /** Once it is known. */
  summary?: ViewedSummary;
}

/**
 * A file that is being looked at in the trainer. It stays open while its editor is hidden. Should the process have ended,
 * the file is opened again by the next call; not a second time before somebody asks for it.
 */
export class DataEditorView implements Disposable {
  private readonly lease: Disposable & { readonly view: number };
  private opening: Opening | undefined;
  private revived = false;

  constructor(
    private readonly path: string,
    private readonly trainer: DataEditorTrainer,
    private readonly onProgress: (fraction: number) => void,
  ) {
    this.lease = trainer.use();
  }

  /** The array that is open, where one was asked for. */
  get array(): string | undefined {
    return this.opening?.array;
  }

  /** @param again Also where it is open already: it may have changed. */
  async open(array: string | undefined, again: boolean, signal: AbortSignal): Promise<ViewedData> {
    this.revived = false;
    const { opening } = this;
    const isOpen = !again && opening?.array === array && opening?.client === this.trainer.running;
    return isOpen && opening ? opening.data : this.begin(array, signal).data;
  }

  async thumbnails(params: ThumbnailsParams, signal: AbortSignal): Promise<Thumbnails> {
    const { client } = await this.connected(signal);
    return client.call('thumbnails', { ...params, view: this.lease.view }, signal);
  }

  async cells(params: CellsParams, signal: AbortSignal): Promise<Cells> {
    const { client } = await this.connected(signal);
    return client.call('cells', { ...params, view: this.lease.view }, signal);
  }

  async survey(signal: AbortSignal): Promise<ViewedSummary> {
    const opening = await this.connected(signal);
    const { client } = opening;
    opening.summary ??= await this.following(client, () =>
      client.call('surveyView', { view: this.lease.view }, signal),
    );
    return opening.summary;
  }

  dispose(): void {
    const { view } = this.lease;
    // It may be ending, and the view with it.
    void this.trainer.running?.call('closeView', { view }).catch(() => {});
    this.opening = undefined;
    this.lease.dispose();
  }

  private async connected(signal: AbortSignal): Promise<Opening> {
    let { opening } = this;
    const isGone = opening?.client !== this.trainer.running;
    if (!opening || (isGone && this.revived)) throw new UserError('data.view.notOpen');
    if (isGone) {
      this.revived = true;
      opening = this.begin(opening.array, signal);
    }
    await opening.data;
    return opening;
  }

  private begin(array: string | undefined, signal: AbortSignal): Opening {
    const client = this.trainer.get();
    const params = { view: this.lease.view, path: this.path, ...(array !== undefined && { array }) };
    const data = this.following(client, () => client.call('openView', params, signal));
    const opening: Opening = { client, array, data };
    this.opening = opening;
    data.catch(() => {
      // Whoever asks again gets another try.
      if (this.opening === opening) this.opening = undefined;
    });
    return opening;
  }

  private async following<T>(client: TrainerClient, work: () => Promise<T>): Promise<T> {
    const stop = client.on('viewing', ({ view, fraction }) => {
      if (view === this.lease.view) this.onProgress(fraction);
    });
    try {
      return await work();
    } finally {
      stop();
    }
  }
}
