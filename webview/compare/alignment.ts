import type { OtherRun } from '../../src/protocol/compare';
import { defaultProjection } from '../../src/protocol/projection';
import { textButton } from '../controls';
import { h } from '../dom';
import { t } from '../l10n';
import { ontoOf } from '../layouts/chosen-layout';
import { checkbox } from '../native-controls';
import type { Panel } from '../panel';
import type { Store } from '../state/store';
import { chosenOther } from './chosen-other';
import type { Compared } from './comparison';

/** The points turned to where those of the other are, and coloured by the neighbours that they keep there. */
export function createAlignment(panel: Panel, compared: Store<Compared>): HTMLElement {
  return h('div', { class: 'compare-actions' }, createToggle(panel, compared), createColouring(panel, compared));
}

function createToggle(panel: Panel, compared: Store<Compared>): HTMLElement {
  const { host, linked, session, ui, view } = panel;
  const { latent } = session.get().run.record.config.model;
  const { element, input } = checkbox(t('Turn these points to the other’s'), 'compare-align', false);
  element.title = t('By the directions that bring the codes nearest to where the other’s are shown');
  const show = () => {
    input.checked = isSame(ontoOf(view.get().projection), chosenOther(panel));
  };
  async function turn(): Promise<void> {
    const { now } = compared.get();
    if (!now) return;
    const chosen = chosenOther(panel);
    const axes = await host.call('axesOf', chosen);
    const [{ config, name }] = now.others;
    // Of the other's kind, so that both are looked at from the same place.
    const projection = { ...defaultProjection(config.model.latent), onto: { ...chosen, ...(axes && { axes }) } };
    view.change(t('turn the points to those of {0}', name), { projection, cursor: awayFromHere() });
  }
  // A place of one layout means nothing in another.
  const awayFromHere = () => ({ ...view.get().cursor, position: null });
  input.addEventListener('change', () => {
    if (input.checked) void turn().catch(panel.fail).finally(show);
    else {
      const projection = defaultProjection(latent);
      view.change(t('lay the points out by themselves'), { projection, cursor: awayFromHere() });
    }
  });
  view.watch((state) => state.projection, show);
  ui.changed((state) => state.against, show);
  linked.peers.changed((state) => state.runs, show);
  return element;
}

function createColouring({ columns, fail, host, session, view }: Panel, compared: Store<Compared>): HTMLElement {
  const button = textButton({
    label: t('Colour by neighbours in common'),
    testid: 'compare-colour',
    onClick: () => void colour().catch(fail),
  });
  /** The columns that were computed, by what they are of: runs may have the same name. */
  const made = new Map<string, string>();
  const waiting = h('span', { class: 'hint', role: 'status' });
  async function colour(): Promise<void> {
    const { now } = compared.get();
    if (!now || waiting.textContent) return;
    const [{ directory, epoch: at, name: other }] = now.others;
    const { name: own } = session.get().run.record;
    const of = `${now.epoch} ${directory}@${at}`;
    let name = made.get(of);
    if (name === undefined) {
      waiting.textContent = t('Computing…');
      const call = host.call('neighboursInCommon', { epoch: now.epoch, other: { directory, epoch: at } });
      const { shares: values } = await call.finally(() => {
        waiting.textContent = '';
      });
      name = t('Neighbours in common: {0}@{1}, {2}@{3}', own, now.epoch, other, at);
      while (columns.info(name)) name = `${name}′`;
      made.set(of, name);
      columns.add({ name, role: 'factor', type: 'numeric', values });
    }
    view.change(t('colour by {0}', name), { colour: name });
  }
  compared.watch(
    ({ now }) => now?.others[0].likeness.overlap != null,
    (has) => {
      button.element.hidden = !has;
    },
  );
  return h('span', { class: 'compare-colouring' }, button.element, waiting);
}

function isSame(one: OtherRun | undefined, other: OtherRun): boolean {
  return one?.directory === other.directory && one.epoch === other.epoch;
}
