import './epoch-bar.css';
import { presentFrame } from '../../src/protocol/run';
import { iconButton, slider } from '../controls';
import { h, setText } from '../dom';
import { t } from '../l10n';
import type { Panel } from '../panel';
import type { PointsView } from '../scene/points-view';
import { createReplayPlayer } from './replay-player';
import { createReplaySettings } from './replay-settings';

export interface EpochBar {
  readonly element: HTMLElement;
  /** The points of this epoch are on show now. */
  shown(epoch: number): void;
}

/** Walks through the stored epochs; at its end it follows the newest. */
export function createEpochBar(panel: Panel, points: Pick<PointsView, 'update'>): EpochBar {
  const { session, ui, view } = panel;
  const { input } = slider({
    label: t('Epoch'),
    testid: 'epoch-slider',
    min: 0,
    max: 0,
    step: 1,
    value: 0,
    onInput: (position) => {
      player.pause();
      goTo(position);
    },
  });
  const play = iconButton('play', {
    label: t('Play the epochs'),
    testid: 'epoch-play',
    onClick: () => player.toggle(),
  });
  const words = h('output', { class: 'epoch-words', testid: 'epoch-label' });
  const live = h(
    'button',
    { type: 'button', class: 'live', testid: 'epoch-live', title: t('Follow the newest epoch'), on: { click: follow } },
    h('span', { class: 'live-dot', 'aria-hidden': 'true' }),
    h('span', {}),
  );
  const settings = iconButton('settings', {
    label: t('Align and replay'),
    testid: 'replay-open',
    onClick: () => ui.set({ replay: { ...ui.get().replay, open: !ui.get().replay.open } }),
  });
  const element = h(
    'div',
    { class: 'replay' },
    h('div', { class: 'epoch-bar' }, play.element, input, words, live, settings.element),
    createReplaySettings(panel, points),
  );

  function goTo(position: number): void {
    const { frames } = session.get();
    const epoch = frames[Math.min(position, frames.length - 1)];
    const present = presentFrame(session.get());
    view.change(t('go to epoch {0}', epoch), { epoch: epoch === present ? null : epoch }, 'epoch');
  }

  function follow(): void {
    player.pause();
    view.change(t('follow the newest epoch'), { epoch: null });
  }

  const player = createReplayPlayer(panel, {
    goTo,
    changed(playing) {
      play.setIcon(playing ? 'pause' : 'play');
      play.setLabel(playing ? t('Pause') : t('Play the epochs'));
    },
  });

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
  ui.watch(
    (state) => state.replay.open,
    (open) => settings.element.setAttribute('aria-expanded', String(open)),
  );

  return { element, shown: player.shown };
}
