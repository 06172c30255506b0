import './paths-drawer.css';
import { isDiscrete } from '../../src/protocol/posteriors';
import { segmented } from '../controls';
import { h } from '../dom';
import { createDrawer } from '../drawer';
import { t } from '../l10n';
import type { Panel } from '../panel';
import type { SpacePath } from '../scene/scene-state';
import type { Way } from '../state/ui';
import { createDirectionsView } from './directions-view';
import { createManifoldView } from './manifold-view';
import { createPathsView } from './paths-view';
import { createTraversalsView } from './traversals-view';

/** Ways through the latent space: from code to code, along each dimension, over a plane. */
export function createPathsDrawer(
  panel: Panel,
  draw: (paths: readonly SpacePath[]) => void,
): { readonly element: HTMLElement } {
  const { session, ui } = panel;
  // A page to hand on may begin with what stood open in the editor.
  if (!panel.offers('path')) return { element: h('aside', { hidden: true }) };
  const isList = isDiscrete(session.get().run.record.config.model);
  const close = () => ui.set({ drawer: null });
  const options = { id: 'paths', title: t('Paths'), closing: t('Close the paths'), close };
  const element = isList
    ? createDrawer(options, [], h('p', { class: 'hint', testid: 'paths-none' }, whyNone()))
    : createDrawer(options, [createTabs(panel)], ...createViews(panel, draw));
  ui.watch(
    (state) => state.drawer === 'paths',
    (open) => {
      element.hidden = !open;
    },
  );
  return { element };
}

function whyNone(): string {
  return t(
    'The codes of this model are drawn from a list: between them nothing is decoded, so that there are no paths.',
  );
}

const idOf = (way: Way) => `ways-${way}`;

function createTabs({ offers, ui }: Panel): HTMLElement {
  const hasDirections = offers('direction');
  if (!hasDirections && ui.get().ways === 'directions') ui.set({ ways: 'paths' });
  const tabs = segmented<Way>({
    label: t('Ways through the space'),
    testid: 'ways',
    options: [
      { value: 'paths', label: t('Paths') },
      { value: 'traversals', label: t('Traversals') },
      { value: 'manifold', label: t('Plane') },
      ...(hasDirections ? [{ value: 'directions' as const, label: t('Directions') }] : []),
    ],
    value: ui.get().ways,
    controls: {
      paths: idOf('paths'),
      traversals: idOf('traversals'),
      manifold: idOf('manifold'),
      directions: idOf('directions'),
    },
    onChange: (ways) => ui.set({ ways }),
  });
  ui.changed(
    (state) => state.ways,
    (ways) => {
      tabs.value = ways;
    },
  );
  return tabs.element;
}

function createViews(panel: Panel, draw: (paths: readonly SpacePath[]) => void): readonly HTMLElement[] {
  const lines = new Map<Way, readonly SpacePath[]>();
  const drawnBy = (way: Way) => (paths: readonly SpacePath[]) => {
    lines.set(way, paths);
    draw([...lines.values()].flat());
  };
  const views = {
    paths: createPathsView(panel, drawnBy('paths')).element,
    traversals: createTraversalsView(panel).element,
    manifold: createManifoldView(panel).element,
    directions: createDirectionsView(panel, drawnBy('directions')).element,
  };
  for (const [way, view] of Object.entries(views) as [Way, HTMLElement][]) {
    view.id = idOf(way);
    view.setAttribute('role', 'tabpanel');
  }
  return Object.values(views);
}
