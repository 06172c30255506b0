import * as vscode from 'vscode';
import { UserError } from '../../protocol/errors';
import { Workspace } from '../../tools/workspace';
import type { Messages } from '../messages';
import type { Settings } from '../settings';

interface Opening {
  run(directory: string): void;
  /** @param file A *.latentview.json. */
  view(file: string): Promise<void>;
}

/**
 * `vscode://latent-lens.latent-lens/run?path=…` and `/view?path=…` open a run, or a view, of the workspace. Anybody can
 * write such a link, so it leads nowhere else.
 */
export class UriLinks implements vscode.UriHandler {
  constructor(
    private readonly open: Opening,
    private readonly settings: Settings,
    private readonly messages: Messages,
  ) {}

  async handleUri({ path, query }: vscode.Uri): Promise<void> {
    try {
      const named = new URLSearchParams(query).get('path');
      if (named === null || (path !== '/run' && path !== '/view')) throw new UserError('link.unknown', { link: path });
      const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
      const workspace = new Workspace(folders, this.settings.runsFolders());
      if (path === '/run') this.open.run(await workspace.run(named));
      else await this.open.view(await workspace.inside(named));
    } catch (error) {
      this.messages.failure(error);
    }
  }
}
