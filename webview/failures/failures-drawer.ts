import './failures-drawer.css';
import { absenceWords, kindWords } from '../../src/protocol/failure-words';
import type { Correction, Failure, FailureKind, FailureList, Failures } from '../../src/protocol/failures';
import { whenAnswersChange } from '../answers';
import { progressRing, textButton } from '../controls';
import { Bits } from '../data/bits';
import { h } from '../dom';
import { createDrawer } from '../drawer';
import { t } from '../l10n';
import { Latest } from '../latest';
import { formatInteger } from '../numbers';
import { type Panel, whileShown } from '../panel';
import type { PointsView } from '../scene/points-view';
import { weightsEpoch } from '../weights-epoch';
import { createWeightsNote } from '../weights-note';
import { correctionWords, createFailureItem } from './failure-item';

/** Of each kind. */
const top = 100;

/** What is likely wrong with single examples, by kind: to look at, to find in their files, and to decide about. */
export function createFailuresDrawer(
  panel: Panel,
  points: Pick<PointsView, 'lookAtExample'>,
): { readonly element: HTMLElement } {
  const { host, session, ui, view } = panel;
  const waiting = progressRing(t('Failures are looked for'));
  const weights = createWeightsNote(panel);
  const kinds = h('div', { class: 'failure-kinds', role: 'group', 'aria-label': t('Kinds of failures') });
  const hint = h('p', { class: 'hint', testid: 'failures-hint' });
  const items = h('ol', { class: 'failure-list', testid: 'failure-list' });
  const problems = textButton({
    label: t('Show as Problems'),
    testid: 'failures-problems',
    onClick: () => showProblems(),
  });
  const selectAll = textButton({ label: t('Select these'), testid: 'failures-select', onClick: () => select() });
  const buttons = h('div', { class: 'failure-buttons' }, selectAll.element, problems.element);
  const close = () => ui.set({ drawer: null });
  const labels = { id: 'failures', title: t('Failures'), closing: t('Close failures'), close };
  const element = createDrawer(labels, [], weights.element, waiting, kinds, buttons, hint, items);
  element.hidden = true;
  let lists: readonly FailureList[] = [];
  let chosen: FailureKind = 'label';
  const isOpen = () => ui.get().drawer === 'failures';

  const list = () => lists.find(({ kind }) => kind === chosen);
  const draw = () => {
    kinds.replaceChildren(...lists.map((each) => kindButton(each, each.kind === chosen, () => choose(each.kind))));
    const shown = list();
    buttons.hidden = lists.length === 0;
    selectAll.setDisabled(!shown || shown.failures.length === 0);
    hint.textContent = shown ? hintOf(shown) : '';
    items.replaceChildren(
      ...(shown?.failures ?? []).map((failure) => createFailureItem(panel, points, chosen, failure, { decide })),
    );
  };
  const choose = (kind: FailureKind) => {
    chosen = kind;
    draw();
    kinds.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
  };
  const decide = (failure: Failure, correction: Correction | null) => {
    if (failure.row === null) return;
    host.call('correct', { row: failure.row, correction }).then(({ file }) => {
      const words = correction ? correctionWords(correction) : t('Taken back');
      panel.announce(t('Example {0}: {1}. Written to {2}', String(failure.index), words, file));
    }, panel.fail);
  };
  const select = () => {
    const indices = list()?.failures.map(({ index }) => index) ?? [];
    view.change(t('select what is likely wrong'), {
      selection: Bits.of(
        session.get().run.record.data.examples,
        [...indices].sort((a, b) => a - b),
      ),
    });
  };
  const showProblems = () => {
    host.call('showProblems', {}).then(({ problems: count }) => {
      panel.announce(t('{0} problems in the editor', count));
      if (count === 0) panel.tell(t('Nothing of this has a line or an image of its own that an editor could show.'));
    }, panel.fail);
  };
  const show = (found: Failures) => {
    waiting.hidden = true;
    weights.show(found.epoch);
    lists = found.lists;
    const first = lists.find(({ likely }) => likely > 0) ?? lists[0];
    if (lists.every(({ kind, likely }) => kind !== chosen || likely === 0) && first) chosen = first.kind;
    draw();
  };
  const found = new Latest(
    (epoch: number | null) => host.call('failures', { top, epoch }),
    show,
    (error) => {
      waiting.hidden = true;
      panel.fail(error);
    },
  );
  const refresh = whileShown(panel, 'space', () => {
    if (!isOpen() || session.get().frames.length === 0) return;
    waiting.hidden = false;
    found.ask(weightsEpoch(panel));
  });
  ui.watch(isOpen, (open) => {
    element.hidden = !open;
    if (open) refresh();
    else found.cancel();
  });
  whenAnswersChange(panel, [], refresh);
  host.on('corrected', ({ row, correction }) => {
    const focused = document.activeElement?.closest<HTMLElement>('.failure')?.dataset.testid;
    lists = lists.map((each) => ({ ...each, failures: each.failures.map((failure) => withDecision(failure)) }));
    draw();
    // Whoever decided by key stands where that can be taken back.
    if (focused) items.querySelector<HTMLElement>(`[data-testid="${focused}"] .failure-actions vscode-button`)?.focus();

    function withDecision(failure: Failure): Failure {
      if (failure.row !== row) return failure;
      const { correction: _, ...undecided } = failure;
      return correction ? { ...undecided, correction } : undecided;
    }
  });
  return { element };
}

function kindButton({ kind, likely, absence }: FailureList, isChosen: boolean, choose: () => void): HTMLElement {
  const name = kindWords(kind, t);
  const count = absence ? '–' : formatInteger(likely);
  return h(
    'button',
    {
      type: 'button',
      class: 'failure-kind',
      testid: `failures-${kind}`,
      'aria-pressed': String(isChosen),
      'aria-label': absence ? `${name}: ${absenceWords(absence, t)}` : t('{0}: {1}', name, likely),
      on: { click: choose },
    },
    h('span', {}, name),
    h('span', { class: 'failure-count' }, count),
  );
}

/** Why nothing is listed, or what is. */
function hintOf({ kind, absence, likely, failures, unjudged = 0 }: FailureList): string {
  if (absence) return absenceWords(absence, t);
  const left =
    unjudged > 0 ? t('{0} examples are of classes with fewer than five members, and not judged.', unjudged) : '';
  const isRanked = kind === 'support' || kind === 'reconstruction' || kind === 'kl' || kind === 'gap';
  const words = isRanked
    ? t('Far from the usual: {0}. The {1} furthest are listed.', likely, failures.length)
    : failures.length < likely
      ? t('The first {0} of {1} are listed.', failures.length, likely)
      : likely === 0
        ? t('None was found.')
        : '';
  return [words, left].filter(Boolean).join(' ');
}
