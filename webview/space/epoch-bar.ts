import './epoch-bar.css';
import { iconButton, slider } from '../controls';
import { h, setText } from '../dom';
import { t } from '../l10n';
import type { Panel } from '../panel';
import { presentFrame } from '../session';

export interface EpochBar {
  readonly element: HTMLElement;
  /** The points of this epoch are on show now. */
  shown(epoch: number): void;
}

/** How long one epoch stays while playing, ms: a whole run takes about twelve seconds. */
function dwell(frames: number): number {
  return Math.min(800, Math.max(150, 12_000 / frames));
}

/** Walks through the stored epochs; at its end it follows the newest. */
export function createEpochBar({ session, view }: Panel): EpochBar {
  const { input } = slider({
    label: t('Epoch'),
    testid: 'epoch-slider',
    min: 0,
    max: 0,
    step: 1,
    value: 0,
    onInput: (position) => {
      pause();
      goTo(position);
    },
  });
  const play = iconButton('play', { label: t('Play the epochs'), testid: 'epoch-play', onClick: () => togglePlay() });
  const words = h('output', { class: 'epoch-words', testid: 'epoch-label' });
  const live = h(
    'button',
    { type: 'button', class: 'live', testid: 'epoch-live', title: t('Follow the newest epoch'), on: { click: follow } },
    h('span', { class: 'live-dot', 'aria-hidden': 'true' }),
    h('span', {}),
  );
  const element = h('div', { class: 'epoch-bar' }, play.element, input, words, live);

  let timer: ReturnType<typeof setTimeout> | undefined;
  let playing = false;

  function goTo(position: number): void {
    const { frames } = session.get();
    const epoch = frames[Math.min(position, frames.length - 1)];
    const present = presentFrame(session.get());
    view.change(t('go to epoch {0}', epoch), { epoch: epoch === present ? null : epoch }, 'epoch');
  }

  function follow(): void {
    pause();
    view.change(t('follow the newest epoch'), { epoch: null });
  }

  function pause(): void {
    clearTimeout(timer);
    playing = false;
    play.setIcon('play');
    play.setLabel(t('Play the epochs'));
  }

  function togglePlay(): void {
    if (playing) {
      pause();
      return;
    }
    playing = true;
    play.setIcon('pause');
    play.setLabel(t('Pause'));
    const { frames } = session.get();
    const shown = view.get().epoch ?? presentFrame(session.get());
    if (shown === frames.at(-1)) goTo(0);
    else advance();
  }

  function advance(): void {
    const { frames } = session.get();
    clearTimeout(timer);
    timer = setTimeout(() => {
      const { epoch } = view.get();
      const shown = epoch ?? presentFrame(session.get()) ?? 0;
      const next = frames.indexOf(shown) + 1;
      if (next >= frames.length) pause();
      else goTo(next);
    }, dwell(frames.length));
  }

  const draw = () => {
    const { frames, history, run, status } = session.get();
    const { epoch } = view.get();
    const shown = epoch ?? presentFrame(session.get());
    input.max = String(Math.max(0, frames.length - 1));
    input.value = String(shown === null ? 0 : Math.max(0, frames.indexOf(shown)));
    input.disabled = frames.length < 2;
    play.setDisabled(frames.length < 2);
    const planned = status === 'running' ? run.record.config.training.epochs : (history.at(-1)?.epoch ?? 0);
    const text = shown === 0 ? t('Before training') : t('Epoch {0} of {1}', shown ?? 0, Math.max(planned, shown ?? 0));
    setText(words, text);
    input.setAttribute('aria-valuetext', text);
    live.classList.toggle('on', epoch === null);
    live.setAttribute('aria-pressed', String(epoch === null));
    live.classList.toggle('running', status === 'running');
    const isBest = session.get().weights.choice === 'best';
    setText(live.lastElementChild!, status === 'running' ? t('Live') : isBest ? t('Best') : t('Newest'));
  };
  session.changed((state) => state.frames, draw);
  session.changed((state) => state.status, draw);
  view.watch((state) => state.epoch, draw);

  return {
    element,
    shown(epoch) {
      if (!playing) return;
      if (epoch === session.get().frames.at(-1)) pause();
      else advance();
    },
  };
}
