/** What was changed, in words that go on from *Undone:*, and what the value was before, or would be after. */
export interface Step<T> {
  readonly words: string;
  readonly value: T;
}

/** What makes changes one: a kind, of changes that follow each other fast; or a gesture, however long it takes. */
export type Merge = string | symbol;

interface Recorded<T> extends Step<T> {
  readonly merge: Merge | undefined;
  time: number;
}

/** Changes of one kind that follow each other as fast as this, ms, are one: a drag, a slider, a walk by keys. */
const pause = 1000;

/** Snapshots of a value that never changes itself: as many as there is room for, the oldest forgotten first. */
export class History<T> {
  private past: Recorded<T>[] = [];
  private future: Step<T>[] = [];

  constructor(
    private readonly limit = 200,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** The value is about to change from `before`. What has the `merge` of the step before, and belongs to it, is part of that. */
  record(words: string, before: T, merge?: Merge): void {
    const time = this.now();
    const last = this.past.at(-1);
    const isSame = merge !== undefined && last?.merge === merge && this.future.length === 0;
    const goesOn = isSame && (typeof merge === 'symbol' || time - last.time <= pause);
    if (goesOn && last) this.past[this.past.length - 1] = { ...last, words, time };
    else this.past.push({ words, value: before, merge, time });
    if (this.past.length > this.limit) this.past.shift();
    this.future = [];
  }

  /** The step to take back, with the value of before it; undefined where there is none. */
  undo(present: T): Step<T> | undefined {
    const step = this.past.pop();
    if (!step) return undefined;
    this.future.push({ words: step.words, value: present });
    return step;
  }

  /** The step to take again, with the value of after it. */
  redo(present: T): Step<T> | undefined {
    const step = this.future.pop();
    if (!step) return undefined;
    this.past.push({ words: step.words, value: present, merge: undefined, time: this.now() });
    return step;
  }
}
