import * as vscode from 'vscode';
import type { PanelMethods } from '../protocol/panel';

/** What a person has done at least once: the walkthrough ticks it. Its steps in package.json name the context keys. */
const names = ['data', 'train', 'explore', 'compare', 'ask'] as const;
export type Milestone = (typeof names)[number];

/** What a panel asks where a person looks into the model: the ten things of the last step. */
const looks: ReadonlySet<keyof PanelMethods> = new Set([
  'dimensionEffects',
  'priorFit',
  'posteriorBodies',
  'path',
  'direction',
  'traversals',
  'failures',
  'encodeGiven',
  'byEpoch',
  'codeLists',
  'trails',
]);

export function looksInto(method: keyof PanelMethods): boolean {
  return looks.has(method);
}

/** Remembers for all workspaces what was really done, which a command that was given up is not. */
export class Milestones {
  constructor(private readonly state: vscode.Memento) {
    for (const name of names) if (this.isReached(name)) void this.show(name);
  }

  reach(name: Milestone): void {
    if (this.isReached(name)) return;
    void this.state.update(keyOf(name), true);
    void this.show(name);
  }

  private isReached(name: Milestone): boolean {
    return this.state.get(keyOf(name)) === true;
  }

  private async show(name: Milestone): Promise<void> {
    await vscode.commands.executeCommand('setContext', keyOf(name), true);
  }
}

function keyOf(name: Milestone): string {
  return `latentLens.did.${name}`;
}
