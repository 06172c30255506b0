import './help.css';
import { textButton } from '../controls';
import { h } from '../dom';
import { t, translate } from '../l10n';
import { formatFixed } from '../numbers';
import { keyboardHelp, type PointsView } from '../scene/points-view';

export interface Help {
  readonly element: HTMLDialogElement;
  open(): void;
}

/** The keys of the view, and how it is drawn. */
export function createHelp(points: PointsView): Help {
  const drawn = h('p', { class: 'hint', testid: 'view-statistics' });
  const close = textButton({ label: t('Close'), testid: 'help-close', onClick: () => element.close() });
  const keys: readonly (readonly [string, string])[] = [
    [t('Drag'), t('Orbit')],
    [t('Right drag'), t('Move the view along')],
    [t('Wheel'), t('Zoom')],
    [t('Click a point'), t('Inspect it')],
    [t('Click a name'), t('Select its points')],
    [t('Drag the 3-D cursor'), t('Decode another place')],
    ...keyboardHelp.map(([key, text]): readonly [string, string] => [translate(key), translate(text)]),
    [t('Alt+click in the legend'), t('Show only this category')],
    [t('Shift+click in the legend'), t('Select this category')],
    ['Ctrl+Z, Ctrl+Shift+Z', t('Undo, redo')],
  ];
  const element = h(
    'dialog',
    { class: 'help overlay', 'aria-label': t('Keys and help'), testid: 'help-dialog' },
    h('h2', {}, t('In the latent space')),
    h('dl', { class: 'keys' }, ...keys.flatMap(([key, text]) => [h('dt', {}, key), h('dd', {}, text)])),
    drawn,
    h('div', { class: 'dialog-buttons' }, close.element),
  );
  return {
    element,
    open() {
      const { points: count, medianFrameMs } = points.statistics();
      const renderer = points.kind === 'webgl' ? t('WebGL') : t('by the processor');
      drawn.textContent = t('{0} points, {1}, {2} ms a frame', count, renderer, formatFixed(medianFrameMs, 1));
      element.showModal();
    },
  };
}
