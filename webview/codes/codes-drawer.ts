import './codes-drawer.css';
import type { CodeLists } from '../../src/protocol/code-lists';
import { isDiscrete } from '../../src/protocol/posteriors';
import { whenAnswersChange } from '../answers';
import { h } from '../dom';
import { createDrawer } from '../drawer';
import { t } from '../l10n';
import { Latest } from '../latest';
import { type Panel, whileShown } from '../panel';
import { weightsEpoch } from '../weights-epoch';
import { createWeightsNote } from '../weights-note';
import { createCodeUsage } from './code-usage';
import { createSwapView } from './swap-view';

/** Of a discrete latent space: how often each code of its lists is chosen, and what another one in its place does. */
export function createCodesDrawer(panel: Panel): { readonly element: HTMLElement } {
  const { host, session, ui } = panel;
  if (!isDiscrete(session.get().run.record.config.model) || !panel.offers('codeLists'))
    return { element: h('aside', { hidden: true }) };
  const weights = createWeightsNote(panel);
  const usage = h('div', { class: 'code-lists', testid: 'code-lists' });
  const isOpen = () => ui.get().drawer === 'codes';
  const swap = createSwapView(panel, isOpen);
  const close = () => ui.set({ drawer: null });
  const labels = { id: 'codes', title: t('Codes'), closing: t('Close the codes'), close };
  const element = createDrawer(labels, [], weights.element, usage, swap.element);
  const show = (answer: CodeLists) => {
    weights.show(answer.epoch);
    usage.replaceChildren(...createCodeUsage(answer));
    swap.listed(answer);
  };
  const found = new Latest((epoch: number | null) => host.call('codeLists', { epoch }), show, panel.fail);
  const refresh = whileShown(panel, 'space', () => {
    if (isOpen() && session.get().frames.length > 0) found.ask(weightsEpoch(panel));
  });
  ui.watch(isOpen, (open) => {
    element.hidden = !open;
    if (open) refresh();
    else {
      found.cancel();
      swap.cancel();
    }
  });
  whenAnswersChange(panel, [], refresh);
  return { element };
}
