import type { ColumnValues } from '../../src/protocol/data';
import type { LatentFrame } from '../../src/protocol/trainer';
import { columnTitle } from '../column-names';
import { progressRing } from '../controls';
import { h, setText } from '../dom';
import { t } from '../l10n';
import type { Panel } from '../panel';
import type { PointsView } from '../scene/points-view';

export interface Stage {
  readonly element: HTMLElement;
  /** Of the points that are in the view; null: none are there yet. */
  readonly epoch: number | null;
  /** The points of this frame are in the view. */
  show(frame: LatentFrame): void;
  /** The points have the colours of this column. */
  colour(column: ColumnValues): void;
}

/** Where the points are seen, with what lies over them; says in words, also to a screen reader, what is shown. */
export function createStage(panel: Panel, points: PointsView, overlays: readonly HTMLElement[]): Stage {
  const { session, shown, view } = panel;
  let frame: LatentFrame | null = null;
  let column: ColumnValues | null = null;
  const waiting = h('div', { class: 'waiting' }, progressRing(t('Waiting')), h('p', {}));
  const summary = h('p', { class: 'sr-only', id: 'space-summary' });
  const element = h(
    'div',
    { class: 'stage', testid: 'points', 'aria-describedby': 'space-summary', role: 'group' },
    points.element,
    summary,
    waiting,
    ...overlays,
  );
  element.setAttribute('aria-label', t('Latent space'));

  const tellKind = () => {
    element.dataset.kind = points.kind;
  };
  // The view exchanges its canvas when it loses its graphics context, and again when it has it back.
  new MutationObserver(tellKind).observe(points.element, { childList: true, subtree: true });
  tellKind();

  const wait = () => {
    waiting.hidden = frame !== null;
    const started = session.get().frames.length > 0;
    setText(waiting.lastElementChild!, started ? t('Encoding the examples…') : t('Waiting for the first epoch…'));
  };
  const describe = () => {
    if (!frame) return;
    const { epoch, positions } = frame;
    const seen = shown.get().examples?.count ?? positions.length / 3;
    element.dataset.shown = String(seen);
    const colour = column ? columnTitle(column) : '–';
    const onto = alignedTo(frame);
    const { run } = frame.axes[0] ?? {};
    setText(
      summary,
      [
        t('{0} points at epoch {1}, coloured by {2}.', seen, epoch, colour),
        ...(onto === undefined ? [] : [t('Turned onto epoch {0}.', onto)]),
        ...(run === undefined ? [] : [t('Turned onto the codes of {0}.', run)]),
      ].join(' '),
    );
  };
  wait();
  session.changed((state) => state.frames, wait);
  shown.changed((state) => state.examples, describe);
  view.watch(
    (state) => state.selection,
    (selected) => {
      element.dataset.selected = String(selected?.count ?? 0);
    },
  );
  const tellColour = () => {
    if (frame && column) element.dataset.colour = column.name;
    describe();
  };
  return {
    element,
    get epoch() {
      return frame?.epoch ?? null;
    },
    show(next) {
      frame = next;
      const { epoch, positions, layout } = next;
      element.dataset.layout = String(layout?.epoch ?? 'none');
      element.dataset.points = String(positions.length / 3);
      element.dataset.epoch = String(epoch);
      element.dataset.aligned = String(alignedTo(next) ?? 'none');
      element.dataset.run = next.axes[0]?.run ?? 'none';
      wait();
      tellColour();
    },
    colour(next) {
      column = next;
      tellColour();
    },
  };
}

/** The epoch onto whose codes those on show are turned. */
function alignedTo({ axes }: LatentFrame): number | undefined {
  return axes.find((axis) => axis.epoch !== undefined)?.epoch;
}
