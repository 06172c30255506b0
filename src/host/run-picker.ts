import * as v from 'valibot';
import * as vscode from 'vscode';
import { type Choice, type Choices, heading, pickOne } from './quick-input';
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
  const answer = await pickOne(await questionOf(runs, title, which));
  return typeof answer === 'string' ? answer : answer === browse ? browseForRun() : undefined;
}

/** Asks for one of the runs, or for several at once, as many as `most`. */
export async function pickRuns(
  runs: RunsView,
  title: string,
  which: (run: ListedRun) => boolean,
  most: number,
): Promise<readonly string[]> {
  const question = await questionOf(runs, title, which);
  const choice: Choice<typeof several> = { label: `$(checklist) ${vscode.l10n.t('Several Runs…')}`, value: several };
  const answer = await pickOne<string | typeof browse | typeof several>({
    ...question,
    choices: [...question.choices, choice],
  });
  if (typeof answer === 'string') return [answer];
  if (answer === browse) return present([await browseForRun()]);
  if (answer !== several) return [];
  const listed = question.choices.filter((own): own is Choice<string> => 'value' in own && own.value !== browse);
  const placeHolder = vscode.l10n.t('Which runs? {0} at most.', most);
  const chosen = (await vscode.window.showQuickPick(listed, { title, placeHolder, canPickMany: true })) ?? [];
  return chosen.map(({ value }) => value).slice(0, most);
}

const browse = Symbol('browse');
const several = Symbol('several');

/** The runs in the runs view, and to look for one elsewhere. */
async function questionOf(runs: RunsView, title: string, which: (run: ListedRun) => boolean) {
  const listed = (await runs.runs()).filter((run) => run.kind === 'run').filter(which);
  const choices: Choices<string | typeof browse> = [
    ...listed.map((run) => ({
      label: run.name,
      description: `${modelName(run.model)} · ${runResult(run, vscode.l10n.t)} · ${statusName(run.status, vscode.l10n.t)}`,
      detail: run.created && new Date(run.created).toLocaleString(vscode.env.language),
      value: run.directory,
    })),
    heading(''),
    { label: `$(folder-opened) ${vscode.l10n.t('Browse for a Run…')}`, value: browse },
  ];
  const placeholder = listed.length > 0 ? vscode.l10n.t('Which run?') : vscode.l10n.t('There is no such run here yet.');
  return { title, placeholder, choices };
}

function present(directories: readonly (string | undefined)[]): readonly string[] {
  return directories.filter((directory) => directory !== undefined);
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
