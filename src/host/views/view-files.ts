import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { LatentPanels } from '../latent-panels';
import type { Messages } from '../messages';
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
async function openView(uri: vscode.Uri, panels: LatentPanels): Promise<void> {
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

  async resolveCustomEditor({ uri }: vscode.CustomDocument, panel: vscode.WebviewPanel): Promise<void> {
    try {
      await openView(uri, this.panels);
    } catch (error) {
      this.messages.failure(error, {
        title: vscode.l10n.t('Open as Text'),
        run: () => vscode.commands.executeCommand('vscode.openWith', uri, 'default'),
      });
    }
    // Not while the editor still waits for this to be made.
    setImmediate(() => panel.dispose());
  }
}
