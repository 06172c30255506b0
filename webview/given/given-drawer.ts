import './given-drawer.css';
import type { Sentence } from '../../src/protocol/errors';
import type { GivenContent, GivenInspection } from '../../src/protocol/given';
import type { Projection, Standing } from '../../src/protocol/trainer';
import { whenAnswersChange } from '../answers';
import { textButton } from '../controls';
import { h } from '../dom';
import { createDrawer } from '../drawer';
import { createComparison } from '../inspector/comparison';
import { createElbo } from '../inspector/elbo';
import { createNeighbours } from '../inspector/neighbours';
import { createPosterior } from '../inspector/posterior';
import { sentenceInWords, t } from '../l10n';
import { Latest } from '../latest';
import { formatNats, formatPercent } from '../numbers';
import { type Panel, projectionOf, whileShown } from '../panel';
import type { PointsView } from '../scene/points-view';
import { createSupportMeter } from '../space/support-meter';
import { weightsEpoch } from '../weights-epoch';
import { createWeightsNote } from '../weights-note';
import { createGivenInput } from './given-input';

interface Asked {
  readonly content: GivenContent;
  readonly projection: Projection;
}

/** What the model makes of an example that is none of the data: where it lies, how well it is taken, and what it is next to. */
export function createGivenDrawer(panel: Panel, points: Pick<PointsView, 'lookAt'>): { readonly element: HTMLElement } {
  const { asked, host, session, ui, view } = panel;
  const weights = createWeightsNote(panel);
  const comparison = createComparison(panel, t('What is given and its reconstruction'));
  const elbo = createElbo();
  const posterior = createPosterior();
  const neighbours = createNeighbours<GivenContent>(panel, {
    testid: 'given-neighbours',
    nearestByData: (given) => host.call('nearestInputsOfGiven', { content: given }),
  });
  const support = createSupportMeter();
  const loss = h('p', { testid: 'given-loss' });
  const said = h('ul', { class: 'given-warnings hint', testid: 'given-warnings' });
  const goThere = textButton({ label: t('Cursor Here'), testid: 'given-cursor', onClick: () => goTo() });
  const parts = [
    weights.element,
    said,
    comparison.element,
    loss,
    support.element,
    goThere.element,
    elbo.element,
    posterior.element,
    neighbours.element,
  ];
  const answer = h('div', { class: 'given-answer', testid: 'given-answer' });
  let content: GivenContent | null = null;
  let shown: GivenInspection | null = null;
  /** Whether the one that is on its way is the first of what was given: the view follows it there. */
  let isNew = false;

  const encoded = new Latest(
    ({ content, projection }: Asked) => host.call('encodeGiven', { content, projection, epoch: weightsEpoch(panel) }),
    (inspection, { content: given }) => show(inspection, given),
    panel.fail,
  );
  const ask = () => {
    if (content && ui.get().drawer === 'given') encoded.ask({ content, projection: projectionOf(panel) });
  };
  const take = (given: GivenContent) => {
    content = given;
    isNew = true;
    ask();
  };
  const input = createGivenInput({
    kind: session.get().run.record.data.kind,
    take,
    refuse: panel.tell,
  });
  const close = () => ui.set({ drawer: null });
  const labels = { id: 'given', title: t('Encode an example'), closing: t('Close the example'), close };
  const element = createDrawer(labels, [], input.element, answer);

  function show(inspection: GivenInspection, given: GivenContent): void {
    shown = inspection;
    // The inspector is made of the same: in the page is what can be seen.
    if (!answer.hasChildNodes()) answer.append(...parts);
    weights.show(inspection.epoch);
    said.replaceChildren(
      ...inspection.warnings.map((sentence: Sentence) => h('li', {}, sentenceInWords(sentence).text)),
    );
    said.hidden = inspection.warnings.length === 0;
    comparison.show(inspection);
    loss.textContent = inspection.loss ? lossInWords(inspection.loss) : '';
    support.show(inspection.support);
    elbo.show(inspection);
    posterior.show(inspection, isNew);
    neighbours.show(given, inspection.neighbours);
    if (!isNew) return;
    isNew = false;
    goTo();
    panel.announce(t('The example is encoded. {0}', loss.textContent ?? ''));
  }

  function goTo(): void {
    if (!shown) return;
    view.change(t('go to an encoded example'), { cursor: { on: true, position: [...shown.position] } });
    points.lookAt(shown.position);
  }

  const refresh = whileShown(panel, 'space', ask);
  ui.watch(
    (state) => state.drawer === 'given',
    (open) => {
      element.hidden = !open;
      if (open) refresh();
      else {
        encoded.cancel();
        answer.replaceChildren();
      }
    },
  );
  whenAnswersChange(panel, ['projection'], refresh);
  panel.theme.changed(
    (state) => state.tone,
    () => shown && comparison.show(shown),
  );
  if (panel.offers('encodeGiven')) {
    takeFiles(async (file) => {
      ui.set({ page: 'space', drawer: 'given' });
      await input.takeFile(file);
    }, panel.fail);
    asked.watch(
      (state) => state.given,
      (given) => {
        if (!given) return;
        ui.set({ page: 'space', drawer: 'given' });
        take(given);
      },
    );
  }
  return { element };
}

/** Files that are dropped on the page or pasted into it. */
function takeFiles(take: (file: File) => Promise<void>, fail: (error: unknown) => void): void {
  document.addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  });
  const takeFrom = (event: Event, data: DataTransfer | null) => {
    const [file] = data?.files ?? [];
    if (!file) return;
    event.preventDefault();
    take(file).catch(fail);
  };
  document.addEventListener('drop', (event) => takeFrom(event, event.dataTransfer));
  document.addEventListener('paste', (event) => takeFrom(event, event.clipboardData));
}

function lossInWords({ value, usual, beyond }: Standing): string {
  return t(
    'Loss {0} nats, usually {1}: {2} of the training examples have as large a one.',
    formatNats(value),
    formatNats(usual),
    formatPercent(beyond),
  );
}
