import './compare-drawer.css';
import type { ComparedOther, OtherRun } from '../../src/protocol/compare';
import { progressRing } from '../controls';
import { h } from '../dom';
import { createDrawer } from '../drawer';
import { describeError, t } from '../l10n';
import { Latest } from '../latest';
import { type Panel, whileShown } from '../panel';
import { createStore } from '../state/store';
import { createAlignment } from './alignment';
import { createComparedCurves } from './compared-curves';
import { createComparedPictures } from './compared-pictures';
import { createComparedTable } from './compared-table';
import { likenessInWords } from './likeness';
import { createOtherChoice, othersOf } from './other-choice';

/** What the run that is open is held against. */
export interface Comparison {
  /** Of this run's codes. */
  readonly epoch: number;
  /** The one that is chosen comes first. */
  readonly others: readonly ComparedOther[];
}

/** The run beside others of the same data, or beside another epoch of its own. */
export function createCompareDrawer(panel: Panel): { readonly element: HTMLElement } {
  const { host, linked, session, ui, view } = panel;
  const compared = createStore<{ readonly now: Comparison | null }>({ now: null });
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

  const isOpen = () => ui.get().drawer === 'compare';
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
