import * as v from 'valibot';
import type { RunRecord } from '../../src/protocol/run';
import type { RunSelection, SelectionChange } from '../../src/protocol/selections';
import { BitsOfKept, keepBits } from '../data/kept-bits';
import type { NamedSelection } from '../state/view-document';
import type { ViewStore } from '../state/view-store';

type Data = Pick<RunRecord, 'fingerprint'> & { readonly data: Pick<RunRecord['data'], 'examples'> };

/** Who reads and writes them. */
export interface SelectionsFile {
  read(): Promise<{ readonly selections: readonly RunSelection[] }>;
  change(change: SelectionChange): Promise<unknown>;
}

/** Stands for data of which no more is known than that they are others. */
const otherData = 'other';

/** Whether a selection is of data that are not the run's: its examples are then not those that it was kept for. */
export function isOfOtherData({ examples, fingerprint }: NamedSelection, record: Data): boolean {
  return examples.length !== record.data.examples || (fingerprint ?? record.fingerprint) !== record.fingerprint;
}

/**
 * Keeps the named selections with the run, in the order in which they change. What the run does not have, since it can't be
 * written or was left by an earlier version, stays with the panel, and is written with the next change.
 */
export class RunSelections {
  /** As the run has them. */
  private saved: readonly NamedSelection[] = [];
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly file: SelectionsFile,
    private readonly record: Data,
    private readonly fail: (error: unknown) => void,
  ) {}

  /** All that the run has, and of those that were left in the panel what it does not have. */
  async load(left: readonly NamedSelection[]): Promise<readonly NamedSelection[]> {
    try {
      const { selections } = await this.file.read();
      this.saved = selections.flatMap((selection) => readSelection(selection) ?? []);
    } catch (error) {
      this.fail(error);
    }
    return merged(this.saved, left);
  }

  /** Writes what is to be written, now and after each change. `onSaved`: the run has more of them than before. */
  follow(view: ViewStore, onSaved: () => void): void {
    view.watch(
      (state) => state.named,
      () => {
        this.writing = this.writing.then(() => this.save(view.get().named, onSaved));
      },
    );
  }

  /** Those that the run does not have. */
  unsaved(named: readonly NamedSelection[]): readonly NamedSelection[] {
    return named.filter((selection) => !has(this.saved, selection));
  }

  private async save(named: readonly NamedSelection[], onSaved: () => void): Promise<void> {
    const change = this.change(named);
    if (change.put.length === 0 && change.remove.length === 0) return;
    try {
      await this.file.change(change);
      this.saved = named;
      onSaved();
    } catch (error) {
      this.fail(error);
    }
  }

  private change(named: readonly NamedSelection[]): SelectionChange {
    const names = new Set(named.map(({ name }) => name));
    const put = this.unsaved(named).map((selection) => ({
      name: selection.name,
      fingerprint: isOfOtherData(selection, this.record)
        ? (selection.fingerprint ?? otherData)
        : this.record.fingerprint,
      examples: keepBits(selection.examples),
    }));
    return { put, remove: this.saved.filter(({ name }) => !names.has(name)).map(({ name }) => name) };
  }
}

/** Both; one of the same name and other examples gets a name of its own. */
export function merged(saved: readonly NamedSelection[], left: readonly NamedSelection[]): readonly NamedSelection[] {
  const all = [...saved];
  for (const selection of left) {
    if (has(all, selection)) continue;
    let { name } = selection;
    for (let count = 2; all.some((other) => other.name === name); count++) {
      name = `${selection.name} (${count})`;
    }
    const isThere = all.some((other) => other.name.startsWith(selection.name) && sameExamples(other, selection));
    if (!isThere) all.push({ ...selection, name });
  }
  return all;
}

function has(saved: readonly NamedSelection[], selection: NamedSelection): boolean {
  return saved.some((other) => other.name === selection.name && sameExamples(other, selection));
}

function sameExamples(one: NamedSelection, other: NamedSelection): boolean {
  return one.examples === other.examples || one.examples.equals(other.examples);
}

/** Null for a set that is none: it stays in its file, unseen. */
function readSelection({ name, fingerprint, examples }: RunSelection): NamedSelection | null {
  const bits = v.safeParse(BitsOfKept, examples);
  return bits.success ? { name, fingerprint, examples: bits.output } : null;
}
