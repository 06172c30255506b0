import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { projectRoot } from '../harness/paths';
import { useEditor } from './editor';
import { violations } from './violations';

function readStrings(path: string): Record<string, string> {
  return JSON.parse(readFileSync(join(projectRoot, path), 'utf8'));
}

/** Matches what an English text of ours becomes when its placeholders are filled in. */
function filledIn(text: string): RegExp {
  const escaped = text.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '.+');
  return new RegExp(`^${escaped}$`, 's');
}

/** Every text of ours in English that has another form in Chinese. Without letters of its own a text is of no language. */
function englishTexts(): readonly RegExp[] {
  const bundle = Object.entries(readStrings('l10n/bundle.l10n.zh-cn.json'));
  const chinese = readStrings('package.nls.zh-cn.json');
  const manifest = Object.entries(readStrings('package.nls.json')).map(([key, text]) => [text, chinese[key]]);
  return [...bundle, ...manifest]
    .filter(([english, translated]) => english !== translated && /[A-Za-z]{3}/.test(english.replace(/\{\w+\}/g, '')))
    .map(([english]) => filledIn(english));
}

/** As much of a page's nodes as is looked at. */
interface PageNode {
  readonly tagName?: string;
  readonly textContent: string | null;
  readonly childNodes: Iterable<PageNode>;
  getAttribute?(name: string): string | null;
}

/** All that an area says: texts, and what its elements are called. */
async function textsOf(area: Locator): Promise<readonly string[]> {
  const found = await area.evaluate((root) => {
    const texts: string[] = [];
    const visit = (node: PageNode) => {
      if (node.tagName === 'SCRIPT' || node.tagName === 'STYLE') return;
      if (node.getAttribute === undefined) texts.push(node.textContent ?? '');
      for (const name of ['aria-label', 'title', 'placeholder', 'aria-valuetext']) {
        texts.push(node.getAttribute?.(name) ?? '');
      }
      for (const child of node.childNodes) visit(child);
    };
    visit(root as unknown as PageNode);
    return texts;
  });
  const lines = found.flatMap((text) => text.split('\n')).map((text) => text.trim());
  return [...new Set(lines)].filter((text) => text !== '');
}

describe('in Simplified Chinese', () => {
  const editor = useEditor({ locale: 'zh-CN' }, async (folder) => {
    const rows = Array.from({ length: 300 }, (_, i) => `${i % 17},${(i * 7) % 23},${['a', 'b'][i % 2]}`);
    await writeFile(join(folder, 'numbers.csv'), `x,y,kind\n${rows.join('\n')}\n`);
  });
  const titles = readStrings('package.nls.zh-cn.json');
  const english = englishTexts();

  /** That an area says something in Chinese, and nothing of ours in English. */
  async function assertChinese(area: Locator, ...expected: readonly string[]): Promise<void> {
    const texts = await textsOf(area);
    for (const text of expected) assert.ok(texts.includes(text), `${text} is not among ${texts.join(' | ')}`);
    assert.deepEqual(
      texts.filter((text) => english.some((pattern) => pattern.test(text))),
      [],
    );
  }

  it('would notice an English sentence', () => {
    for (const text of ['Latent space', 'Epoch 3 of 20', 'Show Log']) {
      assert.ok(
        english.some((pattern) => pattern.test(text)),
        text,
      );
    }
  });

  it('asks for data and a preset', async () => {
    const { workbench } = editor.session;
    await workbench.run(`Latent Lens: ${titles['command.trainVae']}`);
    await workbench.quickItems.filter({ hasText: 'numbers.csv' }).first().waitFor();
    const list = workbench.page.locator('.quick-input-widget:visible');
    await assertChinese(list);
    await workbench.pick('numbers.csv');
    await workbench.quickItems.filter({ hasText: '探索' }).first().waitFor();
    await assertChinese(list);
    await workbench.pick('探索');
  });

  it('shows the latent space, the inspector, and what the model makes', async () => {
    const { panel } = editor;
    await panel.status(/训练了 \d+ 轮/);
    await panel.epochShown(60);
    await panel.get('points').locator('[tabindex]').first().focus();
    await editor.session.workbench.page.keyboard.press('Enter');
    await panel.get('inspector-comparison').waitFor();
    await panel.get('cursor-toggle').click();
    await panel.get('samples-toggle').click();
    await panel.get('samples').locator('table').waitFor();
    await panel.get('epoch-slider').fill('0');
    await panel.frame.locator('[data-testid=points][data-epoch="0"]').waitFor();
    await panel.get('curves-table').click();
    await panel.get('histograms-toggle').click();
    await panel.frame.locator('[data-column=kind] .chart-category').first().waitFor();
    await panel.get('select-shown').click();
    await panel.unfold('selection');
    for (const summary of await panel.get('selection').locator('summary').all()) await summary.click();
    await panel.get('contact-sheet-note').filter({ hasText: /\d/ }).waitFor();
    await panel.frame.locator('[data-testid=selection-statistics][data-of]').waitFor();
    await assertChinese(
      panel.frame.locator('body'),
      '潜空间',
      '训练之前',
      '第 60 轮后的权重；图中的点属于第 0 轮，其权重没有保留',
    );
    assert.deepEqual(await violations(panel.frame), []);
    await panel.page('reconstructions');
    await panel.get('reconstruction-grid').locator('.cell[data-index]').first().waitFor();
    await assertChinese(panel.frame.locator('body'), '最差在前');
  });

  it('shows a file of data', async () => {
    await editor.session.workbench.openWith('numbers.csv', titles['editor.data']);
    await editor.panel.get('duplicates').filter({ hasText: /\d/ }).waitFor();
    await assertChinese(editor.panel.frame.locator('body'), '格式');
  });

  it('lists the run', async () => {
    const { page } = editor.session.workbench;
    await page.locator('.activitybar .action-label[aria-label="Latent Lens"]').click();
    const view = page.locator('.sidebar .composite.viewlet');
    await view.locator('.monaco-list-row').first().waitFor();
    await assertChinese(view);
  });
});
