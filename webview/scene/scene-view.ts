import { t } from '../l10n';
import { type Axes, flatAxes, spaceAxes } from './axes';
import { type Box, interpolateBox, radius, robustBounds } from './bounds';
import { CameraRig } from './camera-rig';
import { CanvasScene } from './canvas-scene';
import type { Palette } from './colours';
import { type CursorHandle, handleAt, moveAlongAxis, moveInDepth, moveInPlane } from './cursor-motion';
import { Detail } from './detail';
import { FrameTimes } from './frame-times';
import { type CameraState, sameView } from './framing';
import { Glide, glideDuration } from './glide';
import { type KeyAction, keyAction } from './keyboard';
import { cursorMark, hoverMark, neighbourMarks, selectionMark } from './marks';
import { readPalette } from './palette';
import { nearestInSpace, nearestOnScreen, pickPoint } from './picking';
import { PointCloud } from './point-cloud';
import { naturalSize, type PointScale, pointRadius, pointScale } from './point-size';
import { PointerInput, type PointerPlace } from './pointer-input';
import type { PointsView, PointsViewListener } from './points-view';
import type { Viewpoint } from './projection';
import type { Fog, SceneRenderer } from './scene-renderer';
import type { Shape } from './shapes';
import { spreadStrip } from './strip';
import type { Vector3 } from './vector';
import { WebglScene } from './webgl-scene';

/** How long the camera takes to frame or to look at something, in ms. */
const cameraDuration = 350;
/** What did not move for so long is at rest, in ms. */
const restAfter = 160;
/** Pixels that a key moves the 3-D cursor. */
const cursorStep = 10;
const sharpest = 2;
const haze = 0.55;

const unitBox: Box = { min: [-1, -1, -1], max: [1, 1, 1] };

/** Puts the parts together: what is shown, what draws it, what moves it; and draws a frame when one of them changed. */
export class SceneView implements PointsView {
  readonly element = document.createElement('div');
  private readonly cloud = new PointCloud();
  private readonly rig: CameraRig;
  private readonly pointer: PointerInput;
  private renderer: SceneRenderer;
  private readonly detail = new Detail();
  private readonly times = new FrameTimes();
  private readonly resizing: ResizeObserver;
  private readonly abort = new AbortController();
  private palette: Palette;

  /** As it was given, before a strip is spread. */
  private positions: Float32Array = new Float32Array();
  private labels: readonly (string | null)[] = ['', '', ''];
  private selected: number | null = null;
  private neighbours: readonly number[] = [];
  private samples: Float32Array | null = null;
  private cursorPlace: Vector3 | null = null;
  private sizeFactor = 1;
  private reduced = false;

  private readonly boxGlide = new Glide();
  private formerBox = unitBox;
  private nextBox = unitBox;
  private box = unitBox;

  private width = 0;
  private height = 0;
  private pointerAt: PointerPlace | null = null;
  private hovered: number | null = null;
  private handle: CursorHandle | null = null;
  private cursorMoved = false;

  private scheduled = 0;
  private resting = 0;
  private pointsStale = true;
  private marksStale = true;
  private hoverStale = false;
  /** Where the camera was when somebody took hold of it; null once it came to rest again. */
  private cameraTaken: CameraState | null = null;
  /** When the last frame was drawn, while frames follow one another. */
  private previous: number | null = null;
  private drawn = 0;
  private fine = true;

  constructor(
    private readonly listener: PointsViewListener,
    forceCanvas: boolean,
  ) {
    this.setUpElement();
    this.palette = readPalette();
    this.rig = new CameraRig(
      this.element,
      () => this.invalidate(),
      () => this.takeCamera(),
    );
    this.renderer = (forceCanvas ? null : WebglScene.create()) ?? new CanvasScene();
    this.element.append(this.renderer.canvas);
    this.surviveContextLoss(this.renderer);
    this.pointer = new PointerInput(this.element, {
      hover: (at) => this.pointTo(at),
      press: (at) => this.takeCursor(at),
      drag: (dx, dy, shift) => this.dragCursor(dx, dy, shift),
      release: () => this.pointTo(null),
      click: ({ x, y }) => this.listener.pick?.(this.pick(x, y)),
      doubleClick: ({ x, y }) => this.lookAt(this.pick(x, y)),
    });
    this.resizing = new ResizeObserver(() => this.resize());
    this.resizing.observe(this.element);
  }

  private setUpElement(): void {
    const { element } = this;
    const { signal } = this.abort;
    Object.assign(element.style, {
      position: 'relative',
      width: '100%',
      height: '100%',
      overflow: 'hidden',
      isolation: 'isolate',
      background: 'var(--vscode-editor-background)',
      cursor: 'grab',
      userSelect: 'none',
      outline: 'none',
    });
    element.tabIndex = 0;
    element.setAttribute('role', 'application');
    this.describe();
    element.addEventListener('keydown', (event) => this.keyDown(event), { signal });
    const showFocus = () => {
      const visible = element.matches(':focus-visible');
      element.style.outline = visible ? '1px solid var(--vscode-focusBorder)' : 'none';
      element.style.outlineOffset = '-1px';
    };
    element.addEventListener('focus', showFocus, { signal });
    element.addEventListener('blur', showFocus, { signal });
  }

  /** What the picture shows, for those who can't see it. */
  private describe(): void {
    const label = t(
      'Latent space with {0} points. Arrow keys orbit, N and P step through the points.',
      this.cloud.count,
    );
    this.element.setAttribute('aria-label', label);
  }

  get kind(): 'webgl' | 'canvas' {
    return this.renderer.kind;
  }

  /** Draws on a plain canvas for as long as the graphics context is lost. */
  private surviveContextLoss(renderer: SceneRenderer): void {
    const { signal } = this.abort;
    renderer.canvas.addEventListener(
      'webglcontextlost',
      (event) => {
        event.preventDefault();
        this.exchangeRenderer(new CanvasScene());
      },
      { signal },
    );
    renderer.canvas.addEventListener('webglcontextrestored', () => this.exchangeRenderer(renderer), { signal });
  }

  private exchangeRenderer(renderer: SceneRenderer): void {
    const former = this.renderer;
    former.canvas.replaceWith(renderer.canvas);
    this.renderer = renderer;
    if (former.kind === 'canvas') former.dispose();
    this.resize();
  }

  setPoints(positions: Float32Array, { glide }: { readonly glide: boolean }): void {
    this.positions = positions;
    const duration = glide && !this.reduced && positions.length / 3 === this.cloud.count ? glideDuration : 0;
    this.place(duration);
    this.describe();
  }

  /** Takes the positions to where they are to be shown, and the box with them. */
  private place(duration: number): void {
    const now = performance.now();
    const first = this.cloud.count === 0;
    const shown = this.present[1] ? this.positions : spreadStrip(this.positions);
    this.cloud.setPositions(shown, now, duration);
    if (this.selected !== null && this.selected >= this.cloud.count) this.selected = null;
    this.neighbours = this.neighbours.filter((index) => index < this.cloud.count);
    const seen = this.labels[1] === null ? [false, false, true] : this.present.map((present) => !present);
    this.formerBox = this.box;
    this.nextBox = robustBounds(shown, seen);
    this.boxGlide.begin(now, first ? 0 : duration);
    this.rig.setBox(this.nextBox, this.flat, now, first ? 0 : duration);
    this.refresh();
  }

  setColours(rgb: Uint8Array): void {
    this.cloud.setColours(rgb);
    this.refresh();
  }

  setVisible(mask: Uint8Array | null): void {
    this.cloud.setVisible(mask);
    this.refresh();
  }

  setSelected(index: number | null): void {
    this.selected = index !== null && index < this.cloud.count ? index : null;
    if (this.selected === null) this.neighbours = [];
    this.remark();
  }

  setNeighbours(indices: readonly number[]): void {
    this.neighbours = indices.filter((index) => index < this.cloud.count);
    this.remark();
  }

  setSamples(positions: Float32Array | null): void {
    this.samples = positions;
    this.refresh();
  }

  setAxes(labels: readonly (string | null)[]): void {
    const changed = [0, 1, 2].some((axis) => (this.labels[axis] === null) !== (labels[axis] === null));
    this.labels = labels;
    if (changed) this.place(0);
    this.refresh();
  }

  setCursor(position: Vector3 | null): void {
    this.cursorPlace = position;
    this.remark();
  }

  setPointSize(size: number): void {
    this.sizeFactor = size;
    this.refresh();
  }

  frame(): void {
    this.rig.frame(performance.now(), cameraDuration);
    this.refresh();
  }

  get camera(): CameraState {
    return this.rig.state;
  }

  set camera(state: CameraState) {
    this.rig.state = state;
    this.refresh();
  }

  setReducedMotion(reduced: boolean): void {
    this.reduced = reduced;
    this.rig.setReducedMotion(reduced);
  }

  refreshTheme(): void {
    this.palette = readPalette();
    this.refresh();
  }

  statistics(): { readonly frames: number; readonly medianFrameMs: number; readonly points: number } {
    return { frames: this.times.frames, medianFrameMs: this.times.median(), points: this.cloud.count };
  }

  private get present(): readonly boolean[] {
    return [0, 1, 2].map((axis) => this.labels[axis] !== null);
  }

  private get flat(): boolean {
    return this.present.includes(false);
  }

  private resize(): void {
    const { clientWidth, clientHeight } = this.element;
    if (clientWidth === 0 || clientHeight === 0) return;
    this.width = clientWidth;
    this.height = clientHeight;
    const ratio = Math.min(sharpest, window.devicePixelRatio);
    this.renderer.resize(clientWidth, clientHeight, ratio);
    this.rig.resize(clientWidth, clientHeight, performance.now());
    // Resizing cleared the canvases: waiting for the next frame would flicker.
    this.pointsStale = true;
    this.draw(performance.now());
  }

  /** Something changed that shows in the points. */
  private refresh(): void {
    this.pointsStale = true;
    this.invalidate();
  }

  /** Something changed that shows in the marks over the points. */
  private remark(): void {
    this.marksStale = true;
    this.invalidate();
  }

  private invalidate(): void {
    if (this.scheduled === 0) this.scheduled = requestAnimationFrame((now) => this.draw(now));
  }

  private draw(now: number): void {
    const begun = performance.now();
    cancelAnimationFrame(this.scheduled);
    this.scheduled = 0;
    if (this.width === 0) return;
    const glides = this.cloud.advance(now);
    this.box = interpolateBox(this.formerBox, this.nextBox, this.boxGlide.progress(now));
    const moved = this.rig.update(now);
    const moving = moved || glides || this.cursorMoved;
    if (moving) this.watchPace(now);
    else this.previous = null;
    const view = this.rig.viewpoint;
    if (moved) this.leaveHovered();
    else if (glides || this.hoverStale) this.refreshHover(view);
    if (moving || this.pointsStale || this.marksStale) this.drawScene(view, moving);
    if (this.cursorMoved && this.cursorPlace) this.listener.cursor?.(this.cursorPlace);
    this.cursorMoved = false;
    if (moved || glides) this.invalidate();
    window.clearTimeout(this.resting);
    if (!moving) this.waitForRest();
    this.times.add(performance.now() - begun);
  }

  private watchPace(now: number): void {
    if (this.previous !== null) this.detail.observe(now - this.previous, this.drawn, this.cloud.order.length);
    this.previous = now;
  }

  private drawScene(view: Viewpoint, moving: boolean): void {
    const { cloud, palette, samples, scale } = this;
    const { behind, labels } = this.axes(view);
    // What moves shows fewer points, if it must; what rests and is only marked shows those it showed.
    if (moving) {
      this.drawn = this.detail.points(cloud.order.length);
      this.fine = this.detail.fine;
    } else if (this.pointsStale) {
      this.drawn = cloud.order.length;
      this.fine = true;
    }
    this.renderer.draw({
      cloud,
      samples,
      camera: this.rig.camera,
      view,
      scale,
      fog: this.fog,
      palette,
      limit: this.drawn,
      fine: this.fine,
      flat: this.flat,
      behind,
      above: [...labels, ...this.marks(view)],
      samePoints: !moving && !this.pointsStale,
    });
    this.pointsStale = false;
    this.marksStale = false;
  }

  private axes(view: Viewpoint): Axes {
    return this.flat
      ? flatAxes(view, this.labels, this.palette, this.rig.distance)
      : spaceAxes(view, this.box, this.labels, this.palette, this.rig.distance);
  }

  /** High contrast wants every point as it is. */
  private get fog(): Fog {
    const middle = this.rig.middleDepth;
    const reach = radius(this.box);
    const strength = this.flat || this.palette.highContrast ? 0 : haze;
    return { near: middle - reach, far: middle + reach, strength };
  }

  private get scale(): PointScale {
    const size = naturalSize(this.cloud.count, Math.min(this.width, this.height)) * this.sizeFactor;
    return pointScale(size, this.rig.distance, this.rig.framedDistance);
  }

  private marks(view: Viewpoint): readonly Shape[] {
    const { cloud, palette, selected, hovered, cursorPlace } = this;
    const radii = pointRadius(this.scale);
    const marked = (index: number) => ({ place: cloud.place(index), colour: cloud.colour(index) });
    const shapes: Shape[] = [];
    if (selected !== null) {
      const places = this.neighbours.map((index) => cloud.place(index));
      shapes.push(...neighbourMarks(view, palette, cloud.place(selected), places, radii));
    }
    if (hovered !== null && hovered !== selected) shapes.push(...hoverMark(view, palette, marked(hovered), radii));
    if (selected !== null) shapes.push(...selectionMark(view, palette, marked(selected), radii));
    if (cursorPlace) {
      shapes.push(...cursorMark(view, palette, cursorPlace, this.present, this.flat ? null : this.box, this.handle));
    }
    return shapes;
  }

  /** Draws all points and tells about the camera once nothing moves any more. */
  private waitForRest(): void {
    if (this.complete && this.cameraTaken === null) return;
    this.resting = window.setTimeout(() => {
      if (!this.complete) this.refresh();
      if (this.pointer.busy || this.cameraTaken === null) return;
      const moved = !sameView(this.cameraTaken, this.rig.state);
      this.cameraTaken = null;
      if (moved) this.listener.camera?.(this.rig.state);
    }, restAfter);
  }

  private get complete(): boolean {
    return this.fine && this.drawn === this.cloud.order.length;
  }

  private takeCamera(): void {
    this.cameraTaken ??= this.rig.state;
    this.invalidate();
  }

  private pick(x: number, y: number): number | null {
    return pickPoint(this.cloud, this.rig.viewpoint, x, y, pointRadius(this.scale));
  }

  private pointTo(at: PointerPlace | null): void {
    this.pointerAt = at;
    this.hoverStale = true;
    this.invalidate();
  }

  /** Once a frame at most, and while the points glide under a resting pointer as well. */
  private refreshHover(view: Viewpoint): void {
    const at = this.pointerAt;
    const pointed = this.hoverStale;
    this.hoverStale = false;
    if (this.pointer.busy) return;
    const handle = at && this.cursorPlace ? handleAt(view, this.cursorPlace, this.present, at.x, at.y) : null;
    const index = at && handle === null ? pickPoint(this.cloud, view, at.x, at.y, pointRadius(this.scale)) : null;
    this.element.style.cursor = handle !== null ? 'move' : index !== null ? 'pointer' : 'grab';
    if (handle !== this.handle || index !== this.hovered) this.marksStale = true;
    const tell = index !== this.hovered || (index !== null && pointed);
    this.handle = handle;
    this.hovered = index;
    if (tell) this.listener.hover?.(index, { x: at?.clientX ?? 0, y: at?.clientY ?? 0 });
  }

  private takeCursor({ x, y }: PointerPlace): boolean {
    this.leaveHovered();
    this.handle = this.cursorPlace ? handleAt(this.rig.viewpoint, this.cursorPlace, this.present, x, y) : null;
    this.remark();
    this.element.style.cursor = this.handle === null ? 'grabbing' : 'move';
    return this.handle !== null;
  }

  /** What is under a resting pointer while the camera moves is nobody's choice: it is looked for afterwards. */
  private leaveHovered(): void {
    this.hoverStale = true;
    if (this.hovered === null) return;
    this.hovered = null;
    this.remark();
    this.listener.hover?.(null, { x: 0, y: 0 });
  }

  private dragCursor(dx: number, dy: number, shift: boolean): void {
    const { cursorPlace, handle } = this;
    if (!cursorPlace || handle === null) return;
    const view = this.rig.viewpoint;
    if (handle !== 'centre') this.moveCursor(moveAlongAxis(view, cursorPlace, handle, dx, dy));
    else if (shift && !this.flat) this.moveCursor(moveInDepth(view, cursorPlace, -dy));
    else this.moveCursor(moveInPlane(view, cursorPlace, dx, dy));
  }

  /** A cursor stays on the axes that are there. */
  private moveCursor(place: Vector3): void {
    const { present } = this;
    this.cursorPlace = [place[0], present[1] ? place[1] : 0, present[2] ? place[2] : 0];
    this.cursorMoved = true;
    this.invalidate();
  }

  private keyDown(event: KeyboardEvent): void {
    const action = keyAction(event);
    if (!action || !this.act(action)) return;
    // The editor would take what we took for one of its own shortcuts.
    event.preventDefault();
    event.stopPropagation();
  }

  /** False where there is nothing to act on. */
  private act(action: KeyAction): boolean {
    switch (action.kind) {
      case 'orbit':
        this.takeCamera();
        this.rig.orbit(action.x, action.y);
        return true;
      case 'pan':
        this.takeCamera();
        this.rig.pan(action.x, action.y);
        return true;
      case 'zoom':
        this.takeCamera();
        this.rig.zoom(action.closer);
        return true;
      case 'frame':
        this.takeCamera();
        this.frame();
        return true;
      case 'cursor':
        return this.pushCursor(action);
      case 'step':
        return this.choose(this.cloud.step(this.selected, action.by));
      case 'pick':
        return this.choose(this.nearest());
      case 'focus':
        return this.lookAt(this.selected);
      case 'clear':
        this.listener.pick?.(null);
        return true;
    }
  }

  private pushCursor({ x, y, z }: { readonly x: number; readonly y: number; readonly z: number }): boolean {
    const { cursorPlace } = this;
    if (!cursorPlace) return false;
    const view = this.rig.viewpoint;
    const across = moveInPlane(view, cursorPlace, x * cursorStep, -y * cursorStep);
    this.moveCursor(z === 0 || this.flat ? across : moveInDepth(view, across, z * cursorStep));
    return true;
  }

  private choose(index: number | null): boolean {
    if (index !== null) this.listener.pick?.(index);
    return index !== null;
  }

  private nearest(): number | null {
    if (this.hovered !== null) return this.hovered;
    if (this.cursorPlace) return nearestInSpace(this.cloud, this.cursorPlace);
    return nearestOnScreen(this.cloud, this.rig.viewpoint, this.width / 2, this.height / 2);
  }

  private lookAt(index: number | null): boolean {
    if (index === null) return false;
    this.takeCamera();
    this.rig.focus(this.cloud.place(index), performance.now(), cameraDuration);
    return true;
  }

  dispose(): void {
    cancelAnimationFrame(this.scheduled);
    window.clearTimeout(this.resting);
    this.abort.abort();
    this.resizing.disconnect();
    this.pointer.dispose();
    this.rig.dispose();
    this.renderer.dispose();
    this.element.remove();
  }
}
