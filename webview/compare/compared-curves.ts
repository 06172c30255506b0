import type { EpochMetrics } from '../../src/protocol/run';
import type { TermsConfig } from '../../src/protocol/terms';
import { h } from '../dom';
import { t } from '../l10n';
import { select } from '../native-controls';
import type { Panel } from '../panel';
import type { Store } from '../state/store';
import { createChart } from '../training/chart';
import { type Curve, curveOf, type Measure } from '../training/curve-data';
import { measuresOf } from '../training/measure-words';
import type { Comparison } from './compare-drawer';

/** A run as far as its curves are concerned. */
interface Course {
  readonly history: readonly EpochMetrics[];
  readonly config: TermsConfig;
}

/** The curves of both runs over each other: of a measure that both have, of held-out examples where both have some. */
export function createComparedCurves(
  { session, theme, view }: Panel,
  compared: Store<{ readonly now: Comparison | null }>,
): HTMLElement {
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

/** Both over the epochs that one of them has; null where the other has none. */
export function overlaid(one: Course, other: Course, measure: Measure, heldOut: boolean): Curve {
  const [own, theirs] = [one, other].map(({ history, config }) => {
    const { epochs, train, validation } = curveOf(history, measure, config);
    const values = heldOut ? validation : train;
    return new Map(epochs.map((epoch, at) => [epoch, values[at]]));
  });
  const epochs = [...new Set([...own.keys(), ...theirs.keys()])].sort((a, b) => a - b);
  return {
    epochs,
    train: epochs.map((epoch) => own.get(epoch) ?? null),
    validation: epochs.map((epoch) => theirs.get(epoch) ?? null),
  };
}
