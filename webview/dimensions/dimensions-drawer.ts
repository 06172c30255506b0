import './dimensions-drawer.css';
import { capabilitiesOf } from '../../src/protocol/capabilities';
import type { DimensionEffects } from '../../src/protocol/dimension-effects';
import type { SigmaHistograms } from '../../src/protocol/posterior-bodies';
import { isDiscrete } from '../../src/protocol/posteriors';
import type { EpochMetrics } from '../../src/protocol/run';
import { whenAnswersChange } from '../answers';
import { h } from '../dom';
import { createDrawer } from '../drawer';
import { t } from '../l10n';
import { Latest } from '../latest';
import { select } from '../native-controls';
import { formatFixed } from '../numbers';
import { type Panel, whileShown } from '../panel';
import { weightsEpoch } from '../weights-epoch';
import { createWeightsNote } from '../weights-note';
import { createDimensionRow } from './dimension-row';

/** An epoch for which the KL of each dimension is known. */
type Known = EpochMetrics & Required<Pick<EpochMetrics, 'klDimensions'>>;

/** The latent dimensions, ranked by their KL or by what they do to the decoder: the KL over the epochs as a map of heat, the effect as a bar. */
export function createDimensionsDrawer(panel: Panel): { readonly element: HTMLElement } {
  const { host, session, theme, ui } = panel;
  const { model } = session.get().run.record.config;
  const { klByDimension, spread } = capabilitiesOf(model);
  const rows = h('div', { class: 'dimension-rows', testid: 'dimension-rows' });
  const hint = h('p', { class: 'hint' });
  const weights = createWeightsNote(panel);
  // Between codes of a list nothing is decoded.
  const hasEffects = panel.offers('dimensionEffects') && !isDiscrete(model);
  const orders = [
    ...(klByDimension ? [{ value: 'kl' as const, label: t('By KL') }] : []),
    ...(hasEffects ? [{ value: 'effect' as const, label: t('By effect on the decoder') }] : []),
  ];
  const order = select(t('Order'), 'dimension-order', orders);
  order.element.hidden = orders.length < 2;
  order.input.addEventListener('change', () => draw());
  const close = () => ui.set({ drawer: null });
  const labels = { id: 'dimensions', title: t('Dimensions'), closing: t('Close the dimensions'), close };
  const element = createDrawer(labels, [], hint, order.element, weights.element, rows);
  let effects: DimensionEffects | null = null;
  let sigmas: SigmaHistograms | null = null;
  const hasSigmas = spread && panel.offers('sigmaHistograms');

  const isOpen = () => ui.get().drawer === 'dimensions';
  const draw = () => {
    if (!isOpen()) return;
    const known = session.get().history.filter((metrics): metrics is Known => metrics.klDimensions !== undefined);
    hint.textContent = [klByDimension ? wordsOf(known) : withoutKl(), sigmaWords(sigmas)].join(' ').trim();
    const kls = known.map(({ klDimensions }) => klDimensions);
    const changes = effects?.changes;
    const rank = order.value === 'kl' ? kls.at(-1) : changes;
    const dimensions = Array.from({ length: model.latent }, (_, dimension) => dimension);
    if (rank) dimensions.sort((a, b) => rank[b] - rank[a]);
    const most = {
      kl: kls.reduce((largest, values) => values.reduce((a, b) => Math.max(a, b), largest), 1e-9),
      change: changes?.reduce((a, b) => Math.max(a, b), 1e-9) ?? 1,
    };
    const { tone } = theme.get();
    const rowOf = (dimension: number) => {
      const kl = kls.map((values) => values[dimension]);
      const effect = effects && { change: effects.changes[dimension], metric: effects.metric[dimension] };
      return createDimensionRow(
        panel,
        dimension,
        { kl, effect, sigmas: sigmas && ofDimension(sigmas, dimension) },
        most,
        tone,
      );
    };
    rows.replaceChildren(...dimensions.map(rowOf));
  };
  const found = new Latest(
    (epoch: number | null) => host.call('dimensionEffects', { epoch }),
    (answer) => {
      effects = answer;
      weights.show(answer.epoch);
      draw();
    },
    panel.fail,
  );
  const foundSigmas = new Latest(
    (epoch: number | null) => host.call('sigmaHistograms', { epoch }),
    (answer) => {
      sigmas = answer;
      weights.show(answer.epoch);
      draw();
    },
    panel.fail,
  );
  const refresh = whileShown(panel, 'space', () => {
    if (!isOpen()) return;
    draw();
    if (hasSigmas && session.get().frames.length > 0) foundSigmas.ask(weightsEpoch(panel));
    if (hasEffects && session.get().frames.length > 0) found.ask(weightsEpoch(panel));
  });
  ui.watch(isOpen, (open) => {
    element.hidden = !open;
    if (open) refresh();
    else {
      found.cancel();
      foundSigmas.cancel();
    }
  });
  session.changed((state) => state.history, draw);
  whenAnswersChange(panel, [], refresh);
  theme.changed((state) => state.revision, draw);
  return { element };
}

function wordsOf(known: readonly Known[]): string {
  if (known.length === 0)
    return t('The KL by dimension is kept after each epoch from this version on; this run has none yet.');
  const [first, last] = [known[0], known[known.length - 1]];
  return t(
    'KL of each dimension from the prior, nats, mean over all examples, epochs {0} to {1}. One near 0 is as the prior: the decoder does not use it. A click makes a dimension an axis.',
    first.epoch,
    last.epoch,
  );
}

function withoutKl(): string {
  return t('This model has no KL that is known dimension by dimension.');
}

function ofDimension({ counts, edges }: SigmaHistograms, dimension: number) {
  const bins = edges.length - 1;
  return { counts: counts.subarray(dimension * bins, (dimension + 1) * bins), edges };
}

function sigmaWords(sigmas: SigmaHistograms | null): string {
  if (!sigmas) return '';
  const largest = formatFixed(sigmas.edges[sigmas.edges.length - 1], 1);
  return t(
    'The bars below are how many posteriors have which σ, from 0 to {0} and more; the line is at 1, the prior’s. All near it: the dimension tells nothing of the example.',
    largest,
  );
}
