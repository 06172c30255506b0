import { iconButton, segmented } from '../controls';
import { h, setText } from '../dom';
import { t } from '../l10n';
import { checkbox } from '../native-controls';
import { needs } from '../needs';
import type { Panel } from '../panel';
import { watchReducedMotion } from '../theme';
import type { PosteriorsOnShow } from './posterior-points';
import { whyNoBodies } from './why-none';

export interface PosteriorBar {
  readonly toggle: HTMLElement;
  /** In a row below the toolbar, while posteriors are shown. */
  readonly element: HTMLElement;
  /** Null: nothing of them is on show. */
  tell(now: PosteriorsOnShow | null): void;
}

/** How long points stay at a draw while they shimmer, ms: as long as they glide, and a little. */
const shimmerEvery = 700;

/** Whether posteriors are shown as bodies, and where their points are. @param again Draws anew. */
export function createPosteriorBar({ session, ui, view }: Panel, again: () => void): PosteriorBar {
  const { model } = session.get().run.record.config;
  const toggle = iconButton('posterior', {
    label: t('Posteriors as bodies'),
    testid: 'posterior-toggle',
    onClick: () => {
      const { posterior } = view.get();
      const words = posterior.on ? t('hide the posteriors') : t('show the posteriors');
      view.change(words, { posterior: { ...posterior, on: !posterior.on } });
    },
  });
  const at = segmented({
    label: t('Points'),
    testid: 'posterior-at',
    options: [
      { value: 'mean', label: t('At the mean') },
      { value: 'draw', label: t('At a draw') },
    ],
    value: view.get().posterior.at,
    onChange: (value) =>
      view.change(value === 'draw' ? t('points at draws') : t('points at their means'), {
        posterior: { ...view.get().posterior, at: value },
      }),
  });
  const redraw = iconButton('refresh', {
    label: t('Draw again'),
    testid: 'posterior-again',
    onClick: () => {
      const { posterior } = view.get();
      view.change(t('draw again'), { posterior: { ...posterior, seed: posterior.seed + 1 } });
    },
  });
  const shimmer = checkbox(t('Shimmer'), 'posterior-shimmer', ui.get().shimmer);
  shimmer.input.addEventListener('change', () => ui.set({ shimmer: shimmer.input.checked }));
  const words = h('span', { class: 'hint', role: 'status', testid: 'posterior-words' });
  const element = h(
    'div',
    { class: 'layout-bar', role: 'group', 'aria-label': t('Posteriors as bodies'), testid: 'posterior-bar' },
    at.element,
    redraw.element,
    shimmer.element,
    words,
  );

  let reduced = false;
  let timer: ReturnType<typeof setInterval> | undefined;
  let shown: PosteriorsOnShow | null = null;
  const draw = () => {
    const { posterior, projection } = view.get();
    const reason = whyNoBodies(model, projection);
    toggle.setPressed(posterior.on);
    element.hidden = !posterior.on;
    at.value = posterior.at;
    at.element.hidden = reason !== null;
    const isDrawn = reason === null && posterior.at === 'draw';
    redraw.element.hidden = shimmer.element.hidden = !isDrawn;
    shimmer.input.checked = ui.get().shimmer && !reduced;
    shimmer.input.disabled = reduced;
    shimmer.element.title = reduced ? t('Off, as motion is to be reduced') : t('Draws again and again');
    setText(
      words,
      !posterior.on ? '' : (reason ?? (shown ? wordsOf(shown, session.get().run.record.data.examples) : '')),
    );
    clearInterval(timer);
    if (posterior.on && isDrawn && ui.get().shimmer && !reduced) timer = setInterval(again, shimmerEvery);
  };
  view.changed((state) => state.posterior, draw);
  view.changed((state) => state.projection, draw);
  ui.changed((state) => state.shimmer, draw);
  watchReducedMotion((now) => {
    reduced = now;
    draw();
  });
  return {
    toggle: needs(toggle.element, 'posteriorBodies'),
    element: needs(element, 'posteriorBodies'),
    tell(now) {
      shown = now;
      draw();
    },
  };
}

function wordsOf({ bodies, of, drawn, otherEpoch }: PosteriorsOnShow, examples: number): string {
  if (otherEpoch !== null) {
    return t(
      'The spread is known by the weights after epoch {0}; those of the epoch on show are not kept.',
      otherEpoch,
    );
  }
  return [
    bodies < of
      ? t('One standard deviation of q(z|x), of {0} of {1} points.', bodies, of)
      : t('One standard deviation of q(z|x), of {0} points.', bodies),
    ...(drawn > 0 && drawn < examples ? [t('{0} points are at draws, the others at their means.', drawn)] : []),
  ].join(' ');
}
