import type { LatentFrame } from '../../src/protocol/trainer';
import { axisLabels } from '../column-names';
import { isChosen, scaleName } from '../layouts/chosen-layout';
import { createLayoutBar } from '../layouts/layout-bar';
import { createLayoutJob, type LayoutJob } from '../layouts/layout-job';
import { createScale } from '../layouts/scale';
import type { Panel } from '../panel';
import { createPosteriorBar, type PosteriorBar } from '../posterior/posterior-bar';
import { createPosteriorPoints } from '../posterior/posterior-points';
import { sameView } from '../scene/framing';
import type { CameraState, PointsView } from '../scene/points-view';
import { fromShared, kindOf, toShared } from './shared-camera';
import { followFrames } from './shown-frame';
import type { Stage } from './stage';

interface FramesListener {
  /** A frame's points are in the view. */
  shown(frame: LatentFrame, first: boolean): void;
}

export interface FramesView {
  readonly job: LayoutJob;
  /** The layout's parameters. */
  readonly bar: HTMLElement;
  readonly posterior: PosteriorBar;
  /** A person moved the camera. */
  cameraMoved(camera: CameraState): void;
  /** A person wants to see all points. */
  fit(): void;
}

/** Keeps the points at the places of the chosen epoch and layout, and the camera where it was left. */
export function createFramesView(panel: Panel, points: PointsView, stage: Stage, listener: FramesListener): FramesView {
  const { linked, session, ui, view } = panel;
  /** Where the points are, examples x 3; null: none are there yet. */
  let places: Float32Array | null = null;
  /** That of a view, until its points are there. */
  let wantedCamera: CameraState | null = null;
  // Projections and layouts have scales of their own.
  const scale = createScale(() => points.frame());
  const job = createLayoutJob(panel, {
    moved(positions, layout) {
      const { projection } = view.get();
      if (!isChosen(layout, projection) || stage.epoch === null) return;
      points.update({ positions });
      places = positions;
      scale.moved(scaleName(projection, true), positions);
    },
    ended() {
      session.set({ layoutsMade: session.get().layoutsMade + 1 });
      refresh();
    },
  });
  const layoutBar = createLayoutBar(panel, job);
  const posteriorBar = createPosteriorBar(panel, () => posteriors.shimmer());
  const posteriors = createPosteriorPoints(panel, points, {
    moved: (positions) => points.update({ positions }, { glide: true }),
    told: posteriorBar.tell,
  });
  const refresh = followFrames(panel, (frame) => {
    layoutBar.shown(frame);
    const { positions, axes, layout } = frame;
    const first = stage.epoch === null;
    // Points on their way are not thrown back to where they came from.
    if (job.state.get().running && layout?.epoch === null && !first) return;
    const isLaidOut = layout !== undefined && layout.epoch !== null;
    points.update({ axes: axisLabels(axes), positions: posteriors.placesOf(frame) }, { glide: !first });
    places = positions;
    scale.shown(scaleName(view.get().projection, isLaidOut), positions, first);
    stage.show(frame);
    if (first) {
      const { camera } = ui.get();
      if (camera) points.camera = camera;
      points.update({ pinned: view.get().pinned });
    }
    if (wantedCamera) points.camera = wantedCamera;
    wantedCamera = null;
    listener.shown(frame, first);
  });
  ui.changed(
    (state) => state.camera,
    (camera) => {
      if (camera && !sameView(camera, points.camera)) points.camera = wantedCamera = camera;
      if (!camera) points.frame();
    },
  );
  const frame = () => {
    wantedCamera = null;
    ui.set({ camera: null });
    points.frame();
  };
  linked.onCamera((shared) => {
    if (shared === null) frame();
    else if (places && shared.layout === kindOf(view.get().projection)) {
      const { position, target } = fromShared(shared, places);
      ui.set({ camera: { position: [...position], target: [...target] } });
    }
  });
  return {
    job,
    bar: layoutBar.element,
    posterior: posteriorBar,
    cameraMoved({ position, target }) {
      wantedCamera = null;
      ui.set({ camera: { position: [...position], target: [...target] } });
      if (places) linked.lookedFrom(toShared({ position, target }, kindOf(view.get().projection), places));
    },
    fit() {
      frame();
      linked.lookedFrom(null);
    },
  };
}
