import type { NeighbourSpace } from '../../src/protocol/input-neighbours';
import { progressRing, textButton } from '../controls';
import { Bits } from '../data/bits';
import { h, setText } from '../dom';
import { chosenSpace } from '../inspector/neighbours';
import { t } from '../l10n';
import { select } from '../native-controls';
import { needs } from '../needs';
import type { Panel } from '../panel';

/** As many as the trainer is asked for at once. */
const most = 1000;

/** Grows the selection by its nearest neighbours, or goes to the examples that are nearest to its centre. */
export function createGrowth(panel: Panel): { readonly element: HTMLElement } {
  const { host, session, ui, view } = panel;
  const { examples } = session.get().run.record.data;
  const count = h('input', {
    type: 'number',
    class: 'text-field growth-count',
    min: 1,
    max: most,
    value: 5,
    'aria-label': t('How many neighbours'),
    title: t('How many neighbours'),
    testid: 'growth-count',
  });
  const grow = textButton({ label: t('Grow'), testid: 'selection-grow', onClick: () => ask('each') });
  grow.element.title = t('Adds the nearest examples of each selected one');
  const centre = textButton({ label: t('Centre'), testid: 'selection-centre', onClick: () => ask('centre') });
  centre.element.title = t('Selects the examples nearest to the centre of the selection instead');
  const by = select<NeighbourSpace>(t('Nearest by'), 'growth-by', [
    { value: 'codes', label: t('Codes') },
    { value: 'data', label: t('Data') },
  ]);
  by.input.addEventListener('change', () => ui.set({ neighboursBy: by.value }));
  const cancel = textButton({ label: t('Cancel'), testid: 'growth-cancel', onClick: () => running?.abort() });
  const note = h('span', { class: 'hint', role: 'status', testid: 'growth-note' });
  const working = h('span', { class: 'growth-working' }, progressRing(t('Looking for neighbours')), cancel.element);
  working.hidden = true;
  const element = h(
    'div',
    { class: 'selection-actions', role: 'group', 'aria-label': t('Nearest neighbours') },
    h('span', { class: 'field-label', 'aria-hidden': 'true' }, t('Neighbours')),
    count,
    grow.element,
    centre.element,
    needs(by.element, 'nearestInputs'),
    working,
    note,
  );
  let running: AbortController | undefined;

  async function ask(place: 'each' | 'centre'): Promise<void> {
    const { selection } = view.get();
    const wanted = count.valueAsNumber;
    if (!selection) return;
    if (!Number.isInteger(wanted) || wanted < 1 || wanted > most) {
      setText(note, t('Give a whole number from 1 to {0}.', most));
      count.focus();
      return;
    }
    running?.abort();
    const mine = new AbortController();
    running = mine;
    setText(note, '');
    working.hidden = false;
    try {
      const { epoch } = view.get();
      const params = { of: selection.words, count: wanted, place, by: chosenSpace(panel), epoch };
      const found = await host.call('around', params, mine.signal);
      // Another was selected meanwhile.
      if (selection === view.get().selection) take(place, selection, Bits.ofWords(examples, found.examples));
    } catch (error) {
      if (!mine.signal.aborted) panel.fail(error);
    } finally {
      if (running === mine) working.hidden = true;
    }
  }

  function take(place: 'each' | 'centre', selection: Bits, found: Bits): void {
    if (place === 'centre') {
      view.change(t('select the nearest to the centre'), { selection: found });
      return;
    }
    const grown = selection.or(found);
    if (grown.equals(selection)) setText(note, t('All of its neighbours are in it already.'));
    else view.change(t('grow the selection'), { selection: grown });
  }

  ui.watch(
    (state) => state.neighboursBy,
    () => {
      by.value = chosenSpace(panel);
      setText(note, '');
    },
  );
  view.changed(
    (state) => state.selection,
    () => {
      running?.abort();
      setText(note, '');
    },
  );
  return { element };
}
