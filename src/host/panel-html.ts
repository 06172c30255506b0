import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { htmlPage } from '../html-page';
import type { PanelLanguage } from '../protocol/panel';

/** A page has all that it needs in itself: it loads no file. */
export const panelOptions: vscode.WebviewOptions = { enableScripts: true, localResourceRoots: [] };

/**
 * A page with its script and style sheet in it. What a webview fetches goes through a service worker and the window to
 * the extension's files: that took more time than all else until a page begins.
 *
 * @param bundle The script and style sheet that make the page.
 */
export function panelHtml(extensionUri: vscode.Uri, bundle: 'webview' | 'data-editor' | 'configure'): string {
  const nonce = randomBytes(16).toString('base64');
  const text = (name: string) => readFileSync(vscode.Uri.joinPath(extensionUri, 'dist', name).fsPath, 'utf8');
  const language: PanelLanguage = {
    strings: vscode.l10n.bundle ?? {},
    locale: vscode.env.language,
    folders: (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath),
  };
  const page = htmlPage({
    title: 'Latent Lens',
    nonce,
    language,
    styles: [text(`${bundle}.css`)],
    scripts: [text(`${bundle}.js`)],
  });
  return page.begin + page.end;
}
