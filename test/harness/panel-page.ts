import type { FrameLocator, Locator, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { until } from './processes';

/** Where a panel is: in the frame of a webview, or in a page of its own. */
export type PanelFrame = Pick<FrameLocator, 'locator' | 'getByTestId' | 'getByText' | 'getByRole' | 'getByLabel'>;

/** What shows panels. */
interface Window {
  readonly page: Page;
  webview(index: number): PanelFrame;
}

/** The extension's panel, as a person uses it. */
export class PanelPage {
  readonly frame: PanelFrame;

  /** @param index Which of the panels in sight, from 0. */
  constructor(
    private readonly workbench: Window,
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
  async epochShown(epoch: number): Promise<number> {
    return until(`the points of epoch ${epoch}`, async () => {
      const shown = Number(await this.get('points').getAttribute('data-epoch'));
      return shown >= epoch && shown;
    });
  }

  /** Waits until there are points on show, and answers how many. */
  async pointsShown(): Promise<number> {
    return until('points', async () => Number(await this.get('points').getAttribute('data-points')));
  }

  async status(text: string | RegExp): Promise<void> {
    await this.get('status').filter({ hasText: text }).waitFor();
  }

  /** Opens a card over the points, which is folded where there is little room. */
  async unfold(card: 'selection' | 'legend'): Promise<void> {
    const toggle = this.get(`${card}-toggle`);
    if ((await toggle.getAttribute('aria-expanded')) === 'false') await toggle.click();
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
    const box = await until('the space', () => this.get('points').boundingBox());
    const { mouse } = this.workbench.page;
    // While points glide or the camera moves, nothing is under the pointer: then all places are tried again.
    const { x, y } = await until('a point under the pointer near the middle', async () => {
      for (const place of placesAround(box)) {
        await mouse.move(place.x, place.y);
        if (await this.pointsAtSomething()) return place;
      }
      return undefined;
    });
    await mouse.click(x, y);
    await this.get('inspector-title').waitFor();
    return this.inspectedIndex();
  }

  /** What is under the pointer is looked for with the next frame, and its tooltip shown at once. */
  private async pointsAtSomething(): Promise<boolean> {
    await this.frame
      .locator('body')
      .evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
    return this.get('tooltip').isVisible();
  }

  async inspectedIndex(): Promise<number> {
    return Number(await this.get('inspector').getAttribute('data-index'));
  }

  /** How many different colours an element shows: one means that it is blank. */
  async coloursOf(element: Locator): Promise<number> {
    const bytes = await this.pixels(element);
    return new Set(new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)).size;
  }

  /** RGBA, row by row. The panel may exchange an element while its picture is taken: then the next one's is. */
  async pixels(element: Locator): Promise<Uint8Array> {
    const picture = await until('a picture', () =>
      element.screenshot().catch((error: Error) => {
        if (/not attached/.test(error.message)) return null;
        throw error;
      }),
    );
    return Uint8Array.from(PNG.sync.read(picture).data);
  }
}

/** Places in rings around the middle of a box, the middle first. */
function* placesAround(box: {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}) {
  for (let ring = 0; ring < 12; ring++) {
    for (let turn = 0; turn < 8; turn++) {
      const [angle, reach] = [(turn * Math.PI) / 4, ring * 0.03 * Math.min(box.width, box.height)];
      const x = box.x + box.width / 2 + Math.cos(angle) * reach;
      yield { x, y: box.y + box.height / 2 + Math.sin(angle) * reach };
      if (ring === 0) break;
    }
  }
}
