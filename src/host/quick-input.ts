import * as vscode from 'vscode';
import { type Answer, back } from './steps';

/** Where a question stands in a series of them. */
export interface Place {
  readonly title: string;
  /** From 1; absent for a single question. */
  readonly step?: number;
  readonly totalSteps?: number;
  readonly canGoBack?: boolean;
}

export interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/** A heading between choices. */
export interface Heading extends vscode.QuickPickItem {
  readonly kind: vscode.QuickPickItemKind.Separator;
}

export type Choices<T> = readonly (Choice<T> | Heading)[];

export function heading(label: string): Heading {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

interface PickOptions<T> extends Place {
  readonly placeholder: string;
  readonly choices: Choices<T>;
  /** The value to begin at. */
  readonly active?: T;
  /** Choices that come later: the list is busy until the promise settles. */
  readonly more?: (show: (choices: Choices<T>) => void, signal: AbortSignal) => Promise<void>;
}

/** Asks for one of a list. */
export function pickOne<T>(options: PickOptions<T>): Promise<Answer<T>> {
  const pick = vscode.window.createQuickPick<Choice<T> | Heading>();
  const gone = new AbortController();
  pick.placeholder = options.placeholder;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  const show = (choices: Choices<T>) => {
    const [active] = pick.activeItems;
    pick.keepScrollPosition = true;
    pick.items = choices;
    // What was under the cursor stays there while choices arrive.
    const same = active && choices.find((choice) => 'value' in choice && isSame(choice, active));
    if (same) pick.activeItems = [same];
  };
  show(options.choices);
  const active = options.choices.find((choice) => 'value' in choice && choice.value === options.active);
  if (active) pick.activeItems = [active];
  if (options.more) {
    pick.busy = true;
    void options.more(show, gone.signal).finally(() => {
      if (!gone.signal.aborted) pick.busy = false;
    });
  }
  return ask(pick, options, gone, () => {
    const [chosen] = pick.selectedItems;
    return chosen && 'value' in chosen ? { value: chosen.value } : undefined;
  });
}

/** Two files may be called the same, in different places. */
function isSame(a: vscode.QuickPickItem, b: vscode.QuickPickItem): boolean {
  return a.label === b.label && a.detail === b.detail;
}

/** Shows a question until it is answered. @param accepted The answer as it stands; undefined for none yet. */
function ask<T>(
  input: vscode.QuickPick<vscode.QuickPickItem>,
  place: Place,
  gone: AbortController,
  accepted: () => { readonly value: T } | undefined,
): Promise<Answer<T>> {
  input.title = place.title;
  input.step = place.step;
  input.totalSteps = place.totalSteps;
  input.ignoreFocusOut = true;
  input.buttons = place.canGoBack ? [vscode.QuickInputButtons.Back] : [];
  return new Promise((resolve) => {
    const settle = (answer: Answer<T>) => {
      gone.abort();
      resolve(answer);
      input.dispose();
    };
    input.onDidTriggerButton(() => settle(back));
    input.onDidAccept(() => {
      const answer = accepted();
      if (answer) settle(answer.value);
    });
    input.onDidHide(() => settle(undefined));
    input.show();
  });
}
