import * as v from 'valibot';
import * as vscode from 'vscode';
import { heading, pickOne } from './quick-input';
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
  const listed = (await runs.runs()).filter((run) => run.kind === 'run').filter(which);
  const answer = await pickOne<string | typeof browse>({
    title,
    placeholder: listed.length > 0 ? vscode.l10n.t('Which run?') : vscode.l10n.t('There is no such run here yet.'),
    choices: [
      ...listed.map((run) => ({
        label: run.name,
        description: `${modelName(run.model)} · ${runResult(run, vscode.l10n.t)} · ${statusName(run.status, vscode.l10n.t)}`,
        detail: run.created && new Date(run.created).toLocaleString(vscode.env.language),
        value: run.directory,
      })),
      heading(''),
      { label: `$(folder-opened) ${vscode.l10n.t('Browse for a Run…')}`, value: browse },
    ],
  });
  if (answer === undefined || answer === back) return undefined;
  return answer === browse ? browseForRun() : answer;
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
