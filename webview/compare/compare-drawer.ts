import './compare-drawer.css';
import type { OtherRun } from '../../src/protocol/compare';
import { progressRing } from '../controls';
import { h } from '../dom';
import { createDrawer } from '../drawer';
import { describeError, t } from '../l10n';
import { Latest } from '../latest';
import { type Panel, whileShown } from '../panel';
import { createStore } from '../state/store';
import { createAlignment } from './alignment';
import { othersOf } from './chosen-other';
import { createComparedCurves } from './compared-curves';
import { createComparedPictures } from './compared-pictures';
import { createComparedTable } from './compared-table';
import type { Compared } from './comparison';
import { likenessInWords } from './likeness';
import { createOtherChoice } from './other-choice';

/** The run beside others of the same data, or beside another epoch of its own. */
export function createCompareDrawer(panel: Panel): { readonly element: HTMLElement } {
  const { host, linked, session, ui, view } = panel;
  const compared = createStore<Compared>({ now: null });
  const waiting = progressRing(t('The runs are compared'));
  const failed = h('p', { class: 'hint', role: 'status', testid: 'compare-failed' });
  const numbers = h('div', { class: 'compare-part', testid: 'likeness' });
  const choice = createOtherChoice(panel, compared);
  const found = h(
    'div',
    { class: 'compare-part', testid: 'comparison' },
    numbers,
    createAlignment(panel, compared),
    createComparedPictures(panel, compared),
    createComparedCurves(panel, compared),
    createComparedTable(panel, compared),
  );
  const close = () => ui.set({ drawer: null });
  const labels = { id: 'compare', title: t('Compare'), closing: t('Close the comparison'), close };
  const element = createDrawer(labels, [], choice, waiting, failed, found);
  element.hidden = true;

  const isOpen = () => panel.offers('compare') && ui.get().drawer === 'compare';
  const latest = new Latest(
    ({ epoch, others }: { readonly epoch: number | null; readonly others: readonly OtherRun[] }) =>
      host.call('compare', { epoch, others }),
    (now) => {
      waiting.hidden = true;
      failed.textContent = '';
      found.hidden = false;
      compared.set({ now });
      numbers.replaceChildren(...likenessInWords(now.others[0].likeness));
    },
    (error) => {
      waiting.hidden = true;
      found.hidden = true;
      compared.set({ now: null });
      failed.textContent = describeError(error)?.text ?? '';
    },
  );
  const refresh = whileShown(panel, 'space', () => {
    if (!isOpen() || session.get().frames.length === 0) return;
    waiting.hidden = false;
    latest.ask({ epoch: view.get().epoch, others: othersOf(panel) });
  });
  ui.watch(isOpen, (open) => {
    element.hidden = !open;
    if (open) refresh();
    else latest.cancel();
  });
  found.hidden = true;
  ui.changed((state) => state.against, refresh);
  linked.peers.changed((state) => state.runs, refresh);
  view.changed((state) => state.epoch, refresh);
  session.changed((state) => state.frames, refresh);
  return { element };
}
