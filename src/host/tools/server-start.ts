import { join } from 'node:path';

/** How to start a process that serves the tools by the Model Context Protocol. */
export interface ServerStart {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The command line's server with the editor's own Node. */
export function serverStart(extensionPath: string, folders: readonly string[]): ServerStart {
  const reached = folders.flatMap((folder) => ['--workspace', folder]);
  return {
    command: process.execPath,
    args: [join(extensionPath, 'dist', 'cli.js'), 'mcp', ...reached],
    env: { ELECTRON_RUN_AS_NODE: '1' },
  };
}
