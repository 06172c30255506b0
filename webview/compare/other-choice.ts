import { h } from '../dom';
import { t } from '../l10n';
import { type Choice, select } from '../native-controls';
import type { Panel } from '../panel';
import type { Store } from '../state/store';
import { chosenOther } from './chosen-other';
import type { Compared } from './comparison';

const newest = '';

/** Which run, and which of its epochs. */
export function createOtherChoice(panel: Panel, compared: Store<Compared>): HTMLElement {
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
