import type { FrameLocator, Locator } from 'playwright-core';
import { PNG } from 'pngjs';
import { until } from './processes';
import type { Workbench } from './workbench';

/** The extension's panel in the editor, as a person uses it. */
export class PanelPage {
  readonly frame: FrameLocator;

  /** @param index Which of the panels in sight, from 0. */
  constructor(
    private readonly workbench: Workbench,
    index = 0,
  ) {
    this.frame = workbench.webview(index);
  }

  get(testid: string): Locator {
    return this.frame.getByTestId(testid);
  }

  async text(testid: string): Promise<string> {
    return (await this.get(testid).textContent()) ?? '';
  }

  /** Waits until the points of this epoch or a later one are on show, and answers which. */
  async epochShown(epoch: number, limit = 120_000): Promise<number> {
    return until(
      `the points of epoch ${epoch}`,
      async () => {
        const shown = Number(await this.get('points').getAttribute('data-epoch', { timeout: limit }));
        return shown >= epoch && shown;
      },
      limit,
    );
  }

  async pointsShown(): Promise<number> {
    return Number(await this.get('points').getAttribute('data-points'));
  }

  async status(text: string | RegExp, limit = 180_000): Promise<void> {
    await this.get('status').filter({ hasText: text }).waitFor({ timeout: limit });
  }

  async page(name: 'space' | 'reconstructions'): Promise<void> {
    await this.get(`page-${name}`).click();
  }

  /** Chooses in one of the toolkit's lists by the option's text. */
  async choose(testid: string, option: string): Promise<void> {
    await this.get(testid).click();
    await this.get(testid).locator('vscode-option').filter({ hasText: option }).first().click();
  }

  /** Moves the pointer over the space until it is on a point, and clicks. Answers the index that the inspector shows. */
  async clickSomePoint(): Promise<number> {
    const box = await this.get('points').boundingBox();
    if (!box) throw new Error('The space is not in sight.');
    const { mouse } = this.workbench.page;
    for (let ring = 0; ring < 12; ring++) {
      for (let turn = 0; turn < 8; turn++) {
        const [angle, reach] = [(turn * Math.PI) / 4, ring * 0.03 * Math.min(box.width, box.height)];
        const x = box.x + box.width / 2 + Math.cos(angle) * reach;
        const y = box.y + box.height / 2 + Math.sin(angle) * reach;
        await mouse.move(x, y);
        const hit = await this.get('tooltip')
          .waitFor({ timeout: 300 })
          .then(() => true)
          .catch(() => false);
        if (!hit) continue;
        await mouse.click(x, y);
        await this.get('inspector-title').waitFor();
        return this.inspectedIndex();
      }
    }
    throw new Error('No point is under the pointer anywhere near the middle.');
  }

  async inspectedIndex(): Promise<number> {
    return Number(await this.get('inspector').getAttribute('data-index'));
  }

  /** How many different colours an element shows: one means that it is blank. */
  async coloursOf(element: Locator): Promise<number> {
    const bytes = await this.pixels(element);
    return new Set(new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)).size;
  }

  /** RGBA, row by row. */
  async pixels(element: Locator): Promise<Uint8Array> {
    return Uint8Array.from(PNG.sync.read(await element.screenshot()).data);
  }
}
