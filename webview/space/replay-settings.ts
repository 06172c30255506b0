import { h } from '../dom';
import { t } from '../l10n';
import { alignmentOf, columnsOf, hasInverse, isAffine, layoutOf } from '../layouts/chosen-layout';
import { checkbox, select } from '../native-controls';
import type { Panel } from '../panel';
import type { PointsView } from '../scene/points-view';
import { replaySpeeds } from '../state/ui';
import type { ViewDocument } from '../state/view-document';
import { createTrails } from './trails';

/** How the epochs are played, and how they are brought together: in a row below them. */
export function createReplaySettings(panel: Panel, points: Pick<PointsView, 'update'>): HTMLElement {
  const { ui } = panel;
  const element = h(
    'div',
    { class: 'replay-settings', role: 'group', 'aria-label': t('Replay of the epochs'), testid: 'replay-settings' },
    ...createAlignment(panel),
    ...createTrails(panel, points),
    ...createPace(panel),
  );
  ui.watch(
    (state) => state.replay.open,
    (open) => {
      element.hidden = !open;
    },
  );
  return element;
}

const newest = 'newest';

/** Whether the codes of all epochs are turned onto those of one, and of which. */
function createAlignment({ session, view }: Panel): readonly HTMLElement[] {
  const align = checkbox(t('Align epochs'), 'align-epochs', false);
  const onto = select<string>(t('onto'), 'align-onto', []);
  const change = (words: string, alignedTo: number | null | undefined) => {
    const { projection, cursor } = view.get();
    if (!projection || !isAffine(projection)) return;
    const { alignedTo: _, onto: __, ...others } = projection;
    view.change(words, {
      projection: alignedTo === undefined ? others : { ...others, alignedTo },
      // A place of one layout means nothing in another.
      cursor: { ...cursor, position: null },
    });
  };
  align.input.addEventListener('change', () =>
    align.input.checked ? change(t('align the epochs'), null) : change(t('show the epochs as they are'), undefined),
  );
  onto.input.addEventListener('change', () =>
    onto.value === newest
      ? change(t('align the epochs onto the newest'), null)
      : change(t('align the epochs onto epoch {0}', onto.value), Number(onto.value)),
  );
  const draw = () => {
    const { projection } = view.get();
    const { frames } = session.get();
    const { alignedTo } = alignmentOf(projection);
    const isAligned = alignedTo !== undefined;
    onto.offer([
      { value: newest, label: t('the newest') },
      ...frames.map((epoch) => ({ value: String(epoch), label: t('epoch {0}', epoch) })),
    ]);
    onto.value = String(alignedTo ?? newest);
    onto.element.hidden = !isAligned;
    align.input.checked = isAligned;
    align.input.disabled = !hasInverse(projection) || frames.length < 2;
    align.element.title = alignmentHint(projection);
  };
  session.changed((state) => state.frames, draw);
  view.watch((state) => state.projection, draw);
  return [align.element, onto.element];
}

function alignmentHint(projection: ViewDocument['projection']): string {
  if (columnsOf(projection)) return t('Columns of the data are the same at every epoch.');
  return layoutOf(projection)
    ? t('Only principal components and latent axes can be turned: here each epoch begins where the one before it was.')
    : t(
        'Turns the codes of each epoch, all dimensions together, as near as can be to those of one epoch, and shows them by its axes.',
      );
}

function createPace({ ui }: Panel): readonly HTMLElement[] {
  const speed = select(
    t('Speed'),
    'replay-speed',
    replaySpeeds.map((value) => ({
      value: String(value),
      label: value === 0 ? t('By their number') : t('{0} a second', value),
    })),
  );
  const loop = checkbox(t('Loop'), 'replay-loop', false);
  const set = (change: object) => ui.set({ replay: { ...ui.get().replay, ...change } });
  speed.input.addEventListener('change', () => set({ speed: Number(speed.value) }));
  loop.input.addEventListener('change', () => set({ loop: loop.input.checked }));
  ui.watch(
    (state) => state.replay,
    (replay) => {
      speed.value = String(replay.speed);
      loop.input.checked = replay.loop;
    },
  );
  return [speed.element, loop.element];
}
