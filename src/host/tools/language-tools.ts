import * as vscode from 'vscode';
import { isUserError } from '../../protocol/errors';
import { tools } from '../../tools';
import { languageToolName } from '../../tools/language-tool-name';
import { compactJson } from '../../tools/numbers';
import type { Tool, ToolAnswer, Writing } from '../../tools/tool';
import { Trainers } from '../../tools/trainers';
import { Workspace } from '../../tools/workspace';
import { translate } from '../sentences';
import type { Settings } from '../settings';
import type { Log, TrainerClient } from '../trainer-client';
import type { EditorTrainings } from './editor-trainings';

interface Parts {
  readonly settings: Settings;
  readonly trainings: EditorTrainings;
  readonly spawn: () => TrainerClient;
  readonly log: Log;
}

/** The tools for whatever language model the editor has. Nothing is started before one is called. */
export function languageTools({ settings, trainings, spawn, log }: Parts): vscode.Disposable[] {
  const trainers = new Trainers(spawn);
  const context = (): Writing => ({
    workspace: new Workspace(
      (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath),
      settings.runsFolders(),
    ),
    free: () => trainers.free(),
    opened: (directory, signal) => trainers.withRun(directory, signal),
    trainings,
  });
  return [
    { dispose: () => trainers.end() },
    ...tools.map((tool) =>
      vscode.lm.registerTool(languageToolName(tool.name), {
        prepareInvocation: ({ input }) => prepared(tool, input),
        async invoke({ input }, token) {
          try {
            return resultOf(await tool.call(input, context(), signalOf(token)));
          } catch (error) {
            if (!isUserError(error)) log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
            throw error;
          }
        },
      }),
    ),
  ];
}

/** Whatever writes is agreed to by a person first. */
function prepared(tool: Tool, input: unknown): vscode.PreparedToolInvocation {
  const intent = tool.intent(input);
  if (!intent) return {};
  const title = vscode.l10n.t('Let a language model change files of this workspace?');
  return { confirmationMessages: { title, message: translate(intent) } };
}

/** An editor of before pictures came gets the words alone. */
function resultOf({ data, pictures = [] }: ToolAnswer): vscode.LanguageModelToolResult {
  const { LanguageModelDataPart: DataPart } = vscode as unknown as {
    LanguageModelDataPart?: { image(bytes: Uint8Array, type: string): vscode.LanguageModelTextPart };
  };
  return new vscode.LanguageModelToolResult([
    new vscode.LanguageModelTextPart(compactJson(data)),
    ...pictures.flatMap(({ png, caption }) => [
      new vscode.LanguageModelTextPart(caption),
      ...(DataPart ? [DataPart.image(png, 'image/png')] : []),
    ]),
  ]);
}

function signalOf(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
