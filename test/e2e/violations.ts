import axe, { type AxeResults } from 'axe-core';
import type { PanelFrame } from '../harness/panel-page';

/** What axe finds wrong in a webview or page, with the element. */
export async function violations(frame: Pick<PanelFrame, 'locator'>): Promise<string[]> {
  const body = frame.locator('body');
  await body.evaluate(axe.source);
  // That rule wants the visible words in one piece; the names here are sentences with the same words in them.
  const rules = { 'label-content-name-mismatch': { enabled: false } };
  const options = JSON.stringify({ resultTypes: ['violations'], rules });
  const { violations } = (await body.evaluate(`axe.run(document, ${options})`)) as AxeResults;
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}
