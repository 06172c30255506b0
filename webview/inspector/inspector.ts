import './inspector.css';
import type { Inspection } from '../../src/protocol/trainer';
import { whenAnswersChange } from '../answers';
import { splitTitle } from '../column-names';
import { iconButton, textButton } from '../controls';
import { h, setText } from '../dom';
import { cellText } from '../example-view';
import { t } from '../l10n';
import { Latest } from '../latest';
import { needs } from '../needs';
import { formatNats } from '../numbers';
import { type Panel, projectionOf } from '../panel';
import type { SpacePage } from '../space/space-page';
import { weightsEpoch } from '../weights-epoch';
import { createWeightsNote } from '../weights-note';
import { createComparison } from './comparison';
import { createElbo } from './elbo';
import { createNeighbours } from './neighbours';
import { createPosterior } from './posterior';

export interface Inspector {
  readonly element: HTMLElement;
}

/** Everything about the pinned example. It follows the training, and the epoch on show where its weights are kept. */
export function createInspector(panel: Panel, space: Pick<SpacePage, 'showNeighbours' | 'holdPlace'>): Inspector {
  const { host, session, ui, view } = panel;
  const { examples } = session.get().run.record.data;
  const title = h('h2', { class: 'inspector-title', testid: 'inspector-title' });
  const subtitle = h('p', { class: 'hint' });
  const weights = createWeightsNote(panel);
  const previous = iconButton('left', {
    label: t('Previous example'),
    testid: 'inspector-previous',
    onClick: () => step(-1),
  });
  const next = iconButton('right', { label: t('Next example'), testid: 'inspector-next', onClick: () => step(1) });
  const reveal = textButton({
    label: t('Reveal Source'),
    testid: 'reveal-source',
    onClick: () => {
      const { pinned } = view.get();
      if (pinned !== null) host.call('revealSource', { index: pinned }).catch(panel.fail);
    },
  });
  const placeCursor = textButton({ label: t('Cursor Here'), testid: 'cursor-here', onClick: () => moveCursor() });
  const close = iconButton('close', {
    label: t('Close'),
    testid: 'inspector-close',
    onClick: () => view.change(t('unpin'), { pinned: null }),
  });
  const goTo = h('input', {
    type: 'number',
    class: 'go-to',
    min: 0,
    max: examples - 1,
    step: 1,
    'aria-label': t('Go to example number'),
    title: t('Go to example number'),
    testid: 'inspector-index',
  });
  goTo.addEventListener('change', () => {
    const index = goTo.valueAsNumber;
    if (Number.isInteger(index) && index >= 0 && index < examples) {
      view.change(t('pin example {0}', String(index)), { pinned: index }, 'go to');
    } else goTo.value = String(view.get().pinned ?? '');
  });
  const comparison = createComparison(panel);
  const elbo = createElbo();
  const posterior = createPosterior();
  const neighbours = createNeighbours<number>(panel, {
    testid: 'neighbours',
    nearestByData: (index) => host.call('nearestInputs', { index }),
    onListed: space.showNeighbours,
  });
  const columns = h('dl', { class: 'columns', testid: 'inspector-columns' });
  const columnsSection = h('section', {}, h('h3', {}, t('Columns')), columns);
  const body = h(
    'div',
    { class: 'inspector-body' },
    comparison.element,
    elbo.element,
    posterior.element,
    neighbours.element,
    columnsSection,
  );
  const element = h(
    'aside',
    { class: 'inspector', 'aria-label': t('Inspector'), testid: 'inspector' },
    h(
      'header',
      { class: 'inspector-head' },
      h('div', { class: 'inspector-row' }, title, previous.element, goTo, next.element, close.element),
      subtitle,
      weights.element,
      h(
        'div',
        { class: 'inspector-actions' },
        needs(reveal.element, 'revealSource'),
        needs(placeCursor.element, 'decode'),
      ),
    ),
    body,
  );
  element.hidden = true;
  let shown: Inspection | null = null;

  const toggle = (open: boolean) => {
    if (element.hidden !== open) return;
    space.holdPlace();
    element.hidden = !open;
  };
  const show = (inspection: Inspection) => {
    if (inspection.index !== view.get().pinned) return;
    const another = inspection.index !== shown?.index;
    shown = inspection;
    element.dataset.index = String(inspection.index);
    const { label } = session.get().run.record.data;
    const value = inspection.columns.find((column) => column.name === label)?.value;
    const name = value === undefined || value === '' ? '' : cellText(value);
    setText(title, name === '' ? `#${inspection.index}` : `${label}: ${name}`);
    const place = inspection.source?.line === undefined ? '' : ` · ${t('line {0}', inspection.source.line)}`;
    setText(subtitle, `${splitTitle(inspection.split)}${place}`);
    subtitle.title = inspection.source?.path ?? '';
    reveal.element.hidden = inspection.source === null;
    weights.show(inspection.epoch);
    comparison.show(inspection);
    elbo.show(inspection);
    posterior.show(inspection, another);
    neighbours.show(inspection.index, inspection.neighbours);
    columnsSection.hidden = inspection.columns.length === 0;
    columns.replaceChildren(
      ...inspection.columns.flatMap(({ name, value: cell }) => [h('dt', {}, name), h('dd', {}, cellText(cell))]),
    );
    toggle(true);
    if (another) {
      body.scrollTop = 0;
      panel.announce(summarise(inspection, title.textContent ?? ''));
    }
  };
  const inspections = new Latest(
    (index: number) => host.call('inspect', { index, projection: projectionOf(panel), epoch: weightsEpoch(panel) }),
    show,
    panel.fail,
  );
  const refresh = () => {
    const { pinned } = view.get();
    if (pinned === null) {
      inspections.cancel();
      shown = null;
      toggle(false);
      panel.announce(t('Nothing is selected.'));
      return;
    }
    goTo.value = String(pinned);
    previous.setDisabled(pinned === 0);
    next.setDisabled(pinned === examples - 1);
    if (session.get().frames.length > 0) inspections.ask(pinned);
  };
  view.changed((state) => state.pinned, refresh);
  const follow = () => view.get().pinned !== null && refresh();
  whenAnswersChange(panel, [], follow);
  panel.theme.changed(
    (state) => state.tone,
    () => shown && comparison.show(shown),
  );
  ui.watch(
    (state) => state.page,
    (page) => {
      placeCursor.element.hidden = page !== 'space';
    },
  );
  if (view.get().pinned !== null) refresh();

  function step(by: number): void {
    const { pinned } = view.get();
    if (pinned === null) return;
    const next = Math.min(examples - 1, Math.max(0, pinned + by));
    view.change(t('pin example {0}', String(next)), { pinned: next }, 'step');
  }

  /** The place is asked for anew: the layout may have changed since the inspection. */
  async function moveCursor(): Promise<void> {
    const { pinned } = view.get();
    if (pinned === null) return;
    try {
      const { position } = await host.call('inspect', {
        index: pinned,
        projection: projectionOf(panel),
        epoch: weightsEpoch(panel),
      });
      view.change(t('move the cursor'), { cursor: { on: true, position: [...position] } });
    } catch (error) {
      panel.fail(error);
    }
  }

  return { element };
}

function summarise({ index, split, losses }: Inspection, name: string): string {
  const measure =
    losses.elbo === null
      ? t('reconstruction error {0} nats', formatNats(losses.terms.reconstruction))
      : t('ELBO {0} nats', formatNats(losses.elbo));
  return t('Example {0}, {1}, {2}: {3}.', String(index), name, splitTitle(split), measure);
}
