import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { closeChromium, launchChromium } from './chromium';
import {
  CodeServer,
  endExtensionHosts,
  installExtension,
  type Log,
  resetSettings,
  type ServerAddress,
} from './code-server';
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
  /** Whether the browser has WebGL, which it has by default; else the space is drawn on a canvas. */
  readonly webgl?: boolean;
  readonly log?: Log;
  /** The server to open a window on, where no other window is open; by default one of its own. */
  readonly server?: ServerAddress;
}

/** `folder` is what the editor opens, `data` where the server looks for settings; `own` is a folder for anything else. */
export type Prepare = (folder: string, data: string, own: string) => Promise<void>;

interface Places {
  readonly folder: string;
  readonly data: string;
  /** Everything below it is the session's own. */
  readonly own: string;
}

/** An editor for a test: fresh settings and state, the packaged extension, an empty folder open in a real browser. */
export class Session {
  private constructor(
    private readonly places: Places,
    private readonly server: ServerAddress,
    private readonly ownServer: CodeServer | undefined,
    private readonly browser: Browser,
    readonly workbench: Workbench,
  ) {}

  /** `prepare` fills the folder before the editor opens it. */
  static async open(options: SessionOptions, prepare?: Prepare): Promise<Session> {
    const { log = console.log } = options;
    const own = await mkdtemp(join(tmpdir(), 'latent-lens-'));
    const { data, extensions } = options.server ?? { data: join(own, 'data'), extensions: join(own, 'extensions') };
    const places = { folder: join(own, options.name ?? 'folder'), data, own };
    await mkdir(places.folder);
    await resetSettings(data, options.settings);
    if (options.locale) await writeLanguagePack(data, options.locale.toLowerCase());
    await prepare?.(places.folder, data, own);
    await installExtension({ data, extensions, log }, options.vsix);
    const ownServer = options.server ? undefined : await CodeServer.start({ data, extensions, log });
    const server = options.server ?? ownServer?.address;
    if (!server) throw new Error('There is no server.');
    try {
      const { width, height, locale, webgl } = options;
      const browser = await launchChromium(log, { webgl });
      const page = { url: server.url, folder: places.folder, log: join(own, 'page.log'), width, height, locale };
      return new Session(places, server, ownServer, browser, await Workbench.open(browser, page));
    } catch (error) {
      await ownServer?.stop();
      throw error;
    }
  }

  /** What the editor has open. */
  get folder(): string {
    return this.places.folder;
  }

  /** Keeps a picture, the logs and the runs' records under the test's name. */
  async keepEvidence(title: string): Promise<string> {
    const target = join(resultsFolder, title.replace(/[^\w-]+/g, '-').slice(0, 80));
    await rm(target, { recursive: true, force: true });
    await mkdir(target, { recursive: true });
    await this.workbench.screenshot(join(target, 'window.png')).catch(() => {});
    const { data, own } = this.places;
    for (const file of [join(data, 'logs'), join(data, 'server.log'), join(own, 'page.log')]) {
      await cp(file, join(target, basename(file)), { recursive: true }).catch(() => {});
    }
    return target;
  }

  async close(): Promise<void> {
    await closeChromium(this.browser);
    if (this.ownServer) await this.ownServer.stop();
    else await endExtensionHosts(this.server);
    await rm(this.places.own, { recursive: true, force: true, maxRetries: 3 });
  }
}
