import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import { closeChromium, launchChromium } from './chromium';
import { endExtensionHosts, type Log, resetSettings, type ServerAddress } from './code-server';
import { readTestLine } from './extension-host-log';
import { patience } from './processes';

export interface ExtensionTestOptions {
  /** The extension under test, a folder with a package.json. */
  readonly extension: string;
  /** A module in there that exports `run(): Promise<void>`. */
  readonly tests: string;
  /** What the editor has open. */
  readonly folder: string;
  /** Milliseconds. */
  readonly limit: number;
  /** Takes what the tests print. */
  readonly log: Log;
}

/** Nobody looks at it. */
const smallWindow = { width: 800, height: 500 };

/**
 * Runs tests inside a real extension host of a server. Answers the exit code that the editor reports: 0 where `run`
 * resolves.
 */
export async function runInExtensionHost(server: ServerAddress, options: ExtensionTestOptions): Promise<number> {
  await resetSettings(server.data);
  const browser = await launchChromium(options.log, { webgl: false });
  const limit = new AbortController();
  try {
    const page = await browser.newPage({ viewport: smallWindow });
    page.setDefaultTimeout(patience);
    return await new Promise<number>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`The tests did not end within ${options.limit / 60_000} minutes.`)),
        options.limit,
      );
      limit.signal.addEventListener('abort', () => clearTimeout(timer));
      page.once('crash', () => reject(new Error("The editor's page crashed.")));
      const file = join(server.data, 'editor.log');
      const expose = async () => {
        const print = (type: string, args: unknown[]) => sort(type, args, options.log, file);
        await page.exposeFunction('codeAutomationLog', print);
        await page.exposeFunction('codeAutomationExit', resolve);
        await page.goto(`${server.url}/?${query(options, server.authority)}`);
      };
      expose().catch(reject);
    });
  } finally {
    limit.abort();
    await closeChromium(browser);
    await endExtensionHosts(server);
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

/** Lines of tests go to `log`, the editor's own into a file. */
function sort(type: string, args: unknown[], log: Log, file: string): void {
  const text = format(...args);
  const line = readTestLine(text);
  if (line === undefined) appendFileSync(file, `[${type}] ${text}\n`);
  else log(line);
}
