import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { type GivenContent, largestGiven, longestGiven } from '../../protocol/given';
import type { Host } from '../host';
import { pickRun, pickSession } from '../run-picker';
import type { RunSession } from '../run-session';
import { registerCommand } from './register';

/** *Encode in Latent Space* of a file in the Explorer, or of what is selected in a text editor, or else of the line there. */
export function encodeCommands(host: Host): vscode.Disposable[] {
  const { messages, panels } = host;
  return [
    registerCommand(messages, 'latentLens.encode', async (argument) => {
      const session = await sessionFor(host);
      if (!session) return;
      const { record } = await session.ready();
      const isPicture = record.data.kind === 'images';
      const features = record.data.columns.filter(({ role }) => role === 'feature').map(({ name }) => name);
      const content = argument instanceof vscode.Uri ? await read(argument, isPicture) : selected(features);
      if (typeof content === 'string') messages.information(content);
      else panels.give(session, content);
    }),
  ];
}

/** The run whose panel is in front, or in sight, or open at all; where there are several of these, or none, a person chooses. */
async function sessionFor({ panels, runs, sessions }: Host): Promise<RunSession | undefined> {
  const title = vscode.l10n.t('Encode in Latent Space');
  if (panels.active) return panels.active;
  const visible = sessions.all.filter((session) => panels.visible(session));
  const open = visible.length > 0 ? visible : sessions.all;
  if (open.length > 0) return pickSession(open, title);
  const directory = await pickRun(runs, title);
  return directory === undefined ? undefined : panels.open(directory, 'space');
}

/** What is in a file; or in a sentence why not. */
async function read(uri: vscode.Uri, isPicture: boolean): Promise<GivenContent | string> {
  const name = vscode.workspace.asRelativePath(uri);
  const most = isPicture ? largestGiven : longestGiven;
  if ((await stat(uri.fsPath)).size > most) {
    return vscode.l10n.t('{0} is larger than {1} MB. Give a smaller file.', name, Math.round(most / 2 ** 20));
  }
  const bytes = await vscode.workspace.fs.readFile(uri);
  if (isPicture) return { kind: 'picture', bytes: Uint8Array.from(bytes) };
  return { kind: 'text', text: new TextDecoder().decode(bytes) };
}

/** @param features What the model sees of tables: where these are named in the first line, they stand above the rows. */
function selected(features: readonly string[]): GivenContent | string {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return vscode.l10n.t('Select a row or a text in an editor, or choose a picture in the Explorer.');
  const { document, selection } = editor;
  const own = selection.isEmpty ? document.lineAt(selection.active.line).text : document.getText(selection);
  const first = document.lineAt(0).text;
  const isBelow = selection.start.line > 0 && features.length > 0 && features.every((name) => first.includes(name));
  const text = isBelow ? `${first}\n${own}` : own;
  return { kind: 'text', text: text.slice(0, longestGiven) };
}
