import type { EpochMetrics } from '../../src/protocol/run';
import { h } from '../dom';
import { t } from '../l10n';
import { select } from '../native-controls';
import type { Panel } from '../panel';
import type { Store } from '../state/store';
import { createChart } from '../training/chart';
import type { Measure } from '../training/curve-data';
import { measuresOf } from '../training/measure-words';
import type { Compared } from './comparison';
import { overlaid } from './overlaid';

/** The curves of both runs over each other: of a measure that both have, of held-out examples where both have some. */
export function createComparedCurves({ session, theme, view }: Panel, compared: Store<Compared>): HTMLElement {
  const measure = select(t('Measure'), 'compare-measure', []);
  const chart = createChart({ value: 'loss', label: '' }, (epoch) => goTo(epoch), {
    train: t('This run'),
    validation: t('The other'),
  });
  chart.element.classList.add('chosen');
  const key = h(
    'p',
    { class: 'curve-key' },
    h('span', { class: 'value-train' }, t('This run')),
    h('span', { class: 'value-validation' }, t('The other')),
  );
  const note = h('p', { class: 'hint' });
  const element = h(
    'section',
    { class: 'compare-part compare-curves', testid: 'compare-curves' },
    h('h3', {}, t('Training curves')),
    measure.element,
    chart.element,
    key,
    note,
  );
  function goTo(epoch: number): void {
    if (session.get().frames.includes(epoch)) view.change(t('go to epoch {0}', epoch), { epoch }, 'epoch');
  }
  const draw = () => {
    const other = compared.get().now?.others[0];
    const { history, run } = session.get();
    const { config } = run.record;
    element.hidden = !other || history.length === 0 || other.history.length === 0 || other.directory === run.directory;
    if (!other || element.hidden) return;
    const theirs = new Set(measuresOf(other.config).map(({ value }) => value));
    measure.offer(measuresOf(config).filter(({ value }) => theirs.has(value)));
    const heldOut = isHeldOut(history) && isHeldOut(other.history);
    const curve = overlaid(
      { history, config },
      { history: other.history, config: other.config },
      measure.value as Measure,
      heldOut,
    );
    const until = curve.epochs[curve.epochs.length - 1];
    chart.show({ curve, until, scale: 'linear', marked: compared.get().now?.epoch ?? null });
    note.textContent = heldOut
      ? t('Of examples that were held out. Losses of different objectives or likelihoods say nothing of each other.')
      : t('Of training examples. Losses of different objectives or likelihoods say nothing of each other.');
  };
  measure.input.addEventListener('change', draw);
  compared.watch((state) => state.now, draw);
  session.changed((state) => state.history, draw);
  theme.changed(
    (state) => state.revision,
    () => chart.restyle(),
  );
  return element;
}

function isHeldOut(history: readonly EpochMetrics[]): boolean {
  return history.some(({ validation }) => validation !== null);
}
