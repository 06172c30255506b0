import type { ViewedValues } from '../../protocol/view';
import type { Task } from '../../task';
import type { StoredArray, StoredData, StoredWords } from '../formats/stored-data';
import { ExampleWindow } from './example-window';

/** The labels of any consecutive examples. One read at a time. */
export class LabelWindow {
  private readonly numbers: ExampleWindow | null;
  private words: readonly string[] | undefined;

  constructor(
    { path }: StoredData,
    private readonly labels: StoredArray | StoredWords | null,
  ) {
    this.numbers = labels && labels.dtype !== 'str' ? new ExampleWindow(path, labels) : null;
  }

  /** Null where there are none. */
  async read(begin: number, end: number, task: Task): Promise<ViewedValues | null> {
    if (this.numbers) return this.numbers.read(begin, end, task);
    if (this.labels?.dtype !== 'str') return null;
    this.words ??= await this.labels.words(task);
    return this.words.slice(begin, end).map((word) => (word === '' ? null : word));
  }

  async close(): Promise<void> {
    await this.numbers?.close();
  }
}
