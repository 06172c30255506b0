import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { languageElement, type PanelLanguage } from '../protocol/panel';
import { contentSecurityPolicy } from './content-security-policy';

/** What a panel may load: its own bundle, and nothing from anywhere else. */
export function panelOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return {
    enableScripts: true,
    localResourceRoots: [vscode.Uri.joinPath(extensionUri, 'dist'), vscode.Uri.joinPath(extensionUri, 'media')],
  };
}

/** @param bundle The script and style sheet that make the page. */
export function panelHtml(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  bundle: 'webview' | 'data-editor' | 'configure',
): string {
  const nonce = randomBytes(16).toString('base64');
  const asset = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', name)).toString();
  const language: PanelLanguage = {
    strings: vscode.l10n.bundle ?? {},
    locale: vscode.env.language,
    folders: (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath),
  };
  const policy = contentSecurityPolicy(webview.cspSource, nonce);
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta property="csp-nonce" content="${nonce}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${asset(`${bundle}.css`)}">
<title>Latent Lens</title>
</head>
<body>
<script nonce="${nonce}" type="application/json" id="${languageElement}">${asJson(language)}</script>
<script nonce="${nonce}" src="${asset(`${bundle}.js`)}"></script>
</body>
</html>`;
}

/** JSON that cannot end the element that it stands in. */
function asJson(value: object): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
