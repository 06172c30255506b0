import * as vscode from 'vscode';
import { serverStart } from './server-start';

/** What the manifest calls the servers that are offered. */
export const mcpServers = 'latentLens.tools';

/** What editors have for it, and we are compiled against older ones. */
interface Registry {
  registerMcpServerDefinitionProvider?(
    id: string,
    provider: {
      readonly onDidChangeMcpServerDefinitions: vscode.Event<unknown>;
      provideMcpServerDefinitions(): readonly object[];
    },
  ): vscode.Disposable;
}
type Definition = new (
  label: string,
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  version: string,
) => object;

/** Offers the server for the folders that are open, where the editor takes such. */
export function offerMcpServer({ extensionPath, extension }: vscode.ExtensionContext): vscode.Disposable[] {
  // 1.100 has a function of the name already, which looks for its servers elsewhere in the manifest and throws.
  if (!isSince(1, 101)) return [];
  const { registerMcpServerDefinitionProvider: register } = vscode.lm as Registry;
  const { McpStdioServerDefinition: Stdio } = vscode as unknown as { McpStdioServerDefinition?: Definition };
  if (!register || !Stdio) return [];
  const { version } = extension.packageJSON;
  return [
    register.call(vscode.lm, mcpServers, {
      onDidChangeMcpServerDefinitions: vscode.workspace.onDidChangeWorkspaceFolders,
      provideMcpServerDefinitions() {
        const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
        if (folders.length === 0) return [];
        const { command, args, env } = serverStart(extensionPath, folders);
        return [new Stdio('Latent Lens', command, args, env, version)];
      },
    }),
  ];
}

function isSince(major: number, minor: number): boolean {
  const [own, ownMinor] = vscode.version.split('.').map(Number);
  return own > major || (own === major && ownMinor >= minor);
}
