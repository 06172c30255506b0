import * as v from 'valibot';
import type * as vscode from 'vscode';
import { DataConfig } from '../protocol/config';

const key = 'latentLens.data';
const Kept = v.object({ name: v.string(), data: DataConfig });
export type ChosenDataSet = v.InferOutput<typeof Kept>;

/** The data set that was last used: trained on, or chosen with *Use Data Set…*. Kept with the workspace. */
export class ChosenData {
  constructor(
    private readonly state: vscode.Memento,
    private readonly onUsed: () => void,
  ) {}

  get(): ChosenDataSet | undefined {
    const kept = v.safeParse(Kept, this.state.get(key));
    return kept.success ? kept.output : undefined;
  }

  /** Nobody waits until the workspace has kept it. */
  set(chosen: ChosenDataSet): void {
    void this.state.update(key, chosen).then(this.onUsed);
  }
}
