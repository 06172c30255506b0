import type { Examples } from '../../src/protocol/data';
import { h } from '../dom';
import { thumbnail } from '../example-view';
import { t } from '../l10n';

/** Some examples, by their number. */
interface Frames {
  readonly examples: Examples;
  readonly at: readonly number[];
}

/**
 * What is decoded at each node, one after another: one stop for Tab, arrows go from frame to frame.
 * @param choose Hears of a frame that was clicked, or chosen by Enter.
 */
export function createFilmStrip(
  { examples, at: shown }: Frames,
  label: string,
  choose: (frame: number) => void,
): HTMLElement {
  const count = shown.length;
  const frames = Array.from({ length: count }, (_, frame) => {
    const words = t('Frame {0} of {1}', frame + 1, count);
    return h(
      'button',
      {
        type: 'button',
        class: 'path-frame',
        testid: `frame-${frame}`,
        title: words,
        'aria-label': words,
        tabindex: frame === 0 ? 0 : -1,
        on: { click: () => choose(frame) },
      },
      thumbnail(examples, shown[frame], ''),
    );
  });
  const go = (to: number) => {
    for (const [place, frame] of frames.entries()) frame.tabIndex = place === to ? 0 : -1;
    frames[to].focus();
  };
  const strip = h('div', { class: 'path-strip', role: 'group', 'aria-label': label, testid: 'path-strip' }, ...frames);
  strip.addEventListener('keydown', (event) => {
    const at = frames.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: count - 1 }[event.key];
    if (at < 0 || to === undefined || to < 0 || to >= count) return;
    event.preventDefault();
    go(to);
  });
  return strip;
}
