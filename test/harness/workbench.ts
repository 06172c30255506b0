import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { patience, until } from './processes';

/** How long a first try at a command of the palette takes, ms; on a busy machine each later one may take twice as long. */
const firstTry = 4_000;

const themeClasses = { light: 'vs', dark: 'vs-dark', 'high-contrast': 'hc-black' };

/** The editor's window, as a person uses it. */
export class Workbench {
  /** What the page and its webviews reported as errors. */
  readonly errors: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly log: string,
  ) {
    page.setDefaultTimeout(patience);
    page.on('pageerror', (error) => this.errors.push(String(error)));
    page.on('console', (message) => {
      const { url, lineNumber } = message.location();
      if (message.type() === 'error') this.errors.push(`${message.text()} (${url}:${lineNumber})`);
      void appendFile(this.log, `[${message.type()}] ${message.text()}\n`).catch(() => {});
    });
  }

  /** `log` takes what the page prints. */
  static async open(
    browser: Browser,
    options: { url: string; folder: string; log: string; width?: number; height?: number; locale?: string },
  ): Promise<Workbench> {
    const { width = 1400, height = 900, locale } = options;
    const page = await browser.newPage({ viewport: { width, height }, locale });
    const workbench = new Workbench(page, options.log);
    await page.goto(`${options.url}/?${new URLSearchParams({ folder: options.folder })}`);
    await workbench.ready();
    return workbench;
  }

  private async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench').waitFor();
    await this.page.locator('.explorer-folders-view .monaco-list').waitFor();
  }

  /** Runs a command from the command palette, by its full title. Tries until the editor knows it and lets it be clicked. */
  async run(title: string): Promise<void> {
    const item = this.quickItems.filter({ has: this.page.getByText(title, { exact: true }) }).first();
    let timeout = firstTry;
    await until(`the command ${title}`, async () => {
      let isClicked = false;
      try {
        await this.page.keyboard.press('F1');
        await this.quickInput.fill(`>${title}`, { timeout });
        isClicked = true;
        await item.click({ timeout });
        return true;
      } catch {
        // A busy editor may have taken a click that it was too slow to confirm: then the palette is gone.
        if (isClicked && !(await this.isAsking(`>${title}`))) return true;
        // A menu, and a menu of that menu.
        for (let i = 0; i < 2; i++) await this.page.keyboard.press('Escape');
        timeout = Math.min(2 * timeout, patience);
        return false;
      }
    });
  }

  private async isAsking(text: string): Promise<boolean> {
    return (await this.quickInput.isVisible()) && (await this.quickInput.inputValue()) === text;
  }

  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible .quick-input-box input');
  }

  get quickItems(): Locator {
    return this.page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row');
  }

  /** Chooses an item of the open list by a part of its text. */
  async pick(text: string | RegExp): Promise<void> {
    // On its icon: the mouse on its words brings up a hover, which covers the list that follows.
    await this.quickItems
      .filter({ hasText: text })
      .first()
      .click({ position: { x: 16, y: 12 } });
  }

  /** Chooses a colour theme by its name in the editor's list, and waits until it is on. */
  async theme(name: string, kind: keyof typeof themeClasses): Promise<void> {
    await this.run('Preferences: Color Theme');
    await this.pick(name);
    await this.page.locator(`.monaco-workbench.${themeClasses[kind]}`).waitFor();
  }

  /** Answers an open input box, or filters a list and takes its first item. */
  async type(text: string): Promise<void> {
    await this.quickInput.fill(text);
    await this.page.keyboard.press('Enter');
  }

  notification(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text });
  }

  statusItem(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item').filter({ hasText: text });
  }

  tab(text: string | RegExp): Locator {
    return this.page.locator('.tabs-container .tab').filter({ hasText: text });
  }

  /** The document of a visible webview, the first by default. */
  webview(index = 0): FrameLocator {
    return this.page
      .locator('iframe.webview')
      .filter({ visible: true })
      .nth(index)
      .contentFrame()
      .frameLocator('iframe#active-frame');
  }

  /** Opens a file of the folder from the Explorer. */
  async openFile(name: string): Promise<void> {
    await this.fileItem(name).dblclick();
    await this.page.locator('.tabs-container .tab.active').filter({ hasText: name }).waitFor();
  }

  /** Opens a file of the folder in an editor by its name, one of those that *Reopen Editor With…* lists. */
  async openWith(name: string, editor: string): Promise<void> {
    await this.openFile(name);
    await this.run('View: Reopen Editor With...');
    await this.pick(editor);
  }

  fileItem(name: string): Locator {
    return this.page.locator('.explorer-folders-view .monaco-list-row').filter({ hasText: name }).first();
  }

  /** Reloads the window as its command does, so that editors and their state are saved and restored. */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent('domcontentloaded');
    await this.run('Developer: Reload Window');
    await loaded;
    await this.ready();
  }

  async screenshot(file: string): Promise<void> {
    await mkdir(join(file, '..'), { recursive: true });
    await this.page.screenshot({ path: file });
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}
