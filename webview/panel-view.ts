import './layout.css';
import type { PanelPage } from '../src/protocol/panel';
import { segmented } from './controls';
import { createDataProblem } from './data-problem';
import { h } from './dom';
import { createInspector } from './inspector/inspector';
import { t } from './l10n';
import type { Notices } from './notices';
import type { Panel } from './panel';
import { createReconstructionsPage } from './reconstructions/reconstructions-page';
import { createSpacePage } from './space/space-page';
import { splitter } from './splitter';
import { createCurves } from './training/curves';
import { createStatusLine } from './training/status-line';

/** The inspector lies below the page, not beside it, up to this width in px; as in the style sheets. */
const narrow = 720;

/** The whole panel: the run above, a page, the inspector beside it and the curves below. */
export function createPanelView(panel: Panel, notices: Notices): HTMLElement {
  const { ui } = panel;
  const space = createSpacePage(panel);
  const reconstructions = createReconstructionsPage(panel);
  const curves = createCurves(panel);
  const inspector = createInspector(panel, space);
  const pages = segmented<PanelPage>({
    label: t('Pages'),
    testid: 'page',
    options: [
      { value: 'space', label: t('Latent space') },
      { value: 'reconstructions', label: t('Reconstructions') },
    ],
    value: ui.get().page,
    controls: { space: 'page-space', reconstructions: 'page-reconstructions' },
    onChange: (page) => ui.set({ page }),
  });
  const resize = (change: Partial<ReturnType<typeof ui.get>['sizes']>) =>
    ui.set({ sizes: { ...ui.get().sizes, ...change } });
  const curvesSplitter = splitter({
    label: t('Height of the curves'),
    axis: 'y',
    min: 120,
    max: () => Math.min(700, main.clientHeight - 200),
    get: () => ui.get().sizes.curves,
    set: (height) => resize({ curves: height }),
  });
  const inspectorSplitter = splitter({
    label: t('Width of the inspector'),
    axis: 'x',
    min: 280,
    max: () => Math.min(900, body.clientWidth - 320),
    get: () => ui.get().sizes.inspector,
    set: (width) => resize({ inspector: width }),
  });
  const main = h('main', { class: 'main' }, space.element, reconstructions, curvesSplitter, curves.element);
  inspector.element.prepend(inspectorSplitter);
  const body = h('div', { class: 'body' }, main, inspector.element);

  ui.watch(
    (state) => state.page,
    (page) => {
      pages.value = page;
      space.element.hidden = page !== 'space';
      reconstructions.hidden = page !== 'reconstructions';
      curves.element.hidden = page !== 'space';
    },
  );
  const crowd = () => curves.crowd(!inspector.element.hidden && body.clientWidth <= narrow);
  new ResizeObserver(crowd).observe(body);
  new MutationObserver(crowd).observe(inspector.element, { attributeFilter: ['hidden'] });
  ui.watch(
    (state) => state.curves.open,
    (open) => main.classList.toggle('curves-open', open),
  );
  ui.watch(
    (state) => state.sizes,
    (sizes) => {
      curves.element.style.setProperty('--curves-height', `${sizes.curves}px`);
      inspector.element.style.setProperty('--inspector-width', `${sizes.inspector}px`);
    },
  );
  return h(
    'div',
    { class: 'panel' },
    h('header', { class: 'top' }, pages.element, createStatusLine(panel)),
    notices.element,
    createDataProblem(panel) ?? '',
    body,
  );
}
