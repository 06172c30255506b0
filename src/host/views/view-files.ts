import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { contentSecurityPolicy } from '../../content-security-policy';
import type { LatentPanels } from '../latent-panels';
import type { Messages } from '../messages';
import { panelOptions } from '../panel-html';
import { readViewFile } from './view-file';

/** As in package.json. */
export const viewFileType = 'latentLens.view';

/** *Open View…*: asks a person which. */
export async function openViewFrom(panels: LatentPanels): Promise<void> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Open View'),
      openLabel: vscode.l10n.t('Open'),
      filters: { [vscode.l10n.t('Views of Latent Lens')]: ['latentview.json', 'json'] },
    })) ?? [];
  if (uri) await openView(uri, panels);
}

/** Shows the run of a view as it says. @throws UserError view.* */
export async function openView(uri: vscode.Uri, panels: LatentPanels): Promise<void> {
  const { directory, view, camera } = await readViewFile(uri.fsPath);
  panels.openView(directory, { view, camera, file: basename(uri.fsPath) });
}

/** Opens views by double click: the panel of the run takes the place of the file's own editor. */
export class ViewFiles implements vscode.CustomReadonlyEditorProvider {
  constructor(
    private readonly panels: LatentPanels,
    private readonly messages: Messages,
  ) {}

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => {} };
  }

  resolveCustomEditor({ uri }: vscode.CustomDocument, panel: vscode.WebviewPanel): void {
    // Until its page is there the editor is still making this one, and does not let it be closed.
    panel.webview.onDidReceiveMessage(() => void this.takePlace(uri, panel));
    const nonce = randomBytes(16).toString('base64');
    const policy = contentSecurityPolicy(nonce);
    panel.webview.options = panelOptions;
    panel.webview.html = `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><title>Latent Lens</title></head>
<body><script nonce="${nonce}">acquireVsCodeApi().postMessage('there')</script></body>
</html>`;
  }

  private async takePlace(uri: vscode.Uri, panel: vscode.WebviewPanel): Promise<void> {
    try {
      await openView(uri, this.panels);
    } catch (error) {
      this.messages.failure(error, {
        title: vscode.l10n.t('Open as Text'),
        run: () => vscode.commands.executeCommand('vscode.openWith', uri, 'default'),
      });
    }
    panel.dispose();
  }
}
