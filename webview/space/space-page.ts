import './space.css';
import type { ColumnValues } from '../../src/protocol/data';
import type { Colouring, Legend } from '../colouring';
import { axisLabels, categoryTitle, columnTitle } from '../column-names';
import { progressRing } from '../controls';
import { h, setText } from '../dom';
import { createExportDialog } from '../export/export-dialog';
import { createHistograms } from '../histograms/histograms';
import { t } from '../l10n';
import { isChosen, scaleName } from '../layouts/chosen-layout';
import { createLayoutBar } from '../layouts/layout-bar';
import { createLayoutJob } from '../layouts/layout-job';
import { createScale } from '../layouts/scale';
import type { Panel } from '../panel';
import { sameView } from '../scene/framing';
import { type CameraState, createPointsView } from '../scene/points-view';
import { combine } from '../selection/combine';
import { createSelectionView } from '../selection/selection-view';
import { watchReducedMotion } from '../theme';
import { createViewsDialog } from '../views/views-dialog';
import { createCursorReadout } from './cursor';
import { createEpochBar } from './epoch-bar';
import { createFilterBar } from './filter-bar';
import { createHelp } from './help';
import { createLegend } from './legend';
import { createNothingShown } from './nothing-shown';
import { createSamples } from './samples';
import { sceneUpdater } from './scene-updater';
import { followColours } from './shown-colours';
import { followFrames } from './shown-frame';
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
  const { shown, ui, view, session, theme } = panel;
  /** That of a view, until its points are there. */
  let wantedCamera: CameraState | null = null;
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
      view.change(t('move the cursor'), { cursor: { on: true, position: [...position] } }, 'cursor'),
    camera: ({ position, target }) => {
      wantedCamera = null;
      ui.set({ camera: { position: [...position], target: [...target] } });
    },
  });
  const help = createHelp(points);
  const update = sceneUpdater(points, () => theme.get().tone);
  const legend = createLegend(panel);
  const epochs = createEpochBar(panel);
  // Before the histograms hear of it.
  ui.changed(
    (state) => state.histogramsOpen,
    () => points.holdPlace(),
  );
  const histograms = createHistograms(panel);
  const cursor = createCursorReadout(panel, (cursor) => points.update({ cursor }));
  const waiting = h('div', { class: 'waiting' }, progressRing(t('Waiting')), h('p', {}));
  const summary = h('p', { class: 'sr-only', id: 'space-summary' });
  const stage = h(
    'div',
    { class: 'stage', testid: 'points', 'aria-describedby': 'space-summary', role: 'group' },
    points.element,
    summary,
    waiting,
    createNothingShown(panel),
    legend.element,
    createSelectionView(panel).element,
    cursor.element,
  );
  stage.setAttribute('aria-label', t('Latent space'));
  stage.addEventListener('pointerleave', () => tooltip.hover(null, { x: 0, y: 0 }));

  const tellKind = () => {
    stage.dataset.kind = points.kind;
  };
  // The view exchanges its canvas when it loses its graphics context, and again when it has it back.
  new MutationObserver(tellKind).observe(points.element, { childList: true, subtree: true });
  tellKind();

  let shownColumn: ColumnValues | null = null;
  let colouring: Colouring | null = null;
  const colour = () => {
    if (!shownColumn || !colouring || stage.dataset.epoch === undefined) return;
    update({ colours: colouring.rgb, shown: shown.get().examples, selected: view.get().selection });
    stage.dataset.colour = shownColumn.name;
    describe();
  };
  const exporting = createExportDialog(panel, points, () =>
    shownColumn && colouring
      ? {
          title: columnTitle(shownColumn),
          legend: pictureLegend(shownColumn, colouring.legend),
          others: (count) => t('{0} more', count),
        }
      : null,
  );
  const views = createViewsDialog(panel);
  panel.host.on('export', ({ what }) => {
    ui.set({ page: 'space' });
    exporting.open(what);
  });
  const describe = () => {
    const { epoch, points: count } = stage.dataset;
    if (epoch === undefined) return;
    const colour = shownColumn ? columnTitle(shownColumn) : '–';
    const seen = shown.get().examples?.count ?? Number(count);
    stage.dataset.shown = String(seen);
    setText(summary, t('{0} points at epoch {1}, coloured by {2}.', seen, epoch, colour));
  };
  const wait = () => {
    waiting.hidden = stage.dataset.epoch !== undefined;
    const started = session.get().frames.length > 0;
    setText(waiting.lastElementChild!, started ? t('Encoding the examples…') : t('Waiting for the first epoch…'));
  };
  wait();
  session.changed((state) => state.frames, wait);

  // Projections and layouts have scales of their own.
  const scale = createScale(() => points.frame());
  const job = createLayoutJob(panel, {
    moved(positions, layout) {
      if (!isChosen(layout, view.get().projection) || stage.dataset.epoch === undefined) return;
      points.update({ positions });
      scale.moved(scaleName(view.get().projection, true), positions);
    },
    ended: () => refresh(),
  });
  const layoutBar = createLayoutBar(panel, job);
  const refresh = followFrames(panel, (frame) => {
    layoutBar.shown(frame);
    const { epoch, positions, axes, layout } = frame;
    // Points on their way are not thrown back to where they came from.
    if (job.state.get().running && layout?.epoch === null && stage.dataset.epoch !== undefined) return;
    const isLaidOut = layout !== undefined && layout.epoch !== null;
    stage.dataset.layout = isLaidOut ? String(layout.epoch) : 'none';
    const first = stage.dataset.epoch === undefined;
    points.update({ axes: axisLabels(axes), positions }, { glide: !first });
    scale.shown(scaleName(view.get().projection, isLaidOut), positions, first);
    stage.dataset.points = String(positions.length / 3);
    stage.dataset.epoch = String(epoch);
    if (first) {
      const { camera } = ui.get();
      if (camera) points.camera = camera;
      points.update({ pinned: view.get().pinned });
      colour();
    }
    if (wantedCamera) points.camera = wantedCamera;
    wantedCamera = null;
    cursor.setHome(centre(positions));
    wait();
    describe();
    epochs.shown(epoch);
  });

  ui.changed(
    (state) => state.camera,
    (camera) => {
      if (camera && !sameView(camera, points.camera)) points.camera = wantedCamera = camera;
      if (!camera) points.frame();
    },
  );
  followColours(panel, {
    colours(column, next) {
      [shownColumn, colouring] = [column, next];
      colour();
      legend.show(column, next.legend);
      tooltip.setColumn(column);
    },
    waiting: legend.wait,
  });
  shown.changed(
    (state) => state.examples,
    (examples) => {
      update({ shown: examples });
      describe();
    },
  );
  view.watch(
    (state) => state.selection,
    (selected) => {
      update({ selected });
      stage.dataset.selected = String(selected?.count ?? 0);
      describe();
    },
  );
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

  const element = h(
    'div',
    { class: 'page space-page', id: 'page-space', role: 'tabpanel', 'aria-label': t('Latent space') },
    createToolbar(panel, job, {
      frame: () => points.frame(),
      help: help.open,
      export: () => exporting.open(),
      views: views.open,
    }),
    layoutBar.element,
    createFilterBar(panel),
    h('div', { class: 'space-body' }, histograms.element, stage),
    createSamples(panel, (samples) => points.update({ samples })),
    epochs.element,
    tooltip.element,
    help.element,
    exporting.element,
    views.element,
  );
  return {
    element,
    showNeighbours: (neighbours) => points.update({ neighbours }),
    holdPlace: () => points.holdPlace(),
  };
}

/** With names for a person, in place of those of the split. */
function pictureLegend(column: ColumnValues, legend: Legend): Legend {
  if (legend.kind === 'gradient') return legend;
  const entries = legend.entries.map((entry) => ({ ...entry, name: categoryTitle(column, entry.name) }));
  return { ...legend, entries };
}

/** The mean of n x 3 positions. */
function centre(positions: Float32Array): readonly [number, number, number] {
  const sum = [0, 0, 0];
  let count = 0;
  for (let index = 0; index < positions.length; index++) {
    if (Number.isNaN(positions[index])) continue;
    sum[index % 3] += positions[index];
    count += 1 / 3;
  }
  count = Math.max(1, count);
  return [sum[0] / count, sum[1] / count, sum[2] / count];
}
