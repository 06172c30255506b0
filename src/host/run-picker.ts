import * as v from 'valibot';
import * as vscode from 'vscode';
import { type Choices, heading, pickOne } from './quick-input';
import type { ListedRun } from './run-listing';
import type { RunSession } from './run-session';
import { modelName, runResult, statusName } from './run-text';
import type { RunsView } from './runs-view';
import { back } from './steps';

const RunArgument = v.union([v.string(), v.object({ directory: v.string() })]);

/** The run a command was given, by its folder or by its place in the runs view; undefined when it was given none. */
export function directoryOf(argument: unknown): string | undefined {
  if (argument instanceof vscode.Uri) return argument.fsPath;
  const parsed = v.safeParse(RunArgument, argument);
  if (!parsed.success) return undefined;
  return typeof parsed.output === 'string' ? parsed.output : parsed.output.directory;
}

/** Asks for one of the runs. @param which Those that may be chosen. */
export async function pickRun(
  runs: RunsView,
  title: string,
  which: (run: ListedRun) => boolean = () => true,
): Promise<string | undefined> {
  const browse = Symbol('browse');
  const choices = await choicesOf(runs, which, browse);
  // A heading, and to look elsewhere.
  const isEmpty = choices.length === 2;
  const answer = await pickOne<string | typeof browse>({
    title,
    placeholder: isEmpty ? vscode.l10n.t('There is no such run here yet.') : vscode.l10n.t('Which run?'),
    choices,
  });
  if (answer === undefined || answer === back) return undefined;
  return answer === browse ? browseForRun() : answer;
}

/** Asks for one of the runs, or for several, as many as `most`. */
export async function pickRuns(
  runs: RunsView,
  title: string,
  which: (run: ListedRun) => boolean,
  most: number,
): Promise<readonly string[] | undefined> {
  const browse = Symbol('browse');
  const choices = await choicesOf(runs, which, browse);
  const placeHolder = vscode.l10n.t('Which runs? {0} at most.', most);
  const chosen = await vscode.window.showQuickPick(choices, { title, placeHolder, canPickMany: true });
  if (!chosen || chosen.length === 0) return undefined;
  const directories: string[] = [];
  for (const choice of chosen) {
    const value = 'value' in choice ? choice.value : undefined;
    const directory = value === browse ? await browseForRun() : value;
    if (typeof directory === 'string') directories.push(directory);
  }
  return directories.slice(0, most);
}

/** Those in the runs view, and to look for one elsewhere. */
async function choicesOf<B>(
  runs: RunsView,
  which: (run: ListedRun) => boolean,
  browse: B,
): Promise<Choices<string | B>> {
  const listed = (await runs.runs()).filter((run) => run.kind === 'run').filter(which);
  return [
    ...listed.map((run) => ({
      label: run.name,
      description: `${modelName(run.model)} · ${runResult(run, vscode.l10n.t)} · ${statusName(run.status, vscode.l10n.t)}`,
      detail: run.created && new Date(run.created).toLocaleString(vscode.env.language),
      value: run.directory,
    })),
    heading(''),
    { label: `$(folder-opened) ${vscode.l10n.t('Browse for a Run…')}`, value: browse },
  ];
}

/** Asks for one of the open runs, unless there is but one. */
export async function pickSession(sessions: readonly RunSession[], title: string): Promise<RunSession | undefined> {
  if (sessions.length < 2) return sessions[0];
  const answer = await pickOne({
    title,
    placeholder: vscode.l10n.t('Which run?'),
    choices: sessions.map((session) => ({ label: session.name, value: session })),
  });
  return answer === back ? undefined : answer;
}

async function browseForRun(): Promise<string | undefined> {
  const uris = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    title: vscode.l10n.t('A Run’s Folder'),
    openLabel: vscode.l10n.t('Open'),
  });
  return uris?.[0]?.fsPath;
}
