import { presentFrame } from '../../src/protocol/run';
import { type Trails, trailLimit } from '../../src/protocol/trails';
import { Bits } from '../data/bits';
import { h, oncePerFrame, setText } from '../dom';
import { t } from '../l10n';
import { Latest } from '../latest';
import { checkbox, select } from '../native-controls';
import { needs } from '../needs';
import { type Panel, projectionOf, whileShown } from '../panel';
import type { PointsView } from '../scene/points-view';

const lengths = [4, 8, 16, 32] as const;

/** Trails of the selected points, or of the pinned one: their choice, and what they are in words. */
export function createTrails(panel: Panel, points: Pick<PointsView, 'update'>): readonly HTMLElement[] {
  const { fail, host, session, shown, view } = panel;
  const on = checkbox(t('Trails'), 'trails', false);
  const length = select(
    t('over the last'),
    'trails-epochs',
    lengths.map((epochs) => ({ value: String(epochs), label: t('{0} epochs', epochs) })),
  );
  const legend = h('span', { class: 'trail-legend', 'aria-hidden': 'true' });
  const words = h('span', { class: 'hint', role: 'status', testid: 'trails-words' });
  const change = (text: string, trails: Partial<{ on: boolean; epochs: number }>) =>
    view.change(text, { trails: { ...view.get().trails, ...trails } });
  on.input.addEventListener('change', () =>
    change(on.input.checked ? t('show the trails') : t('hide the trails'), { on: on.input.checked }),
  );
  length.input.addEventListener('change', () =>
    change(t('trails over {0} epochs', length.value), { epochs: Number(length.value) }),
  );

  const epochs = () => {
    const { frames } = session.get();
    const end = frames.indexOf(view.get().epoch ?? presentFrame(session.get()) ?? 0) + 1;
    return frames.slice(Math.max(0, end - view.get().trails.epochs), end);
  };
  const say = (text: string, drawn: boolean) => {
    legend.hidden = !drawn;
    setText(words, text);
  };
  const found = new Latest(
    ({ of, over }: { readonly of: Bits; readonly over: readonly number[] }) =>
      host.call('trails', { of: of.words, epochs: over, projection: projectionOf(panel) }),
    (trails, { of }) => {
      points.update({ trails });
      say(wordsOf(trails, of.count), true);
    },
    fail,
  );
  const clear = (text: string) => {
    found.cancel();
    points.update({ trails: null });
    say(text, false);
  };
  const refresh = oncePerFrame(
    whileShown(panel, 'space', () => {
      const { trails } = view.get();
      const of = followed(panel);
      const over = epochs();
      if (!trails.on) clear('');
      else if (!of) clear(t('Select points, or pin one, to see where they came from.'));
      else if (over.length < 2) clear(t('The first epoch has nothing before it.'));
      else found.ask({ of, over });
    }),
  );
  for (const part of ['epoch', 'pinned', 'projection', 'selection'] as const)
    view.changed((state) => state[part], refresh);
  session.changed((state) => state.frames, refresh);
  shown.changed((state) => state.examples, refresh);
  view.watch(
    (state) => state.trails,
    (trails) => {
      on.input.checked = trails.on;
      length.value = String(trails.epochs);
      length.element.hidden = !trails.on;
      refresh();
    },
  );
  return [on.element, length.element, legend, words].map((element) => needs(element, 'trails'));
}

/** What is selected, else what is pinned, as far as it is shown; null: nothing. */
function followed({ session, shown, view }: Panel): Bits | null {
  const { pinned, selection } = view.get();
  const { examples } = session.get().run.record.data;
  const of = selection ?? (pinned === null ? null : Bits.of(examples, [pinned]));
  const { examples: passing } = shown.get();
  const seen = of && passing ? of.and(passing) : of;
  return seen?.empty === false ? seen : null;
}

function wordsOf({ indices, epochs }: Trails, wanted: number): string {
  const [first, last] = [epochs[0], epochs[epochs.length - 1]];
  return wanted > trailLimit(epochs.length)
    ? t('Trails of {0} of {1}, evenly spread, from epoch {2} to {3}', indices.length, wanted, first, last)
    : t('Trails of {0}, from epoch {1} to {2}', indices.length, first, last);
}
