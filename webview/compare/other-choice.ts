import { mostCompared, type OtherRun } from '../../src/protocol/compare';
import { h } from '../dom';
import { t } from '../l10n';
import { type Choice, select } from '../native-controls';
import type { Panel } from '../panel';
import type { Store } from '../state/store';
import type { Comparison } from './compare-drawer';

const newest = '';

/** What this run is held against: what a person chose, as long as it is there; else a run of another panel, else its own first epoch. */
export function chosenOther({ linked, session, ui }: Pick<Panel, 'linked' | 'session' | 'ui'>): OtherRun {
  const { run, frames } = session.get();
  const { runs } = linked.peers.get();
  const { against } = ui.get();
  const isThere = ({ directory }: OtherRun) =>
    directory === run.directory || runs.some((peer) => peer.directory === directory);
  if (against && isThere(against)) return against;
  return runs.length > 0
    ? { directory: runs[0].directory, epoch: null }
    : { directory: run.directory, epoch: frames[0] ?? null };
}

/** The chosen one first, and then the runs of the other panels. */
export function othersOf(panel: Pick<Panel, 'linked' | 'session' | 'ui'>): readonly OtherRun[] {
  const chosen = chosenOther(panel);
  const rest = panel.linked.peers.get().runs.filter(({ directory }) => directory !== chosen.directory);
  return [chosen, ...rest.map(({ directory }) => ({ directory, epoch: null }))].slice(0, mostCompared - 1);
}

/** Which run, and which of its epochs. */
export function createOtherChoice(panel: Panel, compared: Store<{ readonly now: Comparison | null }>): HTMLElement {
  const { linked, session, ui } = panel;
  const { directory: own } = session.get().run;
  const runs = select(t('With'), 'compare-with', []);
  const epochs = select<string>(t('Epoch'), 'compare-epoch', [{ value: newest, label: t('newest') }]);
  const alone = h(
    'p',
    { class: 'hint', testid: 'compare-alone' },
    t(
      'No other panel shows a run of the same data. Compare Runs opens some; runs of different data have no examples in common.',
    ),
  );
  runs.input.addEventListener('change', () => {
    const epoch = runs.value === own ? (session.get().frames[0] ?? null) : null;
    ui.set({ against: { directory: runs.value, epoch } });
  });
  epochs.input.addEventListener('change', () => {
    const epoch = epochs.value === newest ? null : Number(epochs.value);
    ui.set({ against: { directory: runs.value, epoch } });
  });
  const draw = () => {
    const peers = linked.peers.get().runs;
    const { directory, epoch } = chosenOther(panel);
    alone.hidden = peers.length > 0;
    runs.offer([
      ...peers.map((peer): Choice<string> => ({ value: peer.directory, label: peer.name })),
      { value: own, label: t('This run, at another epoch') },
    ]);
    runs.value = directory;
    const other = compared.get().now?.others.find((run) => run.directory === directory);
    const frames = directory === own ? session.get().frames : (other?.frames ?? []);
    const known = epoch === null || frames.includes(epoch) ? frames : [...frames, epoch];
    epochs.offer([
      { value: newest, label: t('newest') },
      ...known.map((frame) => ({ value: String(frame), label: String(frame) })),
    ]);
    epochs.value = epoch === null ? newest : String(epoch);
  };
  linked.peers.changed((state) => state.runs, draw);
  ui.changed((state) => state.against, draw);
  session.changed((state) => state.frames, draw);
  compared.changed((state) => state.now, draw);
  draw();
  return h('div', { class: 'compare-choice' }, runs.element, epochs.element, alone);
}
