import './prior-drawer.css';
import { capabilitiesOf } from '../../src/protocol/capabilities';
import type { PriorFit } from '../../src/protocol/prior-fit';
import { whenAnswersChange } from '../answers';
import { progressRing, textButton } from '../controls';
import { Bits } from '../data/bits';
import { h } from '../dom';
import { createDrawer } from '../drawer';
import { t } from '../l10n';
import { Latest } from '../latest';
import { namedNumber } from '../named-number';
import { formatFixed, formatPercent } from '../numbers';
import { type Panel, projectionOf, whileShown } from '../panel';
import type { PointsView } from '../scene/points-view';
import { weightsEpoch } from '../weights-epoch';
import { createWeightsNote } from '../weights-note';
import { createMarginals } from './marginals';
import { createPriorPlaces } from './prior-places';

/** Of the draws and of the permutations: the same weights have the same holes whenever they are looked for. */
const seed = 1;

/** Where the prior and the codes do not agree: what is drawn that no code is like, and codes that are never drawn. */
export function createPriorDrawer(
  panel: Panel,
  points: Pick<PointsView, 'lookAt' | 'lookAtExample' | 'update'>,
): { readonly element: HTMLElement; readonly spotClicked: (number: number) => void } {
  const { host, session, ui, view } = panel;
  const why = whyNot(panel);
  const waiting = progressRing(t('Prior and codes are compared'));
  const weights = createWeightsNote(panel);
  const places = createPriorPlaces(panel, points);
  const content = h('div', { class: 'prior-fit', testid: 'prior-fit' });
  const close = () => ui.set({ drawer: null });
  const labels = { id: 'prior', title: t('Prior and codes'), closing: t('Close prior and codes'), close };
  const nothing = h('p', { class: 'hint', testid: 'prior-none' }, why ?? '');
  const element = createDrawer(labels, [], ...(why === null ? [weights.element, waiting, content] : [nothing]));
  element.hidden = true;

  const show = (fit: PriorFit) => {
    waiting.hidden = true;
    weights.show(fit.epoch);
    places.show(fit);
    places.mark(true);
    content.replaceChildren(...inWords(panel, fit), places.element, ...createMarginals(panel, fit.marginals));
  };
  const compared = new Latest(
    (projection: ReturnType<typeof projectionOf>) =>
      host.call('priorFit', { projection, seed, epoch: weightsEpoch(panel) }),
    show,
    panel.fail,
  );
  const refresh = whileShown(panel, 'space', () => {
    if (why !== null || ui.get().drawer !== 'prior' || session.get().frames.length === 0) return;
    waiting.hidden = false;
    compared.ask(projectionOf(panel));
  });
  ui.watch(
    (state) => state.drawer === 'prior',
    (open) => {
      element.hidden = !open;
      if (open) {
        refresh();
        return;
      }
      compared.cancel();
      places.mark(false);
    },
  );
  // They are where they were in the layout before.
  view.changed(
    (state) => state.projection,
    () => places.mark(false),
  );
  whenAnswersChange(panel, ['projection'], refresh);
  return { element, spotClicked: places.clicked };
}

/** Why the model has nothing to compare; null: it has. */
function whyNot({ session }: Panel): string | null {
  const { prior, spread } = capabilitiesOf(session.get().run.record.config.model);
  if (!prior) return t('A plain autoencoder has no prior: nothing says where its codes should lie.');
  if (!spread)
    return t(
      'The codes of this model are drawn from a list, all alike probable: no place between them means anything.',
    );
  return null;
}

/** The three numbers, each with what it would be if the prior and the codes agreed. */
function inWords({ view, session }: Panel, { holes, improbable, twoSample }: PriorFit): readonly HTMLElement[] {
  const { value, error } = holes.share;
  const select = textButton({
    label: t('Select these'),
    testid: 'improbable-select',
    onClick: () => {
      const { examples } = session.get().run.record.data;
      view.change(t('select the codes that the prior hardly draws'), {
        selection: Bits.of(examples, improbable.indices),
      });
    },
  });
  select.element.hidden = improbable.indices.length === 0;
  return [
    namedNumber(
      t('Holes'),
      t('{0} ± {1}', formatPercent(value), formatPercent(error)),
      t('of the prior’s draws lie where no code is; 1 % if both agreed'),
      'holes-share',
    ),
    namedNumber(
      t('Hardly drawn'),
      formatPercent(improbable.share),
      t('of the codes are less probable than 99 % of the prior’s draws'),
      'improbable-share',
    ),
    select.element,
    namedNumber(
      t('MMD²'),
      t('{0} ± {1}', formatFixed(twoSample.value, 4), formatFixed(twoSample.error, 4)),
      t('between {0} draws of each, p = {1}; 0 if both agreed', twoSample.draws, formatFixed(twoSample.pValue, 3)),
      'two-sample',
    ),
  ];
}
