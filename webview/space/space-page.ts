import './space.css';
import { createByEpochDrawer } from '../by-epoch/by-epoch-drawer';
import { createCodesDrawer } from '../codes/codes-drawer';
import { createCompareDrawer } from '../compare/compare-drawer';
import { createDimensionsDrawer } from '../dimensions/dimensions-drawer';
import { h } from '../dom';
import { createExportDialog } from '../export/export-dialog';
import { createFailuresDrawer } from '../failures/failures-drawer';
import { createGivenDrawer } from '../given/given-drawer';
import { createHistograms } from '../histograms/histograms';
import { t } from '../l10n';
import { createMeasuresDrawer } from '../measures/measures-drawer';
import type { Panel } from '../panel';
import { createPathsDrawer } from '../paths/paths-drawer';
import { createPriorDrawer } from '../prior/prior-drawer';
import { createPointsView, type PointsView } from '../scene/points-view';
import { combine } from '../selection/combine';
import { createSelectionView } from '../selection/selection-view';
import { watchReducedMotion } from '../theme';
import { createViewsDialog } from '../views/views-dialog';
import { createCursorReadout } from './cursor';
import { createDrawerStrip } from './drawer-strip';
import { createEpochBar } from './epoch-bar';
import { createFilterBar } from './filter-bar';
import { createFramesView } from './frames-view';
import { createHelp } from './help';
import { createLegend } from './legend';
import { createNothingShown } from './nothing-shown';
import { createOverPoints } from './over-points';
import { createPlaceless } from './placeless';
import { createPointColours } from './point-colours';
import { createSamples } from './samples';
import { createStage } from './stage';
import { createToolbar } from './toolbar';
import { createTooltip } from './tooltip';

export interface SpacePage {
  readonly element: HTMLElement;
  /** Draws lines from the pinned point to its nearest ones. */
  showNeighbours(indices: readonly number[]): void;
  /** The page is about to get more or less room: what a person looks at stays where it is. */
  holdPlace(): void;
}

/** The encoded examples in 3-D, and all that says what they are. */
export function createSpacePage(panel: Panel): SpacePage {
  const { ui, view } = panel;
  const tooltip = createTooltip(panel);
  const points = createPointsView({
    hover: tooltip.hover,
    pick: (index) =>
      view.change(index === null ? t('unpin') : t('pin example {0}', String(index)), { pinned: index }, 'pick'),
    select: (region, how) =>
      view.change(t('select a region'), { selection: combine(view.get().selection, region, how) }),
    enclose: (count) => panel.announce(t('{0} points in the box', count)),
    tool: (tool) => ui.set({ tool }),
    cursor: (position) =>
      view.change(
        t('move the cursor'),
        { cursor: { ...view.get().cursor, on: true, position: [...position] } },
        'cursor',
      ),
    camera: (camera) => frames.cameraMoved(camera),
    spot: (number) => prior.spotClicked(number),
    name: (number, how) => overPoints.chooseName(number, how),
    placed: () => overPoints.placed(),
  });
  const overPoints = createOverPoints(panel, points);
  const help = createHelp(points);
  const legend = createLegend(panel);
  const epochs = createEpochBar(panel, points);
  // Before the histograms hear of it.
  ui.changed(
    (state) => state.drawer,
    () => points.holdPlace(),
  );
  const histograms = createHistograms(panel);
  const prior = createPriorDrawer(panel, points);
  const dimensions = createDimensionsDrawer(panel);
  const codes = createCodesDrawer(panel);
  const given = createGivenDrawer(panel, points);
  const failures = createFailuresDrawer(panel, points);
  const measures = createMeasuresDrawer(panel);
  const compare = createCompareDrawer(panel);
  const byEpoch = createByEpochDrawer(panel);
  const paths = createPathsDrawer(panel, (paths) => points.update({ paths }));
  const cursor = createCursorReadout(panel, (cursor) => points.update({ cursor }));
  const placeless = createPlaceless(panel);
  const stage = createStage(panel, points, [
    createNothingShown(panel),
    placeless.element,
    legend.element,
    createSelectionView(panel).element,
    cursor.element,
  ]);
  stage.element.addEventListener('pointerleave', () => tooltip.hover(null, { x: 0, y: 0 }));
  const frames = createFramesView(panel, points, stage, {
    shown(frame, first) {
      const { epoch, positions } = frame;
      if (first) colours.begin();
      placeless.show(frame);
      cursor.setHome(centre(positions));
      epochs.shown(epoch);
    },
  });
  const colours = createPointColours(panel, { points, stage, legend, tooltip });
  const exporting = createExportDialog(panel, points, colours.pictureLegend);
  panel.host.on('export', ({ what }) => {
    ui.set({ page: 'space' });
    exporting.open(what);
  });
  const views = createViewsDialog(panel);
  followState(panel, points);

  const element = h(
    'div',
    { class: 'page space-page', id: 'page-space', role: 'tabpanel', 'aria-label': t('Latent space') },
    createToolbar(panel, frames.job, [...overPoints.controls, frames.posterior.toggle], {
      frame: frames.fit,
      help: help.open,
      export: () => exporting.open(),
      views: views.open,
    }),
    frames.bar,
    frames.posterior.element,
    createFilterBar(panel),
    h(
      'div',
      { class: 'space-body' },
      createDrawerStrip(panel),
      histograms.element,
      prior.element,
      dimensions.element,
      codes.element,
      given.element,
      failures.element,
      measures.element,
      compare.element,
      byEpoch.element,
      paths.element,
      stage.element,
    ),
    createSamples(panel, (samples) => points.update({ samples })),
    epochs.element,
    tooltip.element,
    help.element,
    ...exporting.elements,
    views.element,
  );
  return {
    element,
    showNeighbours: (neighbours) => points.update({ neighbours }),
    holdPlace: () => points.holdPlace(),
  };
}

/** Keeps the view at what is pinned, the size of the points, the tool, and the theme. */
function followState({ theme, ui, view }: Panel, points: PointsView): void {
  view.changed(
    (state) => state.pinned,
    (pinned) => {
      points.update(pinned === null ? { pinned, neighbours: [] } : { pinned });
    },
  );
  view.watch(
    (state) => state.pointSize,
    (pointSize) => points.update({ pointSize }),
  );
  ui.watch(
    (state) => state.tool,
    (tool) => points.update({ tool }),
  );
  theme.changed(
    (state) => state.revision,
    () => points.refreshTheme(),
  );
  watchReducedMotion((reduced) => points.setReducedMotion(reduced));
}

/** The mean of n x 3 positions. */
function centre(positions: Float32Array): readonly [number, number, number] {
  const sum = [0, 0, 0];
  let count = 0;
  for (let index = 0; index < positions.length; index++) {
    if (!Number.isFinite(positions[index])) continue;
    sum[index % 3] += positions[index];
    count += 1 / 3;
  }
  count = Math.max(1, count);
  return [sum[0] / count, sum[1] / count, sum[2] / count];
}
