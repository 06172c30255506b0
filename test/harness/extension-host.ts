import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import { launchChromium } from './chromium';
import { CodeServer, type CodeServerOptions } from './code-server';
import { readTestLine } from './extension-host-log';

export interface ExtensionTestOptions extends CodeServerOptions {
  /** The extension under test, a folder with a package.json. */
  readonly extension: string;
  /** A module in there that exports `run(): Promise<void>`. */
  readonly tests: string;
  /** What the editor has open. */
  readonly folder: string;
  /** Milliseconds. */
  readonly limit: number;
}

/** Runs tests inside a real extension host. Answers the exit code that the editor reports: 0 where `run` resolves. */
export async function runInExtensionHost(options: ExtensionTestOptions): Promise<number> {
  const server = await CodeServer.start(options);
  try {
    const browser = await launchChromium(options.log);
    try {
      const page = await browser.newPage();
      const limit = new AbortController();
      const exit = new Promise<number>((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new Error(`The tests did not end within ${options.limit / 60_000} minutes.`)),
          options.limit,
        );
        limit.signal.addEventListener('abort', () => clearTimeout(timer));
        page.once('crash', () => reject(new Error("The editor's page crashed.")));
        const log = join(options.data, 'editor.log');
        const expose = async () => {
          await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => print(log, type, args));
          await page.exposeFunction('codeAutomationExit', resolve);
          await page.goto(`${server.url}/?${query(options, server.authority)}`);
        };
        expose().catch(reject);
      });
      return await exit.finally(() => limit.abort());
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}

function query({ folder, extension, tests }: ExtensionTestOptions, authority: string): URLSearchParams {
  const remote = (path: string) => `vscode-remote://${authority}${path}`;
  const payload = [
    ['extensionDevelopmentPath', remote(extension)],
    ['extensionTestsPath', remote(tests)],
    ['skipWelcome', 'true'],
  ];
  return new URLSearchParams({ folder, payload: JSON.stringify(payload) });
}

/** Lines of tests go to the terminal, the editor's own into a file. */
function print(file: string, type: string, args: unknown[]): void {
  const text = format(...args);
  const line = readTestLine(text);
  if (line === undefined) appendFileSync(file, `[${type}] ${text}\n`);
  else console.log(line);
}
