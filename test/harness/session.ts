import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchChromium } from './chromium';
import { CodeServer, installExtension, type Log, writeSettings } from './code-server';
import { writeLanguagePack } from './language-pack';
import { resultsFolder } from './paths';
import { Workbench } from './workbench';

export interface SessionOptions {
  /** What the editor's folder is called. */
  readonly name?: string;
  /** The packaged extension to install. */
  readonly vsix: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly width?: number;
  readonly height?: number;
  /** What the editor speaks, as a browser names it, e.g. `zh-CN`; English by default. */
  readonly locale?: string;
  readonly log?: Log;
}

export type Prepare = (folder: string, data: string) => Promise<void>;

/** An editor of its own for a test: fresh profile, the packaged extension, an empty folder open in a real browser. */
export class Session {
  private constructor(
    /** Everything below it is the session's own. */
    private readonly root: string,
    /** What the editor has open. */
    readonly folder: string,
    readonly server: CodeServer,
    private readonly browser: Browser,
    readonly workbench: Workbench,
  ) {}

  /** `prepare` fills the folder before the editor opens it; `data` is where the editor keeps its own. */
  static async open(options: SessionOptions, prepare?: Prepare): Promise<Session> {
    const { log = console.log } = options;
    const root = await mkdtemp(join(tmpdir(), 'latent-lens-'));
    const data = join(root, 'data');
    const folder = join(root, options.name ?? 'folder');
    await mkdir(folder);
    await prepare?.(folder, data);
    await writeSettings(data, options.settings ?? {});
    if (options.locale) await writeLanguagePack(data, options.locale.toLowerCase());
    const serverOptions = { data, extensions: join(root, 'extensions'), log };
    await installExtension(serverOptions, options.vsix);
    const server = await CodeServer.start(serverOptions);
    try {
      const browser = await launchChromium(log);
      const { width, height, locale } = options;
      const workbench = await Workbench.open(browser, {
        url: server.url,
        folder,
        log: join(data, 'page.log'),
        width,
        height,
        locale,
      });
      return new Session(root, folder, server, browser, workbench);
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** Keeps a picture, the logs and the runs' records under the test's name. */
  async keepEvidence(title: string): Promise<string> {
    const target = join(resultsFolder, title.replace(/[^\w-]+/g, '-').slice(0, 80));
    await rm(target, { recursive: true, force: true });
    await mkdir(target, { recursive: true });
    await this.workbench.screenshot(join(target, 'window.png')).catch(() => {});
    const data = join(this.root, 'data');
    for (const name of ['logs', 'server.log', 'page.log']) {
      await cp(join(data, name), join(target, name), { recursive: true }).catch(() => {});
    }
    return target;
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
    await rm(this.root, { recursive: true, force: true, maxRetries: 3 });
  }
}
