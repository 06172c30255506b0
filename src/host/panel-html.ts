import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { contentSecurityPolicy } from '../content-security-policy';
import { languageElement, type PanelLanguage } from '../protocol/panel';

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
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(nonce)}">
<meta property="csp-nonce" content="${nonce}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style nonce="${nonce}">${text(`${bundle}.css`)}</style>
<title>Latent Lens</title>
</head>
<body>
<script nonce="${nonce}" type="application/json" id="${languageElement}">${asJson(language)}</script>
<script nonce="${nonce}">${text(`${bundle}.js`)}</script>
</body>
</html>`;
}

/** JSON that cannot end the element that it stands in. */
function asJson(value: object): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
